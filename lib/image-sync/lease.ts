import "server-only";
import { randomUUID } from "node:crypto";
import { and, eq, gt, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { syncRuns } from "@/db/schema/image-sync";

/** The exclusive right to work on a run. Every write on its behalf names the fence: an older one changes nothing (ST-13). */
export type SyncLease = { runId: number; owner: string; fence: number };

/** How long a claim lasts unless renewed; by the database's clock. */
export const LEASE_SECONDS = 30;

/** For an update that prolongs the lease along the way. */
export const leaseEnd = sql`date_add(utc_timestamp(3), interval ${sql.raw(String(LEASE_SECONDS))} second)`;

/** The lease of a run, or null while another holds it. */
export async function claimRun(db: Db, runId: number): Promise<SyncLease | null> {
  const owner = randomUUID();
  const isFree = or(isNull(syncRuns.leaseUntil), lt(syncRuns.leaseUntil, sql`utc_timestamp(3)`));
  const [done] = await db
    .update(syncRuns)
    .set({ leaseOwner: owner, fence: sql`${syncRuns.fence} + 1`, leaseUntil: leaseEnd })
    .where(and(eq(syncRuns.id, runId), isFree));
  if (done.affectedRows !== 1) return null;
  const [run] = await db
    .select({ fence: syncRuns.fence })
    .from(syncRuns)
    .where(and(eq(syncRuns.id, runId), eq(syncRuns.leaseOwner, owner)));
  return run ? { runId, owner, fence: run.fence } : null;
}

/** The run's row as its holder may change it: `and(isHeld(lease), …)` in every update. */
export const isHeld = ({ runId, fence }: SyncLease): SQL =>
  and(eq(syncRuns.id, runId), eq(syncRuns.fence, fence), gt(syncRuns.leaseUntil, sql`utc_timestamp(3)`))!;

/** Prolongs it; false where it was lost meanwhile and its holder must stop. */
export async function keepRun(db: Pick<Db, "update">, lease: SyncLease): Promise<boolean> {
  const [done] = await db.update(syncRuns).set({ leaseUntil: leaseEnd }).where(isHeld(lease));
  return done.affectedRows === 1;
}

/** Lets the next one have it at once. */
export async function releaseRun(db: Db, { runId, fence }: SyncLease): Promise<void> {
  await db
    .update(syncRuns)
    .set({ leaseUntil: null, leaseOwner: null })
    .where(and(eq(syncRuns.id, runId), eq(syncRuns.fence, fence)));
}
