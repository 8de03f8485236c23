import "server-only";
import { sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { literal } from "@/db/plain-sql";
import { coverageRollups } from "@/db/schema/coverage";
import { messages } from "@/db/schema/messages";
import { rollupFigures, rollupKeys } from "@/lib/messages/roll-up";

/** A day's sum that isn't what its messages come to, by how much. */
export type RollupDifference = { key: unknown[]; missing: number[] };

/** Holds every day's sum against its messages in one statement, and so at one moment. */
export async function differingRollups(db: Db): Promise<RollupDifference[]> {
  const real = rollupFigures.map((name) =>
    name === "messages" ? "count(*)" : name === "gaps" ? "sum(gap <> 'none')" : `sum(${name})`,
  );
  const list = (texts: readonly string[]) => sql.raw(texts.join(", "));
  const fromMessages = sql`select org_id, date(timestampadd(hour, 9, created_at)) as day, origin, is_test, message_mode, status,
      ${list(real.map((text, i) => `${text} as ${rollupFigures[i]}`))}
    from ${messages} group by 1, 2, 3, 4, 5, 6`;
  const fromRollups = sql`select ${list([...rollupKeys, ...rollupFigures.map((name) => `-${name}`)])} from ${coverageRollups}`;
  const [rows] = await db.execute(sql`
    select org_id, date_format(day, '%Y-%m-%d') as day, origin, is_test, message_mode, status,
      ${list(rollupFigures.map((name) => `sum(${name}) as ${name}`))}
    from (${fromMessages} union all ${fromRollups}) both_sides group by 1, 2, 3, 4, 5, 6
    having ${list([rollupFigures.map((name) => `sum(${name}) <> 0`).join(" or ")])}`);
  return (rows as unknown as Record<string, unknown>[]).map((row) => ({
    key: rollupKeys.map((name) => row[name]),
    missing: rollupFigures.map((name) => Number(row[name])),
  }));
}

/** Adds what is missing: whoever writes meanwhile adds to the same sums, and nothing is lost. */
export async function mendRollups(db: Db, wrong: readonly RollupDifference[]): Promise<void> {
  const grow = rollupFigures.map((name) => `${name} = coverage_rollups.${name} + values(${name})`);
  for (const { key, missing } of wrong)
    await db.execute(
      sql`insert into ${coverageRollups} (${sql.raw([...rollupKeys, ...rollupFigures].join())})
        values (${sql.raw([...key, ...missing].map(literal).join())}) on duplicate key update ${sql.raw(grow.join())}`,
    );
}
