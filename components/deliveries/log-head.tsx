"use client";
import type { ReactNode } from "react";
import { useLocale, useTranslations } from "use-intl";
import { CodeLink } from "@/components/diagnosis/code-link";
import { Badge } from "@/components/ui/badge";
import { PageHeader } from "@/components/ui/page-header";
import { Tag } from "@/components/ui/tag";
import type { LogStatus } from "@/db/enums";
import type { LogDetail } from "@/lib/deliveries/detail-queries";
import { toLocale } from "@/lib/i18n/locale";
import { formatDateTime } from "@/lib/time/format";
import { exactTime, headlineOf } from "./detail-words";
import { statusOf } from "./status-of";
import { tookText, whyOf } from "./why";

/** States whose headline doesn't say why by itself. */
const WHY_TOLD: readonly LogStatus[] = ["deferred", "partial", "failed", "skipped", "cancelled", "expired"];

/** What became of a run, in one sentence, and when. */
export function LogHead({ log, actions }: { log: LogDetail; actions?: ReactNode }) {
  const t = useTranslations("logDetail");
  const l = useTranslations("logs");
  const locale = toLocale(useLocale());
  const { kind, word } = statusOf(log, l);
  const why = whyOf(log, l);
  const stuck = log.parts.find((part) => part.status === "unknown");
  const code = log.status === "success" ? null : (log.reasonCode ?? stuck?.errorCode ?? null);
  const lede = [
    t("lede", { title: log.title, when: formatDateTime(new Date(log.scheduledAt), locale) }),
    log.startedAt && t("started", { time: exactTime(log.startedAt).slice(0, 8) }),
    log.completedAt && log.durationMs !== null
      ? t("ended", { took: tookText(log.durationMs, l), time: exactTime(log.completedAt).slice(0, 8) })
      : stoppedAt(log) && t("stopped", { time: exactTime(stoppedAt(log) ?? "").slice(0, 8) }),
    WHY_TOLD.includes(log.status) && [why.rule, why.text].filter(Boolean).join(": "),
  ];
  return (
    <PageHeader
      title={headlineOf(log, t)}
      lede={lede.filter(Boolean).join(" · ")}
      actions={actions}
      above={
        <>
          <Badge kind={kind}>{word}</Badge>
          <Tag title={log.room.name}>
            <span className="truncate leading-5">{log.room.name}</span>
          </Tag>
          <Tag>{l(`kinds.${log.kind}`)}</Tag>
          {log.isCatchUp && <Tag>{t("catchUp")}</Tag>}
          {log.isSandbox && <Tag>{t("sandbox")}</Tag>}
          {code && <CodeLink code={code} kind="room" />}
          <span className="text-ink-3 text-sm tabular-nums">{t("number", { id: log.id })}</span>
        </>
      }
    />
  );
}

const stoppedAt = (log: LogDetail): string | null =>
  log.status === "unknown" ? (log.parts.find((part) => part.status === "unknown")?.finishedAt ?? null) : null;
