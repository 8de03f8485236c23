import "server-only";
import { and, count, eq, isNotNull, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { type SyncCounts, syncFindings } from "@/db/schema/image-sync";

type Summed = Pick<SyncCounts, "verdicts" | "doubtful" | "split" | "problemCustomers" | "bytesToSetAside">;

/** What the findings of a run come to (S4-13, S4-50). */
export async function countFindings({
  rt: { db },
  run,
}: {
  rt: { db: Executor };
  run: { id: number };
}): Promise<Summed> {
  const ofRun = eq(syncFindings.runId, run.id);
  const isMoved = sql`${syncFindings.action} in ('set_aside', 'delete_and_set_aside') and ${syncFindings.certainty} = 'certain'`;
  const rows = await db
    .select({
      verdict: syncFindings.verdict,
      findings: count(),
      doubtful: sql<number>`sum(${syncFindings.certainty} = 'doubtful')`.mapWith(Number),
      bytes: sql<number>`coalesce(sum(if(${isMoved}, ${syncFindings.bytes}, 0)), 0)`.mapWith(Number),
    })
    .from(syncFindings)
    .where(ofRun)
    .groupBy(syncFindings.verdict);
  const perCustomer = db
    .select({
      customerId: syncFindings.customerId,
      ghosts: sql<number>`sum(${syncFindings.verdict} = 'ghost')`.as("ghosts"),
      doubles: sql<number>`sum(${syncFindings.verdict} in ('duplicate_key', 'duplicate_content'))`.as("doubles"),
    })
    .from(syncFindings)
    .where(and(ofRun, isNotNull(syncFindings.customerId)))
    .groupBy(syncFindings.customerId)
    .as("per_customer");
  const { ghosts, doubles } = perCustomer;
  const sum = (condition: ReturnType<typeof sql>) => sql<number>`coalesce(sum(${condition}), 0)`.mapWith(Number);
  const [split] = await db
    .select({
      ghostOnly: sum(sql`${ghosts} > 0 and ${doubles} = 0`),
      duplicateOnly: sum(sql`${ghosts} = 0 and ${doubles} > 0`),
      both: sum(sql`${ghosts} > 0 and ${doubles} > 0`),
      other: sum(sql`${ghosts} = 0 and ${doubles} = 0`),
    })
    .from(perCustomer);
  const kinds = split ?? { ghostOnly: 0, duplicateOnly: 0, both: 0, other: 0 };
  return {
    verdicts: Object.fromEntries(rows.map(({ verdict, findings }) => [verdict, findings])),
    doubtful: rows.reduce((all, { doubtful }) => all + doubtful, 0),
    bytesToSetAside: rows.reduce((all, { bytes }) => all + bytes, 0),
    split: kinds,
    problemCustomers: kinds.ghostOnly + kinds.duplicateOnly + kinds.both + kinds.other,
  };
}
