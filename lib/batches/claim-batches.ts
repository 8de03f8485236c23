import "server-only";
import { randomUUID } from "node:crypto";
import { and, eq, inArray, isNull, lte, or, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { retryUndone } from "@/db/retry-deadlocks";
import { sendBatches } from "@/db/schema/messages";
import { type BatchLease, LEASE_MS } from "./lease";
import { recordEvents } from "./record-events";

/** Of what one was told of: what is due and free, and of no tenant more than it has room for. */
async function candidates(
  db: Db,
  now: Date,
  ids: readonly number[],
  { notTenants = [], roomOf = () => ids.length }: ClaimOptions,
): Promise<number[]> {
  const rows = await db
    .select({ id: sendBatches.id, tenantId: sendBatches.tenantId })
    .from(sendBatches)
    .where(and(inArray(sendBatches.id, [...ids]), isClaimable(now)));
  const taken = new Map<number, number>();
  // In the order they were told in, so that who waits longest goes first.
  const inOrder = rows.toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
  return inOrder.flatMap(({ id, tenantId }) => {
    const count = (taken.get(tenantId) ?? 0) + 1;
    if (notTenants.includes(tenantId) || count > roomOf(tenantId)) return [];
    taken.set(tenantId, count);
    return id;
  });
}

const isClaimable = (now: Date) =>
  and(lte(sendBatches.availableAt, now), or(isNull(sendBatches.leaseUntil), lte(sendBatches.leaseUntil, now)));

export type ClaimOptions = {
  /** Whose batches are left to others. */
  notTenants?: readonly number[];
  /** How many of a tenant's batches may be taken at most. */
  roomOf?: (tenantId: number) => number;
};

/**
 * Takes batches one was told of: by compare-and-set, and what was won is read back by its token (engine.md §1). Whoever
 * told of them, and however often: only what is due and in nobody's hands is won.
 * @param owner name of this instance, for people
 */
export async function claimBatches(
  db: Db,
  now: Date,
  owner: string,
  ids: readonly number[],
  options: ClaimOptions = {},
): Promise<BatchLease[]> {
  if (ids.length === 0) return [];
  const inOrder = (await candidates(db, now, ids, options)).sort((a, b) => a - b);
  if (inOrder.length === 0) return [];
  const token = randomUUID();
  const [taken] = await retryUndone(() =>
    db
      .update(sendBatches)
      .set({
        leaseOwner: owner.slice(0, 80),
        leaseToken: token,
        leaseUntil: new Date(now.getTime() + LEASE_MS),
        attempt: sql`${sendBatches.attempt} + 1`,
      })
      .where(and(inArray(sendBatches.id, inOrder), isClaimable(now))),
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
