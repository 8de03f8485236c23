import "server-only";
import { openPhone } from "@/lib/customers/sealed-phone";
import type { Runtime } from "@/lib/runtime";
import { moneyOf, ZERO } from "@/lib/tenants/money";
import type { RowEnd } from "./end-rows";
import type { QueuedRow } from "./load-batch";

/** A recipient with its digits, for one call and no longer. */
export type OpenRow = QueuedRow & { to: string };

/**
 * Opens the numbers of a batch. One that isn't there or can't be opened costs its own recipient, never the others.
 * @returns `ends` those who can't be sent to, each with its reason
 */
export function openNumbers(
  env: Pick<Runtime["env"], "ENCRYPTION_KEYS">,
  rows: readonly QueuedRow[],
): { open: OpenRow[]; ends: RowEnd[]; areAllUnreadable: boolean } {
  const open: OpenRow[] = [];
  const ends: RowEnd[] = [];
  let unreadable = 0;
  for (const row of rows) {
    const to = digitsOf(env, row);
    if (to !== null) {
      open.push({ ...row, to });
      continue;
    }
    if (row.phone !== null) unreadable++;
    const reasonCode = row.phone === null ? "phone_missing" : NUMBER_UNREADABLE;
    const held = { id: row.id, reserved: moneyOf(row.reservedAmount), settle: ZERO };
    ends.push({ ...held, from: "queued", to: "failed", reasonCode, providerCode: null });
  }
  return { open, ends, areAllUnreadable: rows.length > 0 && unreadable === rows.length };
}

export const NUMBER_UNREADABLE = "number_unreadable";

function digitsOf(env: Pick<Runtime["env"], "ENCRYPTION_KEYS">, { recipientKey, phone }: QueuedRow): string | null {
  if (phone === null) return null;
  try {
    return openPhone(env, { phoneKey: recipientKey, phone });
  } catch {
    return null;
  }
}
