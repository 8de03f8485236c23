"use client";
import { MessageCircle, MessageSquareShare, MessageSquareText } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "use-intl";
import { CodeLink } from "@/components/diagnosis/code-link";
import { rowLooks } from "@/components/messages/list/message-looks";
import { Status } from "@/components/ui/status";
import { Tag } from "@/components/ui/tag";
import { Timeline } from "@/components/ui/timeline";
import type { MessageLogStatus } from "@/db/enums";
import { toLocale } from "@/lib/i18n/locale";
import type { HistoryItem } from "@/lib/messages/history-queries";
import { formatDay, formatExact } from "@/lib/time/format";
import { kstDate, kstTime } from "@/lib/time/kst";

/** What was cancelled, left out or refused costs nothing. */
const COSTS: ReadonlySet<MessageLogStatus> = new Set(["sent", "delivered", "unknown"]);

/** One person's messages as a line through time: what, how far it got, and how that is known. */
export function HistorySteps({ items, serverNow }: { items: readonly HistoryItem[]; serverNow: string }) {
  const t = useTranslations("received.timeline");
  const r = useTranslations("reasons");
  const locale = toLocale(useLocale());
  const year = kstDate(new Date(serverNow)).slice(0, 4);
  const dayOf = (at: Date) => (kstDate(at).startsWith(year) ? formatDay(at, locale) : kstDate(at).replaceAll("-", "."));
  const reasonOf = (code: string | null) => (code && r.has(code as "opted_out") ? r(code as "opted_out") : null);
  const channelOf = (channel: string) =>
    t.has(`channels.${channel}` as "channels.sms") ? t(`channels.${channel}` as "channels.sms") : channel || null;
  return (
    <Timeline
      label={t("title")}
      className="p-4"
      steps={items.map((one) => {
        const at = new Date(one.at);
        const kind = rowLooks[one.status];
        const isForeign = one.source === "foreign";
        return {
          id: one.id,
          kind,
          icon: isForeign ? (
            <MessageSquareShare aria-hidden />
          ) : one.channel === "alimtalk" ? (
            <MessageCircle aria-hidden />
          ) : (
            <MessageSquareText aria-hidden />
          ),
          time: <span title={formatExact(at, locale)}>{dayOf(at)}</span>,
          title:
            one.messageId === null ? (
              t("foreignTitle")
            ) : (
              <Link href={`/messages/${one.messageId}`} prefetch={false} className="hover:underline">
                {one.title || t("untitled")}
              </Link>
            ),
          status: (
            <>
              <Status kind={kind}>{t(`rows.${one.status}`)}</Status>
              {one.isInferred && <Tag title={t("inferredWhy")}>{t("inferred")}</Tag>}
              {one.source !== "send" && <Tag title={t(`sourcesWhy.${one.source}`)}>{t(`sources.${one.source}`)}</Tag>}
              {one.isTest && <Tag>{t("test")}</Tag>}
            </>
          ),
          text: (
            <>
              {[channelOf(one.channel.toLowerCase()), kstTime(at), reasonOf(one.reasonCode)]
                .filter(Boolean)
                .join(" · ")}
              {one.providerCode && <CodeLink code={one.providerCode} kind="solapi" className="ms-1.5" />}
            </>
          ),
          took:
            one.amount !== null &&
            COSTS.has(one.status) &&
            one.source === "send" &&
            t("won", { amount: Number(one.amount).toLocaleString() }),
        };
      })}
    />
  );
}
