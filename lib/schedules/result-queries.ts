import "server-only";
import { sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import type { LogStatus } from "@/db/enums";
import { kbScheduleLogs as logs } from "@/db/schema/deliveries";
import { rawInstant } from "@/lib/time/raw-instant";
import { type ResultLook, resultLook } from "./recent-results";
import type { ScheduleDto } from "./schedule-dto";

export const RESULTS_SHOWN = 14;

type Row = {
  schedule_id: number;
  status: LogStatus;
  is_catch_up: number;
  scheduled_at: Date | string;
  started_at: Date | string | null;
};

/**
 * The last finished occurrences of each schedule of a page, oldest first: one statement, one short index walk per
 * schedule, whatever the ledger holds. Sends to a test room are no results.
 * @param schedules ones a scoped read has given
 */
export async function recentResults(
  db: Executor,
  schedules: readonly Pick<ScheduleDto, "id">[],
): Promise<Map<number, ResultLook[]>> {
  const found = new Map<number, ResultLook[]>(schedules.map(({ id }) => [id, []]));
  if (schedules.length === 0) return found;
  const walks = schedules.map(
    ({ id }) =>
      sql`(select schedule_id, status, is_catch_up, scheduled_at, started_at from ${logs} force index (uq_logs_occurrence) where ${logs.scheduleId} = ${id} and ${logs.kind} <> 'test' and ${logs.status} not in ('planned', 'sending', 'deferred') order by ${logs.scheduledAt} desc limit ${sql.raw(String(RESULTS_SHOWN))})`,
  );
  // One walk alone would be cut by its own brackets on some servers; the derived table reads the same for any number.
  const [rows] = await db.execute(sql`select * from (${sql.join(walks, sql` union all `)}) as recent`);
  const results = (rows as unknown as Row[]).flatMap((row) => {
    const scheduledAt = rawInstant(row.scheduled_at);
    if (!scheduledAt) return [];
    const look = resultLook({
      status: row.status,
      isCatchUp: Boolean(row.is_catch_up),
      scheduledAt,
      startedAt: rawInstant(row.started_at),
    });
    return look ? [{ id: Number(row.schedule_id), at: scheduledAt.getTime(), look }] : [];
  });
  for (const { id, look } of results.sort((a, b) => a.at - b.at)) found.get(id)?.push(look);
  return found;
}
