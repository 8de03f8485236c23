import type { StatusKind } from "@/components/ui/status-icon";
import type { Certainty, LogStatus, PartStatus } from "@/db/enums";
import type { Translate } from "./why";

/** Drawing and word of a part's state. */
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
