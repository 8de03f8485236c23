import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { deliveryEvents } from "@/db/schema/deliveries";
import { messageLogs, sendBatches } from "@/db/schema/messages";
import type { UserActor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { can } from "@/lib/access/can";
import { scopeOf } from "@/lib/access/scope";
import { AppError } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { moneyOf } from "@/lib/tenants/money";
import { settleCredit } from "@/lib/tenants/settle-credit";
import type { MessageDetailDto } from "./message-dto";
import { messageOwner } from "./message-owner";
import { moveCounts } from "./move-counts";
import { getMessage } from "./queries";
import { CANCEL_REQUESTED } from "./status";

/**
 * Takes back what of a message has not left (rulings 15). A batch without a group ends here and now, also in a worker's hands:
 * the worker's commit then finds another phase and lease, and removes the group it made. A batch with a group may leave at any
 * moment: it gets `held_reason = cancel_requested` and falls due, and the worker settles it by removing the group, the one act
 * that tells (solapi.md §6.2). What is sent stays sent.
 * @throws AppError forbidden; not_found; conflict (nothingToCancel)
 */
export async function cancelMessage(
  rt: Pick<Runtime, "db" | "clock">,
  actor: UserActor,
  { id }: { id: number },
): Promise<MessageDetailDto> {
  const owner = await messageOwner(rt.db, scopeOf(actor), id);
  if (!can(actor, "message.send", owner.path)) throw new AppError("forbidden");
  const at = await rt.clock();
  await retryDeadlocks(rt.db, async (tx) => {
    const open = await openBatches(tx, id);
    if (open.length === 0) throw new AppError("conflict", { message: "nothingToCancel" });
    const unbuilt = open.filter(({ groupId }) => groupId === null);
    let rows = 0;
    for (const batch of unbuilt) rows += await endBatch(tx, batch, at);
    await moveCounts(tx, id, { queued: -rows, cancelled: rows }, at);
    const asked = open.filter(({ groupId }) => groupId !== null).map((batch) => batch.id);
    if (asked.length > 0)
      await tx
        .update(sendBatches)
        .set({ heldReason: CANCEL_REQUESTED, availableAt: at, publishedAt: null })
        .where(inArray(sendBatches.id, asked));
    await tx.insert(deliveryEvents).values(
      open.map((batch) => ({
        subjectKind: "batch" as const,
        subjectId: batch.id,
        layer: "api" as const,
        event: batch.groupId === null ? "cancelled" : CANCEL_REQUESTED,
        at,
      })),
    );
    await writeAudit(tx, actor, at, {
      action: "message.cancel",
      subject: `message:${id}`,
      orgId: owner.id,
      after: { cancelled: rows, askedBack: asked.length },
    });
  });
  return getMessage(rt.db, scopeOf(actor), id);
}

/** Batches that have not certainly left, locked in the order everybody locks them in. */
const openBatches = (tx: Tx, messageId: number) =>
  tx
    .select({
      id: sendBatches.id,
      groupId: sendBatches.groupId,
      reserved: sendBatches.reservedAmount,
      settled: sendBatches.settledAmount,
      released: sendBatches.releasedAmount,
    })
    .from(sendBatches)
    .where(and(eq(sendBatches.messageId, messageId), inArray(sendBatches.phase, ["new", "committed", "held"])))
    .orderBy(sendBatches.id)
    .for("update");

type Open = Awaited<ReturnType<typeof openBatches>>[number];

/** Nothing of it exists outside: rows, phase and money end together. */
async function endBatch(tx: Tx, batch: Open, at: Date): Promise<number> {
  const release = moneyOf(batch.reserved) - moneyOf(batch.settled) - moneyOf(batch.released);
  await settleCredit(tx, { batchId: batch.id, settle: 0n, release, at });
  await tx
    .update(sendBatches)
    .set({
      phase: "cancelled",
      availableAt: null,
      doneAt: at,
      heldReason: null,
      leaseOwner: null,
      leaseToken: null,
      leaseUntil: null,
    })
    .where(eq(sendBatches.id, batch.id));
  const [done] = await tx
    .update(messageLogs)
    .set({ status: "cancelled", reasonCode: "cancelled", finalAt: at })
    .where(and(eq(messageLogs.batchId, batch.id), eq(messageLogs.status, "queued")));
  return done.affectedRows;
}
