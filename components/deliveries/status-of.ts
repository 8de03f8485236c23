import type { StatusKind } from "@/components/ui/status-icon";
import type { Certainty, LogStatus } from "@/db/enums";
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
