import "server-only";
import { and, count, desc, eq, isNotNull, lt, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { syncFindings, syncRuns } from "@/db/schema/image-sync";

/** How many certain findings of a nightly scan the one before it didn't have: what went wrong since. Of other scans nothing. */
export async function noteDrift({
  rt: { db },
  run,
}: {
  rt: { db: Executor };
  run: typeof syncRuns.$inferSelect;
}): Promise<{ drift?: number }> {
  if (run.reason !== "nightly") return {};
  const [before] = await db
    .select({ id: syncRuns.id })
    .from(syncRuns)
    .where(and(lt(syncRuns.id, run.id), eq(syncRuns.reason, "nightly"), isNotNull(syncRuns.scannedAt)))
    .orderBy(desc(syncRuns.id))
    .limit(1);
  const [row] = await db
    .select({ drift: count() })
    .from(syncFindings)
    .where(
      and(
        ...[eq(syncFindings.runId, run.id), eq(syncFindings.certainty, "certain")],
        before &&
          sql`not exists (select 1 from ${syncFindings} earlier where earlier.run_id = ${before.id}
            and earlier.verdict = ${syncFindings.verdict} and earlier.path_key = ${syncFindings.pathKey}
            and earlier.image_id <=> ${syncFindings.imageId})`,
      ),
    );
  return { drift: row?.drift ?? 0 };
}
