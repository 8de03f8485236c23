import "server-only";
import { adConsentOf, optedOutAmong } from "@/lib/customers/match-phones";
import type { Runtime } from "@/lib/runtime";
import { moneyOf, ZERO } from "@/lib/tenants/money";
import type { RowEnd } from "./end-rows";
import { endUnbuilt } from "./end-unbuilt";
import type { QueuedRow, Work } from "./load-batch";

/**
 * Skips those of an advertisement who refused it, or took their consent back, after it was accepted (정보통신망법 §50②): a
 * message may have waited for months. It is the consent of the customer it is for, in the organisation it is sent by and
 * with the number it goes to; nobody else's of the same number. Their credit is free again.
 * @returns who is left to be sent to; null where the batch is in other hands by now
 */
export async function leaveOut(
  rt: Pick<Runtime, "db" | "clock">,
  work: Work,
  rows: readonly QueuedRow[],
): Promise<readonly QueuedRow[] | null> {
  const { batch, message } = work;
  if (message.purpose !== "ad") return rows;
  const keys = rows.map(({ recipientKey }) => recipientKey);
  const refused = await optedOutAmong(rt.db, batch.tenantId, keys);
  const ids = rows.flatMap(({ customerId }) => customerId ?? []);
  const agreed = await adConsentOf(rt.db, message.orgPath, ids);
  const reasonOf = ({ customerId, recipientKey }: QueuedRow) => {
    const hex = recipientKey.toString("hex");
    if (refused.has(hex)) return "opted_out";
    return customerId !== null && agreed.get(customerId) === hex ? null : "ad_consent_missing";
  };
  const ends = rows.flatMap((row): RowEnd[] => {
    const reasonCode = reasonOf(row);
    if (reasonCode === null) return [];
    const held = { id: row.id, reserved: moneyOf(row.reservedAmount), settle: ZERO };
    return [{ ...held, from: "queued", to: "skipped", reasonCode, providerCode: null }];
  });
  return (await endUnbuilt(rt, work, ends)) ? rows.filter((row) => reasonOf(row) === null) : null;
}
