import "server-only";
import { and, asc, eq, isNotNull } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { kbScheduleLogs as logs } from "@/db/schema/deliveries";
import { unionAllOf } from "@/db/union-all";

const BOTS_PER_STATEMENT = 50;

/**
 * When the earliest open run of each of these bots may go on; bots without one are absent. Each bot is named in the
 * statement: a join would walk through all the ended runs of a bot before its first open one.
 */
export async function botHeads(
  db: Pick<Executor, "select" | "execute">,
  botIds: readonly number[],
): Promise<Map<number, Date>> {
  const head = (botId: number) =>
    db
      .select({ botId: logs.botId, at: logs.nextAttemptAt })
      .from(logs, { forceIndex: "ix_logs_bot_next" })
      .where(and(eq(logs.botId, botId), isNotNull(logs.nextAttemptAt)))
      .orderBy(asc(logs.nextAttemptAt), asc(logs.id))
      .limit(1);
  const heads = new Map<number, Date>();
  for (let from = 0; from < botIds.length; from += BOTS_PER_STATEMENT) {
    const [rows] = await db.execute(unionAllOf(botIds.slice(from, from + BOTS_PER_STATEMENT).map(head)));
    for (const row of rows as unknown as { bot_id: number; next_attempt_at: string }[])
      heads.set(row.bot_id, logs.nextAttemptAt.mapFromDriverValue(row.next_attempt_at) as Date);
  }
  return heads;
}
