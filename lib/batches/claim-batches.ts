import "server-only";
import { randomUUID } from "node:crypto";
import { and, eq, inArray, isNull, lte, notInArray, or, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { retryUndone } from "@/db/retry-deadlocks";
import { sendBatches } from "@/db/schema/messages";
import { type BatchLease, LEASE_MS } from "./lease";
import { recordEvents } from "./record-events";

/**
 * Takes batches one was told of: by compare-and-set, and what was won is read back by its token (engine.md §1). Whoever
 * told of them, and however often: only what is due and in nobody's hands is won.
 * @param owner name of this instance, for people
 * @param notTenants whose batches are left to others
 */
export async function claimBatches(
  db: Db,
  now: Date,
  owner: string,
  ids: readonly number[],
  notTenants: readonly number[] = [],
): Promise<BatchLease[]> {
  if (ids.length === 0) return [];
  const token = randomUUID();
  const inOrder = [...ids].sort((a, b) => a - b);
  const [taken] = await retryUndone(() =>
    db
      .update(sendBatches)
      .set({
        leaseOwner: owner.slice(0, 80),
        leaseToken: token,
        leaseUntil: new Date(now.getTime() + LEASE_MS),
        attempt: sql`${sendBatches.attempt} + 1`,
      })
      .where(
        and(
          inArray(sendBatches.id, inOrder),
          lte(sendBatches.availableAt, now),
          or(isNull(sendBatches.leaseUntil), lte(sendBatches.leaseUntil, now)),
          notTenants.length > 0 ? notInArray(sendBatches.tenantId, [...notTenants]) : undefined,
        ),
      ),
  );
  if (taken.affectedRows === 0) return [];
  const won = await db
    .select({ batchId: sendBatches.id, tenantId: sendBatches.tenantId })
    .from(sendBatches)
    .where(and(inArray(sendBatches.id, inOrder), eq(sendBatches.leaseToken, token)));
  const told = { layer: "queue", event: "claimed", detail: owner, at: now } as const;
  await recordEvents(
    db,
    won.map(({ batchId }) => ({ batchId, ...told })),
  );
  return won.map((row) => ({ ...row, token }));
}
