import "server-only";
import { and, count, eq, inArray } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { messageLogs, sendBatches } from "@/db/schema/messages";
import type { Runtime } from "@/lib/runtime";
import { moneyOf, ZERO } from "@/lib/tenants/money";
import { parkTenant } from "@/lib/tenants/park-tenant";
import type { ReportedMessage } from "@/lib/transports/phone-port";
import { endRows, type RowEnd } from "./end-rows";
import { followUp } from "./follow-up";
import { parkReasonOfCode } from "./hold-reasons";
import { markSent } from "./mark-sent";
import { recordEvents } from "./record-events";
import { verdictOf } from "./result-rules";

export type Report = Pick<ReportedMessage, "messageId" | "status" | "statusCode">;
type End = { to: RowEnd["to"]; reasonCode: string | null; providerCode: string | null };

const OPEN = ["queued", "sending", "sent"] as const;
const IDS = 500;

/**
 * Makes of the provider's reports what they say, once: states go forward only, the money with them (rulings 16).
 * @returns how many recipients came to their end by it
 */
export async function applyResults(rt: Pick<Runtime, "db" | "clock">, reports: readonly Report[]): Promise<number> {
  const ends = new Map<string, End>();
  for (const report of reports) {
    const to = verdictOf(report);
    const reasonCode = to === "failed" ? "provider_refused" : null;
    if (to) ends.set(report.messageId, { to, reasonCode, providerCode: report.statusCode });
  }
  const ids = [...ends.keys()];
  const byBatch = new Map<number, Map<number, End>>();
  for (let from = 0; from < ids.length; from += IDS) {
    const rows = await rt.db
      .select({ id: messageLogs.id, batchId: messageLogs.batchId, messageId: messageLogs.solapiMessageId })
      .from(messageLogs)
      .where(
        and(inArray(messageLogs.solapiMessageId, ids.slice(from, from + IDS)), inArray(messageLogs.status, [...OPEN])),
      );
    for (const { id, batchId, messageId } of rows) {
      if (batchId === null) continue;
      const found = byBatch.get(batchId) ?? new Map<number, End>();
      byBatch.set(batchId, found.set(id, ends.get(messageId ?? "")!));
    }
  }
  let ended = 0;
  // In one order everywhere, so that two who apply the same pages don't wait for each other in a ring.
  for (const [batchId, found] of [...byBatch].sort(([a], [b]) => a - b)) ended += await endOpenRows(rt, batchId, found);
  return ended;
}

/** Ends the given recipients of one batch where they are still open; with the last of them the batch is done. */
export async function endOpenRows(
  rt: Pick<Runtime, "db" | "clock">,
  batchId: number,
  found: ReadonlyMap<number, End>,
): Promise<number> {
  const [before] = await rt.db.select().from(sendBatches).where(eq(sendBatches.id, batchId));
  // A report is proof that the group has left, whatever the send itself answered.
  if (before && (before.phase === "committed" || before.phase === "held"))
    await markSent(rt, before, { event: "found_sent" });
  // Before it: a transaction that waits for a second connection of the same pool could wait for ever.
  const at = await rt.clock();
  return retryDeadlocks(rt.db, async (tx) => {
    const [batch] = await tx.select().from(sendBatches).where(eq(sendBatches.id, batchId)).for("update");
    if (!batch) return 0;
    const rows = await openAmong(tx, batchId, [...found.keys()]);
    const ends = rows.map((row): RowEnd => {
      const end = found.get(row.id)!;
      const paid = end.to === "delivered" || end.to === "unknown";
      return {
        id: row.id,
        from: row.status,
        ...end,
        reserved: moneyOf(row.reserved),
        settle: paid ? moneyOf(row.amount) : ZERO,
      };
    });
    await endRows(tx, batch, ends, at);
    await followUp(tx, batch, ends, at);
    const park = ends
      .map((end) => (end.to === "failed" ? parkReasonOfCode(end.providerCode ?? "") : null))
      .find(Boolean);
    if (park) await parkTenant(tx, batch.tenantId, park, at);
    if (!(await hasOpen(tx, batchId))) {
      await tx.update(sendBatches).set({ phase: "done", doneAt: at }).where(eq(sendBatches.id, batchId));
      await recordEvents(tx, [{ batchId, layer: "provider", event: "done", at }]);
    }
    return ends.length;
  });
}

async function openAmong(tx: Tx, batchId: number, ids: readonly number[]) {
  const rows = [];
  for (let from = 0; from < ids.length; from += IDS * 2)
    rows.push(
      ...(await tx
        .select({
          ...{ id: messageLogs.id, status: messageLogs.status },
          ...{ amount: messageLogs.amount, reserved: messageLogs.reservedAmount },
        })
        .from(messageLogs)
        .where(
          and(
            inArray(messageLogs.id, ids.slice(from, from + IDS * 2)),
            eq(messageLogs.batchId, batchId),
            inArray(messageLogs.status, [...OPEN]),
          ),
        )),
    );
  return rows;
}

async function hasOpen(tx: Tx, batchId: number): Promise<boolean> {
  const [row] = await tx
    .select({ rows: count() })
    .from(messageLogs, { forceIndex: "ix_message_logs_batch" })
    .where(and(eq(messageLogs.batchId, batchId), inArray(messageLogs.status, [...OPEN])));
  return (row?.rows ?? 0) > 0;
}
