import "server-only";
import type { PlainSql } from "@/db/plain-sql";

const BOTS_PER_STATEMENT = 200;

/**
 * When the earliest open run of each of these bots may go on; bots without one are absent. Each bot is named in the
 * statement: a join would walk through all the ended runs of a bot before its first open one.
 */
export async function botHeads(sql: PlainSql, botIds: readonly number[]): Promise<Map<number, Date>> {
  const heads = new Map<number, Date>();
  for (let from = 0; from < botIds.length; from += BOTS_PER_STATEMENT) {
    const some = botIds.slice(from, from + BOTS_PER_STATEMENT);
    const rows = await sql.rows<{ botId: number; at: Date }>(some.map(headOf).join(" union all "));
    for (const { botId, at } of rows) heads.set(botId, at);
  }
  return heads;
}

const headOf = (botId: number) =>
  `(select bot_id botId, next_attempt_at at from kb_schedule_logs force index (ix_logs_bot_next)
    where bot_id = ${Number(botId)} and next_attempt_at is not null order by next_attempt_at, id limit 1)`;
