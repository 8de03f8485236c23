import "server-only";
import { desc, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { deliveryEvents } from "@/db/schema/deliveries";
import { sendBatches } from "@/db/schema/messages";
import { reserveCredit } from "@/lib/tenants/reserve-credit";
import type { PlannedBatch } from "./batches-of";
import { SEND_WITHIN_MS } from "./deadline";

export type BatchOrder = {
  tenantId: number;
  messageId: number;
  leg: number;
  leavesAt: Date;
  /** Who asked for it, by user id. */
  actor: number;
  /** What the trail calls it. */
  event: "accepted" | "resent";
  /** When whoever asks began to be answered, by the process's own clock. */
  startMs?: number;
  now: Date;
};

/**
 * Writes batches into the queue with what is held for them and their trail. The owner of `tx` has locked the tenant, so no
 * other batch of the message comes between.
 * @returns their ids, in order; null where the credit isn't enough, and then the transaction has to be undone
 */
export async function writeBatches<R extends { channel: PlannedBatch<never>["channel"]; variant: number }>(
  tx: Tx,
  { tenantId, messageId, leg, leavesAt, actor, event, startMs, now }: BatchOrder,
  batches: readonly PlannedBatch<R>[],
): Promise<number[] | null> {
  if (batches.length === 0) return [];
  await tx.insert(sendBatches).values(
    batches.map(({ channel, variant, rows }) => ({
      messageId,
      tenantId,
      channel,
      variant,
      leg,
      size: rows.length,
      availableAt: leavesAt,
      sendBefore: new Date(leavesAt.getTime() + SEND_WITHIN_MS),
      createdAt: now,
    })),
  );
  const written = await tx
    .select({ id: sendBatches.id })
    .from(sendBatches)
    .where(eq(sendBatches.messageId, messageId))
    .orderBy(desc(sendBatches.id))
    .limit(batches.length);
  const ids = written.map(({ id }) => id).reverse();
  const reserved = batches.map(({ amount }, i) => ({ batchId: ids[i]!, amount }));
  if ((await reserveCredit(tx, { tenantId, messageId, batches: reserved, actor, at: now })) !== "ok") return null;
  const subject = { subjectKind: "batch" as const, at: now };
  const ms = startMs === undefined ? null : Math.round(performance.now() - startMs);
  await tx.insert(deliveryEvents).values(
    ids.flatMap((subjectId) => [
      { ...subject, subjectId, layer: "api" as const, event, httpStatus: event === "accepted" ? 202 : 200, ms },
      { ...subject, subjectId, layer: "queue" as const, event: "queued" },
    ]),
  );
  return ids;
}
