import { eq } from "drizzle-orm";
import type { Executor } from "../client";
import { deliveryEvents, kbScheduleLogParts, kbScheduleLogs } from "../schema/deliveries";
import { lanes, roomPace, ticks } from "../schema/dispatch";
import { logImageRefs } from "../schema/images";
import { kbBots } from "../schema/rooms";
import { kbSchedule } from "../schema/schedules";
import type { Past } from "./past-ledger";
import { storyBots } from "./rooms";

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const ROWS = 500;

async function inChunks<T>(rows: readonly T[], write: (chunk: T[]) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS) await write(rows.slice(from, from + ROWS));
}

/** Writes the week behind us: ledger, trail, what rooms have used, how schedules stand, and a heartbeat per minute. */
export async function plantPast(
  tx: Executor,
  past: Past,
  now: Date,
  midnight: Date,
  imageIds: ReadonlyMap<string, number>,
): Promise<void> {
  await inChunks(past.logs, (rows) => tx.insert(kbScheduleLogs).values(rows));
  await inChunks(past.parts, (rows) => tx.insert(kbScheduleLogParts).values(rows));
  await inChunks(past.events, (rows) => tx.insert(deliveryEvents).values(rows));
  await inChunks(imageRefs(past, imageIds), (rows) => tx.insert(logImageRefs).values(rows));
  await inChunks(paces(past, now, midnight), (rows) => tx.insert(roomPace).values(rows));
  await inChunks(heartbeats(past, now), (rows) => tx.insert(ticks).values(rows));
  await settleSchedules(tx, past);
  await settleBots(tx, past);
}

function imageRefs({ parts }: Past, imageIds: ReadonlyMap<string, number>) {
  const refs = new Map<string, { logId: number; imageId: number }>();
  for (const { logId, payload } of parts)
    for (const key of payload.kind === "images" ? payload.keys : []) {
      const imageId = imageIds.get(key);
      if (imageId) refs.set(`${logId}/${imageId}`, { logId, imageId });
    }
  return [...refs.values()];
}

/** What limits still ask about: today's calls and runs, those of the last hour, and the last run. */
function paces({ calls }: Past, now: Date, midnight: Date) {
  const since = Math.min(midnight.getTime(), now.getTime() - HOUR_MS);
  return [...new Set(calls.map((call) => call.roomRef))].map((roomRef) => {
    const mine = calls.filter((call) => call.roomRef === roomRef);
    const times = mine.map((call) => call.at.getTime());
    const starts = mine.filter((call) => call.isRunStart).map((call) => call.at.getTime());
    const recent = (list: number[]) => list.filter((at) => at >= since);
    return {
      roomRef,
      callTimes: recent(times),
      runTimes: recent(starts).length > 0 ? recent(starts) : starts.slice(-1),
      lastRunAt: new Date(Math.max(...starts)),
    };
  });
}

/** One pass a minute for a week, but for when nothing ran. */
function heartbeats({ logs, downtimes }: Past, now: Date) {
  const first = Math.ceil((now.getTime() - 7 * 24 * HOUR_MS) / MINUTE_MS) * MINUTE_MS;
  const planned = new Map<number, number>();
  const done = new Map<number, number>();
  const note = (counts: Map<number, number>, at: Date | null | undefined) => {
    const minute = at ? Math.floor(at.getTime() / MINUTE_MS) : 0;
    if (minute) counts.set(minute, (counts.get(minute) ?? 0) + 1);
  };
  for (const log of logs) {
    if (log.status !== "missed") note(planned, log.createdAt);
    if (log.status === "success") note(done, log.completedAt);
  }
  const rows = [];
  for (let at = first; at < now.getTime() - 1_000; at += MINUTE_MS) {
    const startedAt = new Date(at + 180 + ((at / MINUTE_MS) % 7) * 31);
    if (downtimes.some(({ from, to }) => startedAt > from && startedAt < to)) continue;
    const minute = at / MINUTE_MS;
    const [sum, delivered] = [planned.get(minute) ?? 0, done.get(minute) ?? 0];
    const durationMs = sum > 0 ? 9_400 : 38 + (minute % 23);
    rows.push({
      executionId: `story-${minute}`,
      startedAt,
      finishedAt: new Date(Math.min(startedAt.getTime() + durationMs, now.getTime())),
      instance: "demo",
      counts: { planned: sum, delivered, deferred: 0, failed: 0, unknown: 0, batches: 0, durationMs },
      skewMs: 1,
    });
  }
  return rows;
}

/** Sends are counted and failures in a row, as the engine does at the end of each run. */
async function settleSchedules(tx: Executor, { logs }: Past): Promise<void> {
  const ids = [...new Set(logs.map((log) => log.scheduleId))];
  for (const id of ids) {
    const mine = logs.filter((log) => log.scheduleId === id && log.kind !== "test");
    const sent = mine.filter((log) => log.status === "success" || log.status === "partial");
    const failures = mine.reduce(
      (n, { status }) => (status === "failed" ? n + 1 : status === "success" || status === "partial" ? 0 : n),
      0,
    );
    await tx
      .update(kbSchedule)
      .set({ sendCount: sent.length, lastSentAt: sent.at(-1)?.completedAt ?? null, consecutiveFailures: failures })
      .where(eq(kbSchedule.id, id));
  }
}

/** A bot was heard when it last answered, and its lane has been held as often as it was used. */
async function settleBots(tx: Executor, { logs, parts }: Past): Promise<void> {
  for (const { id, deviceId, status } of storyBots) {
    if (status !== "approved") continue;
    const mine = new Set(logs.filter((log) => log.botId === id).map((log) => log.id));
    const answered = parts.filter((part) => mine.has(part.logId) && part.status === "sent" && part.finishedAt);
    const last = Math.max(...answered.map((part) => part.finishedAt!.getTime()));
    const at = new Date(last);
    const lastHealth = { ok: true, at: at.toISOString(), latencyMs: 38, detail: "config read" };
    await tx.update(kbBots).set({ lastSeenAt: at, lastHealth }).where(eq(kbBots.id, id));
    const fence = Math.max(...parts.filter((part) => mine.has(part.logId)).map((part) => part.fence ?? 0));
    await tx
      .update(lanes)
      .set({ fence })
      .where(eq(lanes.laneKey, `device:${deviceId}`));
  }
}
