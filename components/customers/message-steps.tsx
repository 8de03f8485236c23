"use client";
import { MessageCircle, MessageSquareText } from "lucide-react";
import { useLocale, useTranslations } from "use-intl";
import { StateBlock } from "@/components/ui/states";
import type { StatusKind } from "@/components/ui/status-icon";
import { StatusWord } from "@/components/ui/status-word";
import { Tag } from "@/components/ui/tag";
import { Timeline } from "@/components/ui/timeline";
import type { MessageLogStatus } from "@/db/enums";
import type { ReceivedMessage } from "@/lib/customers/timeline-queries";
import { toLocale } from "@/lib/i18n/locale";
import { formatDay } from "@/lib/time/format";
import { kstTime } from "@/lib/time/kst";

const KINDS: Record<MessageLogStatus, StatusKind> = {
  queued: "accepted",
  sending: "sending",
  sent: "handed",
  delivered: "arrived",
  failed: "failed",
  skipped: "skipped",
  unknown: "unknown",
  cancelled: "cancelled",
};

/** What was cancelled, left out or refused costs nothing. */
const COSTS: ReadonlySet<MessageLogStatus> = new Set(["sent", "delivered", "unknown"]);

/** What a customer got lately, and whether it arrived. */
export function MessageSteps({ messages }: { messages: readonly ReceivedMessage[] }) {
  const t = useTranslations("customers.timeline");
  const r = useTranslations("reasons");
  const locale = toLocale(useLocale());
  if (messages.length === 0)
    return (
      <StateBlock icon={<MessageSquareText aria-hidden />} title={t("empty")} heading="h3">
        {t("emptyWhy")}
      </StateBlock>
    );
  return (
    <Timeline
      label={t("title")}
      className="p-4"
      steps={messages.map((one) => ({
        id: String(one.id),
        kind: KINDS[one.status],
        icon: one.channel === "alimtalk" ? <MessageCircle aria-hidden /> : <MessageSquareText aria-hidden />,
        time: formatDay(new Date(one.at), locale),
        title: one.title,
        status: (
          <>
            <StatusWord kind={KINDS[one.status]} />
            {one.isTest && <Tag>{t("test")}</Tag>}
          </>
        ),
        text: [
          t(`channels.${one.channel}`),
          kstTime(new Date(one.at)),
          one.reasonCode && r.has(one.reasonCode as "opted_out") && r(one.reasonCode as "opted_out"),
        ]
          .filter(Boolean)
          .join(" · "),
        took: COSTS.has(one.status) && t("won", { amount: Number(one.amount).toLocaleString() }),
      }))}
    />
  );
}
