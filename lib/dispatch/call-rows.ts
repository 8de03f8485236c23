import "server-only";
import { literals, type PlainSql, parsedJson } from "@/db/plain-sql";
import type { kbScheduleLogParts, kbScheduleLogs } from "@/db/schema/deliveries";

type Log = typeof kbScheduleLogs.$inferSelect;
type Part = typeof kbScheduleLogParts.$inferSelect;

/** What decides about a run's next call and about what its last one means. */
export type LockedLog = Pick<
  Log,
  | "id"
  | "scheduleId"
  | "kind"
  | "status"
  | "reasonCode"
  | "attempt"
  | "startedAt"
  | "nextAttemptAt"
  | "expiresAt"
  | "waitMs"
  | "apiResponse"
>;
export type LockedPart = Pick<Part, "id" | "logId" | "seq" | "status" | "attempt" | "fence" | "mark" | "certainty">;

/** Locks these runs. */
export async function lockLogs(tx: PlainSql, ids: readonly number[]): Promise<Map<number, LockedLog>> {
  const rows = await tx.rows<LockedLog>(
    `select id, schedule_id scheduleId, kind, status, reason_code reasonCode, attempt, started_at startedAt,
       next_attempt_at nextAttemptAt, expires_at expiresAt, wait_ms waitMs, api_response apiResponse
     from kb_schedule_logs where id in (${literals(ids)}) order by id for update`,
  );
  return new Map(rows.map((row) => [row.id, { ...row, apiResponse: parsedJson(row.apiResponse) }]));
}

/** The parts of these runs, each run's in their order. Whoever decides about a part has locked its run: so has the caller. */
export async function partsOfLocked(tx: PlainSql, logIds: readonly number[]): Promise<Map<number, LockedPart[]>> {
  const rows = await tx.rows<LockedPart>(
    `select id, log_id logId, seq, status, attempt, fence, mark, certainty
     from kb_schedule_log_parts where log_id in (${literals(logIds)}) order by log_id, seq`,
  );
  return byRun(rows);
}

/** Parts in the order given, under their runs' ids. */
export function byRun<P extends { logId: number }>(parts: Iterable<P>): Map<number, P[]> {
  const runs = new Map<number, P[]>();
  for (const part of parts) {
    const mine = runs.get(part.logId);
    if (mine) mine.push(part);
    else runs.set(part.logId, [part]);
  }
  return runs;
}
