"use client";
import { MessageCircle } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Button, ButtonLink } from "@/components/ui/button";
import { Status } from "@/components/ui/status";
import { RowLink, Td, Tr } from "@/components/ui/table";
import { Tag } from "@/components/ui/tag";
import type { LogDto } from "@/lib/deliveries/log-dto";
import { formatTime } from "@/lib/time/format";
import { statusOf } from "./status-of";
import { useDecide } from "./use-decide";
import { type Translate, tookText, whyOf } from "./why";

/** Later than the ordinary pace of the dispatcher. */
const LATE_MS = 120_000;
/** Why it failed may be looked at by everybody. */
const FAILED: readonly LogDto["status"][] = ["failed", "partial"];

/** One occurrence in the list. */
export function LogRow({ log, mayDecide }: { log: LogDto; mayDecide: boolean }) {
  const t = useTranslations("logs");
  const { kind, word } = statusOf(log, t);
  const why = whyOf(log, t);
  const at = new Date(log.scheduledAt);
  const lateMs = log.startedAt ? Date.parse(log.startedAt) - at.getTime() : 0;
  const late = lateMs > LATE_MS && t("late", { minutes: Math.floor(lateMs / 60_000) });
  return (
    <Tr>
      <Td fit wideOnly className="tabular-nums">
        <b className="font-medium">{formatTime(at)}</b>
        {late && <small className="ms-1.5 text-deferred text-xs">{late}</small>}
      </Td>
      <Td fit wideOnly className="text-ink-2">
        <span className="inline-flex items-center gap-1.5">
          <MessageCircle className="size-3.5 text-ink-3" aria-hidden />
          {t(`kinds.${log.kind}`)}
        </span>
      </Td>
      <Td lead className="max-w-56 truncate max-md:whitespace-normal">
        <RowLink href={`/logs/${log.id}`}>{log.title}</RowLink>
        {log.kind === "test" && <Tag className="ms-1.5 md:hidden">{t("kinds.test")}</Tag>}
      </Td>
      <Td full className="max-w-40 truncate text-ink-2">
        {log.room.name}
        <span className="tabular-nums md:hidden">
          {" · "}
          {formatTime(at)} {late}
        </span>
      </Td>
      <Td wideOnly className="max-w-32 truncate text-ink-2">
        {log.org.name}
      </Td>
      <Td toggle fit>
        <Status kind={kind}>{word}</Status>
      </Td>
      <Td num fit wideOnly className="tabular-nums">
        {t("ofParts", {
          sent: log.parts.filter((part) => part.certainty === "delivered").length,
          all: log.parts.length,
        })}
      </Td>
      <Td full className="min-w-48 text-ink-2 md:whitespace-normal" title={log.errorMessage ?? undefined}>
        {why.rule && <Tag className="me-1.5">{why.rule}</Tag>}
        {why.text}
      </Td>
      <Td num fit wideOnly className="text-ink-3 tabular-nums">
        {tookOf(log, t)}
      </Td>
      <Td fit full className="text-end empty:hidden max-md:mt-1.5 max-md:text-start">
        {(mayDecide || FAILED.includes(log.status)) && <Actions log={log} />}
      </Td>
    </Tr>
  );
}

function tookOf(log: LogDto, t: Translate): ReactNode {
  if (log.status === "sending" || log.status === "deferred") return t("running");
  if (log.status === "failed" && log.attempt > 1) return t("attempts", { count: log.attempt });
  const stuck = log.parts.find((part) => part.status === "unknown");
  if (stuck?.startedAt && stuck.finishedAt)
    return tookText(Date.parse(stuck.finishedAt) - Date.parse(stuck.startedAt), t);
  return log.durationMs === null ? "–" : tookText(log.durationMs, t);
}

function Actions({ log }: { log: LogDto }) {
  const t = useTranslations("logs.actions");
  const { decide, isPending } = useDecide(log.id);
  if (log.status === "unknown")
    return (
      <ButtonLink size="sm" href={`/logs/${log.id}`} className="z-1 max-md:w-full">
        {t("decide")}
      </ButtonLink>
    );
  if (FAILED.includes(log.status))
    return (
      <ButtonLink size="sm" href={`/logs/${log.id}/xray`} prefetch={false} className="z-1 max-md:w-full">
        {t("xray")}
      </ButtonLink>
    );
  if (log.status !== "missed") return null;
  return (
    <span className="relative z-1 inline-flex gap-1.5 max-md:flex max-md:*:grow">
      <Button size="sm" busy={isPending} onClick={() => decide("resend")}>
        {t("sendNow")}
      </Button>
      <Button size="sm" busy={isPending} onClick={() => decide("give_up")}>
        {t("skip")}
      </Button>
    </span>
  );
}
