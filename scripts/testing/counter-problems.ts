import { sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { messages } from "@/db/schema/messages";
import { gapOf } from "@/lib/coverage/coverage";
import { fullCount } from "@/lib/coverage/full-count";
import { differingRollups } from "@/lib/coverage/prove-rollups";
import { summed } from "@/lib/messages/roll-up";

/** Where a counter of coverage says something else than a full count; empty when all agree. */
export async function counterProblems(db: Db): Promise<string[]> {
  const stored = new Map((await db.select().from(messages)).map((row) => [row.id, row]));
  const problems: string[] = [];
  for (const counted of await fullCount(db, sql`true`)) {
    const said = stored.get(counted.id)!;
    for (const name of summed)
      if (said[name] !== counted[name])
        problems.push(`message ${said.id}: ${name} ${said[name]}, counted ${counted[name]}`);
    const { expectedCount: expected, listedCount: listed, recordedCount: recorded } = counted;
    const gap = gapOf({ expected, listed, recorded });
    if (said.gap !== gap) problems.push(`message ${said.id}: gap ${said.gap}, counted ${gap}`);
    if (recorded > listed || listed > expected)
      problems.push(`message ${said.id}: ${recorded} of ${listed} of ${expected}`);
  }
  for (const { key, missing } of await differingRollups(db))
    problems.push(`day ${key.join("/")} lacks ${missing.join()}`);
  return problems;
}
