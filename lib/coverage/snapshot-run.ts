import "server-only";
import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { SnapshotReason } from "@/db/enums";
import { coverageSnapshots, recoveryRuns } from "@/db/schema/coverage";
import { kstDate } from "@/lib/time/kst";

/** How the fixed set of a run stood before it, or stands after it: the same set, so the two may be compared (C-02, S0-12). */
export async function snapshotRun(
  tx: Tx,
  runId: number,
  reason: Exclude<SnapshotReason, "nightly">,
  at: Date,
): Promise<void> {
  await tx.execute(sql`insert into ${coverageSnapshots} (taken_at, day, org_id, origin, reason, run_id, messages, gaps, expected_count,
      listed_count, recorded_count)
    select ${at}, ${kstDate(at)}, org_id, 'imported', ${reason}, id, messages, messages, expected, expected - unrecoverable,
      recorded_before + applied - undone
    from ${recoveryRuns} where id = ${runId}`);
}
