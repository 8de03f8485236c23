import type { StatusKind } from "@/components/ui/status-icon";
import type { Certainty, LogStatus, PartStatus } from "@/db/enums";
import { logLook } from "@/lib/deliveries/look";
import type { Translate } from "./why";

/** Drawing and word of an occurrence's state. */
export function statusOf(
  log: { status: LogStatus; certainty: Certainty | null },
  t: Translate,
): { kind: StatusKind; word: string } {
  if (log.status === "partial") return { kind: "failed", word: t("words.partial") };
  if (log.status === "expired") return { kind: "missed", word: t("words.expired") };
  if (log.status === "planned") return { kind: "scheduled", word: t("words.planned") };
  if (log.status === "cancelled") return { kind: "cancelled", word: t("words.cancelled") };
  const look = logLook(log.status, log.certainty);
  return { kind: look, word: t(`looks.${look}`) };
}

/** The same of one part. */
export function partStatusOf(
  part: { status: PartStatus; certainty: Certainty | null },
  run: LogStatus,
  t: Translate,
): { kind: StatusKind; word: string } {
  switch (part.status) {
    case "sent":
      if (part.certainty === "delivered") return { kind: "arrived", word: t("partStatuses.sent") };
      return part.certainty === "handed_off"
        ? { kind: "handed", word: t("partStatuses.handedOff") }
        : { kind: "accepted", word: t("partStatuses.accepted") };
    case "pending":
      if (run === "missed") return { kind: "unreached", word: t("partStatuses.notSent") };
      return { kind: "scheduled", word: t("partStatuses.pending") };
    case "skipped":
      return { kind: "skipped", word: t("partStatuses.skipped") };
    default:
      return { kind: part.status, word: t(`looks.${part.status}`) };
  }
}
