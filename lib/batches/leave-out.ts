import "server-only";
import type { Runtime } from "@/lib/runtime";
import { moneyOf, ZERO } from "@/lib/tenants/money";
import { adRefusalsAmong } from "./ad-refusals";
import type { RowEnd } from "./end-rows";
import { endSome } from "./end-some";
import type { QueuedRow, Work } from "./load-batch";

/**
 * Skips those of an advertisement who refused it, or took their consent back, after it was accepted (정보통신망법 §50②): a
 * message may have waited for months. Their credit is free again.
 * @returns who is left to be sent to; null where the batch is in other hands by now
 */
export async function leaveOut(
  rt: Pick<Runtime, "db" | "clock">,
  work: Work,
  rows: readonly QueuedRow[],
): Promise<readonly QueuedRow[] | null> {
  if (work.message.purpose !== "ad") return rows;
  const refusals = await adRefusalsAmong(rt.db, work, rows);
  const ends = rows.flatMap(({ id, reservedAmount }): RowEnd[] => {
    const reasonCode = refusals.get(id);
    if (!reasonCode) return [];
    const held = { id, reserved: moneyOf(reservedAmount), settle: ZERO };
    return [{ ...held, from: "queued", to: "skipped", reasonCode, providerCode: null }];
  });
  return (await endSome(rt, work, ends)) ? rows.filter(({ id }) => !refusals.has(id)) : null;
}
