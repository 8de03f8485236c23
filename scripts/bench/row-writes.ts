import type { Db } from "@/db/client";
import { type PlainTx, plainSql, transact } from "@/db/plain-sql";
import { kbScheduleLogParts, kbScheduleLogs } from "@/db/schema/deliveries";
import { kbSchedule } from "@/db/schema/schedules";
import { updateTexts } from "@/db/update-rows";
import { writePaces } from "@/lib/dispatch/room-paces";

/** As many runs go together when as many devices are served. */
const AT_ONCE = 200;

type Run = { id: number; scheduleId: number; roomRef: number; partId: number };

/**
 * The rows one run of one text must have written, in the engine's own statements and transactions, and nothing else: no
 * claim, no look, no lock, no decision. What this costs no engine with this ledger can go below.
 * @param first the first of `count` planned runs
 */
export async function writeRowsOnly(db: Db, first: number, count: number, at: Date): Promise<void> {
  const runs = await plainSql(db).rows<Run>(
    `select l.id, l.schedule_id scheduleId, l.room_ref roomRef, p.id partId from kb_schedule_logs l
     join kb_schedule_log_parts p on p.log_id = l.id where l.id >= ${first} and l.id < ${first + count} order by l.id`,
  );
  let ended: Run[] = [];
  for (let from = 0; from < runs.length + AT_ONCE; from += AT_ONCE) {
    const begun = runs.slice(from, from + AT_ONCE);
    // Results of one wave and intents of the next are one transaction.
    await transact(db, async (tx) => {
      await end(tx, ended, at);
      await begin(tx, begun, at);
    });
    ended = begun;
  }
}

async function begin(tx: PlainTx, runs: readonly Run[], at: Date): Promise<void> {
  const log = { status: "sending" as const, reasonCode: null, attempt: 1, startedAt: at };
  const part = { status: "sending" as const, attempt: 1, fence: 1, startedAt: at, mark: null };
  for (const text of [
    ...updateTexts(
      kbScheduleLogs,
      runs.map(({ id }) => ({ id, ...log })),
    ),
    ...updateTexts(
      kbScheduleLogParts,
      runs.map(({ partId }) => ({ id: partId, ...part })),
    ),
  ])
    await tx.run(text);
  const pace = { callTimes: [at.getTime()], runTimes: [at.getTime()], lastRunAt: at };
  await writePaces(tx, new Map(runs.map(({ roomRef }) => [roomRef, pace])));
}

async function end(tx: PlainTx, runs: readonly Run[], at: Date): Promise<void> {
  const log = { status: "success" as const, certainty: "delivered" as const, sentMessageText: "오늘 저녁 귤이 싸요" };
  const over = { sendComponents: ["text"], nextAttemptAt: null, completedAt: at, outcomeAt: at, durationMs: 1 };
  const call = { seq: 0, attempt: 1, outcome: "accepted", tookMs: 1, certainty: "delivered" };
  const part = { status: "sent" as const, certainty: "delivered" as const, finishedAt: at };
  for (const text of [
    ...updateTexts(
      kbScheduleLogs,
      runs.map(({ id }) => ({ id, ...log, ...over, apiResponse: { calls: [{ ...call, ref: String(id) }] } })),
    ),
    ...updateTexts(
      kbScheduleLogParts,
      runs.map(({ id, partId }) => ({ id: partId, ...part, providerRef: String(id) })),
    ),
    ...updateTexts(
      kbSchedule,
      runs.map(({ scheduleId }) => ({ id: scheduleId, consecutiveFailures: 0, sendCount: 1, lastSentAt: at })),
    ),
  ])
    await tx.run(text);
}
