import type { useTranslations } from "use-intl";
import type { LogDto } from "@/lib/deliveries/log-dto";
import { limitNames } from "@/lib/rooms/limits";
import { formatTime } from "@/lib/time/format";

export type Translate = ReturnType<typeof useTranslations<"logs">>;
export type Why = {
  /** The rule that kept it back, said first. */
  rule: string | null;
  text: string;
};

type Told = Pick<
  LogDto,
  "status" | "certainty" | "reasonCode" | "isCatchUp" | "decidedBy" | "nextAttemptAt" | "missedCount" | "parts"
> & { downtime?: { from: string; to: string } | null };

/** How it is known what became of an occurrence, or why it did not go: one sentence for people. */
export function whyOf(log: Told, t: Translate): Why {
  const rule = limitNames.find((name) => name === log.reasonCode);
  const plain = (text: string): Why => ({ rule: null, text });
  const at = log.nextAttemptAt ? formatTime(new Date(log.nextAttemptAt)) : "";
  const name = log.decidedBy?.name || t("why.someone");
  if (rule) {
    const text =
      log.status === "deferred"
        ? t("why.limitUntil", { time: at })
        : t(log.status === "partial" ? "why.limitRest" : "why.limitOver");
    return { rule: t(`rules.${rule}`), text };
  }
  switch (log.status) {
    case "success":
      if (log.isCatchUp) return plain(t("why.catchUp"));
      if (log.decidedBy && log.certainty === "delivered") return plain(t("why.seenBy", { name }));
      return plain(
        t(
          log.certainty === "delivered"
            ? "why.delivered"
            : log.certainty === "handed_off"
              ? "why.handedOff"
              : "why.accepted",
        ),
      );
    case "planned":
      return plain(t("why.waiting"));
    case "sending": {
      const now = log.parts.find((part) => part.status === "sending" || part.status === "pending");
      return plain(t(now?.kind === "text" ? "why.text" : "why.images"));
    }
    case "deferred":
      return plain(t("why.retryAt", { why: reasonText(log.reasonCode, t), time: at }));
    case "skipped":
      return { rule: t("rules.person"), text: t("why.byPerson", { name }) };
    case "cancelled":
      return {
        rule: t("rules.person"),
        text: t(log.reasonCode === "schedule_deleted" ? "why.deletedBy" : "why.offBy", { name }),
      };
    case "expired":
      return plain(log.missedCount ? t("why.expiredMany", { count: log.missedCount }) : reasonText(log.reasonCode, t));
    case "missed":
      if (log.downtime)
        return plain(
          t("why.downtime", {
            from: formatTime(new Date(log.downtime.from)),
            to: formatTime(new Date(log.downtime.to)),
          }),
        );
      return plain(reasonText(log.reasonCode, t));
    case "failed":
    case "partial":
      if (log.reasonCode === "not_delivered") return plain(t("why.notDeliveredBy", { name }));
      if (log.reasonCode === "given_up") return plain(t("why.givenUpBy", { name }));
      return plain(reasonText(log.reasonCode, t));
    default:
      return plain(reasonText(log.reasonCode, t));
  }
}

/** The sentence of a reason code; a code nobody wrote a sentence for is shown as it is, so that nothing hides. */
export function reasonText(code: string | null, t: Translate): string {
  if (!code) return t("why.nothing");
  if (limitNames.some((name) => name === code)) return t("why.limitOver");
  const key = `reasons.${code}` as Parameters<Translate["has"]>[0];
  return t.has(key) ? (t as (key: string) => string)(key) : code;
}

/** `1.8초`, `2분 41초`; tenths below ten seconds. */
export function tookText(ms: number, t: Translate): string {
  const seconds = ms / 1000;
  if (seconds < 60)
    return t("took.seconds", { seconds: seconds < 10 ? Math.max(0.1, seconds).toFixed(1) : Math.round(seconds) });
  const whole = Math.round(seconds);
  if (whole < 3600) return t("took.minutes", { minutes: Math.floor(whole / 60), seconds: whole % 60 });
  return t("took.hours", { hours: Math.floor(whole / 3600), minutes: Math.floor((whole % 3600) / 60) });
}
