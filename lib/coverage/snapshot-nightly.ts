import "server-only";
import { sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { coverageRollups, coverageSnapshots } from "@/db/schema/coverage";
import { kstDate } from "@/lib/time/kst";

/** Keeps how every organisation's own messages stand tonight, tests left out: later figures can be held against it (S0-22). */
export async function snapshotNightly(db: Pick<Executor, "execute">, at: Date): Promise<void> {
  const counted = sql`is_test = 0 and status <> 'draft' and (origin = 'new' or status in ('sent', 'partial', 'failed', 'sending'))`;
  await db.execute(sql`
    insert into ${coverageSnapshots} (taken_at, day, org_id, origin, reason, messages, gaps, expected_count, listed_count, recorded_count,
      extra_count, confirmed_count, inferred_count, unknown_count)
    select ${at}, ${kstDate(at)}, org_id, origin, 'nightly', sum(messages), sum(gaps), sum(expected_count), sum(listed_count),
      sum(recorded_count), sum(extra_count), sum(confirmed_count), sum(inferred_count), sum(unknown_count)
    from ${coverageRollups} where ${counted} group by org_id, origin`);
}
