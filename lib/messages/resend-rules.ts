import type { MessageLogStatus } from "@/db/enums";
import { codeMeaning } from "@/lib/transports/solapi-codes";

/** Failures of ours: certainly not sent, and gone once their cause is. */
const OURS: readonly string[] = [
  // Without a code of the provider's: a person has seen that it never left.
  "provider_refused",
  "insufficient_balance",
  "auth_failed",
  "sender_unregistered",
  "expired",
  "messaging_inactive",
  "no_balance",
  "ip_not_allowed",
  "number_guarded",
  "app_blocked",
  "clock_skew",
  "key_missing",
  "key_unreadable",
  "mode_changed",
  "template_refused",
  "template_not_approved",
  "image_missing",
  "number_unreadable",
  "build_lost",
];

export type EndedRow = {
  status: MessageLogStatus;
  reasonCode: string | null;
  providerCode: string | null;
};

/**
 * Whether a person may have it sent again: it failed for a passing cause (T) or one somebody has put right (C), never where
 * the recipient can't get it (F). What nobody knows (unknown) only where the person names that very recipient: that is their
 * decision, for it may arrive twice (solapi.md §6.2).
 */
export function mayResend({ status, reasonCode, providerCode }: EndedRow, isNamed: boolean): boolean {
  if (status === "unknown") return isNamed;
  if (status !== "failed") return false;
  if (providerCode !== null) return ["T", "C"].includes(codeMeaning(providerCode).codeClass);
  return reasonCode !== null && OURS.includes(reasonCode);
}

type Placed = { recipient: string; attemptNo: number; leg: number };

/** Of each recipient the row that stands: the last attempt, and of that the last leg. */
export function latestOf<R extends Placed>(rows: readonly R[]): R[] {
  const latest = new Map<string, R>();
  for (const row of rows) {
    const before = latest.get(row.recipient);
    if (!before || row.attemptNo > before.attemptNo || (row.attemptNo === before.attemptNo && row.leg > before.leg))
      latest.set(row.recipient, row);
  }
  return [...latest.values()];
}
