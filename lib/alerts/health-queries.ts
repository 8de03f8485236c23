import "server-only";
import { sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import journal from "@/db/migrations/meta/_journal.json";
import { botStandings, hasActiveSchedule, lastPassAt, wholeQueue } from "./fact-queries";
import type { HealthFacts } from "./health";

/** What the database says for /api/health. */
export async function readHealth(db: Executor): Promise<HealthFacts> {
  const [isCurrent, passAt, scheduled, bots] = await Promise.all([
    hasEveryMigration(db),
    lastPassAt(db),
    hasActiveSchedule(db),
    botStandings(db),
  ]);
  const queue = await wholeQueue(db, bots);
  return { isCurrent, lastPassAt: passAt, isActive: scheduled || queue.runs > 0, queue };
}

/** Whether the newest migration this version was built with has run. */
export async function hasEveryMigration(db: Executor): Promise<boolean> {
  const newest = Math.max(...journal.entries.map(({ when }) => when));
  const [rows] = await db.execute(sql`select cast(max(created_at) as char) as newest from __drizzle_migrations`);
  return Number((rows as unknown as { newest: string | null }[])[0]?.newest ?? 0) >= newest;
}
