import "server-only";
import { and, asc, inArray, isNull, lt, or, sql } from "drizzle-orm";
import { syncRuns } from "@/db/schema/image-sync";
import type { Actor } from "@/lib/access/actor";
import { executeRun } from "./execute-run";
import type { SyncRuntime } from "./step-hand";
import { undoRun } from "./undo-run";

const TICK = { kind: "system", job: "tick" } as const satisfies Actor;
/** Runs one pass looks after. */
const AT_ONCE = 5;

/**
 * Goes on with what somebody has set going, when nobody's page does: closing it stops nothing. What waits for a person, an approval
 * or the destruction of files among it, is left alone.
 */
export async function driveRuns(rt: SyncRuntime, isOver: () => boolean): Promise<void> {
  if (isOver()) return;
  const runs = await rt.db
    .select({ id: syncRuns.id, state: syncRuns.state })
    .from(syncRuns)
    .where(
      and(
        inArray(syncRuns.state, ["executing", "verifying", "undoing"]),
        or(isNull(syncRuns.leaseUntil), lt(syncRuns.leaseUntil, sql`utc_timestamp(3)`)),
      ),
    )
    .orderBy(asc(syncRuns.id))
    .limit(AT_ONCE);
  for (const { id, state } of runs) {
    if (isOver()) return;
    // The time of a pass is all it has: it stops where that ends.
    const options = { budgetMs: Number.POSITIVE_INFINITY, isOver };
    await (state === "undoing" ? undoRun(rt, TICK, { id }, options) : executeRun(rt, TICK, { id }, options));
  }
}
