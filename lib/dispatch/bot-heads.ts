import "server-only";
import { literals, type PlainSql } from "@/db/plain-sql";

const BOTS_PER_STATEMENT = 500;

/** When the earliest open run of each of these bots may go on; bots without one are absent. From the index of open runs alone. */
export async function botHeads(sql: PlainSql, botIds: readonly number[]): Promise<Map<number, Date>> {
  const heads = new Map<number, Date>();
  for (let from = 0; from < botIds.length; from += BOTS_PER_STATEMENT) {
    const some = botIds.slice(from, from + BOTS_PER_STATEMENT);
    const rows = await sql.rows<{ botId: number; at: Date }>(
      `select bot_id botId, min(next_attempt_at) at from kb_schedule_logs force index (ix_logs_bot_next)
       where bot_id in (${literals(some)}) and next_attempt_at is not null group by bot_id`,
    );
    for (const { botId, at } of rows) heads.set(botId, at);
  }
  return heads;
}
