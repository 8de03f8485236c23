import type { Layer, LogStatus, MessageLogStatus } from "@/db/enums";
import { allConditions, type ConditionRow } from "./all-conditions";
import type { Facts } from "./facts";
import { isLimit } from "./room-state";

const places = new Map(
  allConditions.flatMap((row) => row.reasons.map((reason) => [`${row.subject}/${reason}`, row] as const)),
);

/**
 * The condition a recorded word means, for lists, files and the dictionary that know no more than the word; null where it names
 * nothing broken. A text's own words come before those of the request that asked for it.
 */
export const conditionOf = (subject: Facts["subject"], reason: string): ConditionRow | null =>
  places.get(`${subject}/${reason}`) ?? (subject === "phone" ? (places.get(`request/${reason}`) ?? null) : null);

/** The condition of an occurrence a list knows by its status and its word: one a limit makes wait is well. */
export function conditionOfRun(status: LogStatus, reason: string | null): ConditionRow | null {
  if (reason === null || status === "success" || status === "cancelled") return null;
  const isOpen = status === "planned" || status === "deferred" || status === "sending";
  return isOpen && isLimit(reason) ? null : conditionOf("room", reason);
}

/** The layer a recipient stopped at, as far as the row alone says: the provider's final word is the provider's. */
export function layerOfRecipient(row: {
  status: MessageLogStatus;
  reasonCode: string | null;
  providerCode: string | null;
}): Layer | null {
  if (row.status !== "failed" && row.status !== "skipped" && row.status !== "unknown") return null;
  if (row.status === "failed" && row.providerCode !== null) return "provider";
  return row.reasonCode === null ? null : (conditionOf("phone", row.reasonCode)?.layer ?? null);
}
