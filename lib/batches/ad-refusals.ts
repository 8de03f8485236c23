import "server-only";
import type { Executor } from "@/db/client";
import { adConsentOf, optedOutAmong } from "@/lib/customers/match-phones";
import type { Work } from "./load-batch";

export type AdRefusal = "opted_out" | "ad_consent_missing";
type Asked = { id: number; customerId: number | null; recipientKey: Buffer };

/**
 * Who of an advertisement's recipients must not get it any more, by the id of their row (정보통신망법 §50①②). It is the consent of
 * the customer it is for, in the organisation it is sent by and with the number it goes to; nobody else's of the same number.
 */
export async function adRefusalsAmong(
  db: Executor,
  { batch, message }: Pick<Work, "batch" | "message">,
  rows: readonly Asked[],
): Promise<Map<number, AdRefusal>> {
  const keys = rows.map(({ recipientKey }) => recipientKey);
  const refused = await optedOutAmong(db, batch.tenantId, keys);
  const ids = rows.flatMap(({ customerId }) => customerId ?? []);
  const agreed = await adConsentOf(db, message.orgPath, ids);
  const found = new Map<number, AdRefusal>();
  for (const { id, customerId, recipientKey } of rows) {
    const hex = recipientKey.toString("hex");
    if (refused.has(hex)) found.set(id, "opted_out");
    else if (customerId === null || agreed.get(customerId) !== hex) found.set(id, "ad_consent_missing");
  }
  return found;
}
