import "server-only";
import { and, asc, between, count, desc, eq, gte, inArray, isNotNull, isNull, lte, type SQL, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { kbScheduleLogParts as parts, kbScheduleLogs as runs } from "@/db/schema/deliveries";
import { ticks } from "@/db/schema/dispatch";
import { kbBots, kbRooms } from "@/db/schema/rooms";
import { kbSchedule } from "@/db/schema/schedules";
import { coverageStanding } from "@/lib/coverage/standing-queries";
import { imageStanding } from "@/lib/image-sync/image-standing";
import { limitNames } from "@/lib/rooms/limits";
import { DAY_MS } from "@/lib/time/kst";
import { MOST_DOUBT_MS, type Standing, skewsOf } from "./alert-rules";
import { readBatches } from "./batch-facts";
import { readBroken } from "./probe-facts";
import { readTenants } from "./tenant-facts";

const HOUR_MS = 3_600_000;
/** Passes looked at: enough for three of every host, however many there are. */
const PASSES = 60;
const SKEW_WINDOW_MS = 5 * 60_000;
/** Older doubts are history, not today's work; Home draws the same line. */
const DOUBT_DAYS = 7;
const STOPPED_MOST = 200;
/** Figures of the last hour come from its newest runs, so that a busy hour costs no more than a quiet one. */
export const SAMPLE_MOST = 2_000;

export const agoOf = (now: Date, ms: number): Date => new Date(now.getTime() - ms);

/** Everything the alert rules judge, in statements whose cost doesn't grow with the ledger. */
export async function readStanding(db: Executor, now: Date, budgetMs: number): Promise<Standing> {
  const [hour, doubts, sample, passes, stopped, bots, scheduled, tenants, batches, coverage, images, layers] =
    await Promise.all([
      endedRuns(db, agoOf(now, HOUR_MS), now),
      doubtfulRuns(db, now),
      sampleRuns(db, agoOf(now, HOUR_MS), now),
      newestPasses(db, PASSES),
      stoppedSchedules(db),
      botStandings(db),
      hasActiveSchedule(db),
      readTenants(db, now),
      readBatches(db, now),
      coverageStanding(db),
      imageStanding(db),
      readBroken(db),
    ]);
  const queue = await wholeQueue(db, bots);
  const automatic = hour.filter(({ kind }) => kind === "schedule");
  const ended = (statuses: readonly string[]) =>
    automatic.reduce((sum, row) => sum + (statuses.includes(row.status) ? row.runs : 0), 0);
  const good = passes.filter((pass) => pass.error === null && pass.finishedAt !== null);
  return {
    now,
    budgetMs,
    hour: { finished: ended(["success", "partial", "failed"]) + doubts.thisHour, succeeded: ended(["success"]) },
    busy: { runs: sample.length, averageMs: averageOf(sample.map(({ busyMs }) => busyMs)) },
    lastPassAt: latest(good.map((pass) => pass.finishedAt)),
    isActive: scheduled || queue.runs > 0,
    skews: skewsOf(passes.filter((pass) => pass.startedAt >= agoOf(now, SKEW_WINDOW_MS))),
    parked: bots.flatMap(({ id, botName, isInUse, parkReason }) =>
      isInUse && parkReason ? [{ id, botName, reason: parkReason }] : [],
    ),
    stopped,
    queue: { waiting: queue.freeRuns, oldestAt: queue.freeOldestAt },
    unsure: { runs: doubts.waiting, oldestAt: doubts.oldestAt },
    tenants,
    batches,
    coverage,
    images,
    layers,
  };
}

const timesOf = (times: readonly (Date | null)[]) => times.flatMap((at) => (at ? [at.getTime()] : []));
const latest = (times: readonly (Date | null)[]): Date | null =>
  timesOf(times).length > 0 ? new Date(Math.max(...timesOf(times))) : null;
const earliest = (times: readonly (Date | null)[]): Date | null =>
  timesOf(times).length > 0 ? new Date(Math.min(...timesOf(times))) : null;
const averageOf = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
const asDate = (value: unknown): Date | null =>
  value === null || value === undefined ? null : new Date(Number(value));
/** An instant of an expression as a number: drivers hand such columns back as text or dates, each as it likes. */
const msOf = (instant: SQL) => sql<number | null>`cast(unix_timestamp(${instant}) * 1000 as unsigned)`;

/** Runs that ended after `from` up to `until`, by kind and status: counted in the index of ends alone. */
export const endedRuns = (db: Executor, from: Date, until: Date) =>
  db
    .select({ kind: runs.kind, status: runs.status, runs: count() })
    .from(runs, { forceIndex: "ix_logs_completed" })
    .where(and(sql`${runs.completedAt} > ${from}`, lte(runs.completedAt, until)))
    .groupBy(runs.kind, runs.status);

/** Runs nobody is sure of: those that came to it within the hour, and those that wait longer than MOST_DOUBT_MS. */
export async function doubtfulRuns(db: Executor, now: Date) {
  const begun = sql`coalesce(${runs.startedAt}, ${runs.scheduledAt})`;
  const isLate = sql`${begun} <= ${agoOf(now, MOST_DOUBT_MS)}`;
  const [row] = await db
    .select({
      thisHour: sql<number>`coalesce(sum(${runs.kind} = 'schedule' and ${begun} > ${agoOf(now, HOUR_MS)}), 0)`,
      waiting: sql<number>`coalesce(sum(${isLate}), 0)`,
      all: count(),
      oldest: msOf(sql`min(if(${isLate}, ${begun}, null))`),
    })
    .from(runs, { forceIndex: "idx_logs_status" })
    .where(and(eq(runs.status, "unknown"), between(runs.scheduledAt, agoOf(now, DOUBT_DAYS * DAY_MS), now)));
  return {
    thisHour: Number(row?.thisHour ?? 0),
    waiting: Number(row?.waiting ?? 0),
    all: row?.all ?? 0,
    oldestAt: asDate(row?.oldest),
  };
}

export type RunSample = { delayMs: number; busyMs: number };

/** The newest automatic runs that ended after `from`: how late each began, and how long its calls took together (C-51). */
export async function sampleRuns(db: Executor, from: Date, until: Date): Promise<RunSample[]> {
  const newest = newestRuns(db, from, until).as("newest");
  const millis = (later: SQL, earlier: SQL) => sql<number>`timestampdiff(microsecond, ${earlier}, ${later}) / 1000`;
  const rows = await db
    .select({
      delayMs: millis(sql`max(${newest.startedAt})`, sql`max(${newest.scheduledAt})`),
      busyMs: sql<number>`coalesce(sum(${millis(sql`${parts.finishedAt}`, sql`${parts.startedAt}`)}), 0)`,
    })
    .from(newest)
    .leftJoin(parts, eq(parts.logId, newest.id))
    .groupBy(newest.id);
  return rows.map((row) => ({ delayMs: Math.max(0, Number(row.delayMs)), busyMs: Math.max(0, Number(row.busyMs)) }));
}

export const newestRuns = (db: Executor, from: Date, until: Date) =>
  db
    .select({ id: runs.id, scheduledAt: runs.scheduledAt, startedAt: runs.startedAt })
    .from(runs, { forceIndex: "ix_logs_completed" })
    .where(
      and(
        sql`${runs.completedAt} > ${from}`,
        lte(runs.completedAt, until),
        eq(runs.kind, "schedule"),
        inArray(runs.status, ["success", "partial", "failed"]),
        isNotNull(runs.startedAt),
      ),
    )
    .orderBy(desc(runs.completedAt))
    .limit(SAMPLE_MOST);

/** The newest passes of the dispatcher, whoever made them. */
export const newestPasses = (db: Executor, most: number) =>
  db
    .select({
      startedAt: ticks.startedAt,
      finishedAt: ticks.finishedAt,
      instance: ticks.instance,
      skewMs: ticks.skewMs,
      error: ticks.error,
    })
    .from(ticks)
    .orderBy(desc(ticks.startedAt))
    .limit(most);

/** When the newest sound pass ended, or null when none is in sight. */
export async function lastPassAt(db: Executor): Promise<Date | null> {
  const passes = await newestPasses(db, PASSES);
  return latest(passes.map((pass) => (pass.error === null ? pass.finishedAt : null)));
}

/** Schedules that stopped themselves after failing three times (C-47). */
export const stoppedSchedules = (db: Executor) =>
  db
    .select({ id: kbSchedule.id, title: kbSchedule.title, roomName: kbRooms.name, at: kbSchedule.updatedAt })
    .from(kbSchedule)
    .innerJoin(kbRooms, eq(kbRooms.id, kbSchedule.roomRef))
    .where(and(eq(kbSchedule.status, "error"), isNull(kbSchedule.deletedAt)))
    .orderBy(asc(kbSchedule.id))
    .limit(STOPPED_MOST);

/** Whether anything is switched on. */
export async function hasActiveSchedule(db: Executor): Promise<boolean> {
  const [row] = await db
    .select({ id: kbSchedule.id })
    .from(kbSchedule)
    .where(and(eq(kbSchedule.status, "active"), isNotNull(kbSchedule.nextSendAt), isNull(kbSchedule.deletedAt)))
    .limit(1);
  return row !== undefined;
}

/** Every bot there ever was, for old runs may still name it; `isInUse` those that may be sent to. */
export async function botStandings(db: Executor) {
  const rows = await db
    .select({
      id: kbBots.id,
      botName: kbBots.botName,
      status: kbBots.status,
      deletedAt: kbBots.deletedAt,
      parkReason: kbBots.parkReason,
      failures: kbBots.failures,
      lastSeenAt: kbBots.lastSeenAt,
      lastHealth: kbBots.lastHealth,
      probeAt: kbBots.breakerOpenUntil,
    })
    .from(kbBots);
  return rows.map((bot) => ({ ...bot, isInUse: bot.status === "approved" && bot.deletedAt === null }));
}

export type Queue = {
  /** All open runs, and since when the oldest waits. */
  runs: number;
  oldestAt: Date | null;
  /** Of them those that could go now: no limit holds them, and their bot isn't parked. */
  freeRuns: number;
  freeOldestAt: Date | null;
};

/** What waits, from the index of open runs, so that what has ended costs nothing. `bots`: all there ever were. */
export async function wholeQueue(
  db: Executor,
  bots: readonly { id: number; parkReason: string | null }[],
): Promise<Queue> {
  if (bots.length === 0) return { runs: 0, oldestAt: null, freeRuns: 0, freeOldestAt: null };
  const rows = await openRuns(
    db,
    bots.map(({ id }) => id),
  );
  const free = rows.filter((row) => !bots.find(({ id }) => id === row.botId)?.parkReason);
  return {
    runs: rows.reduce((sum, row) => sum + row.runs, 0),
    oldestAt: earliest(rows.map((row) => asDate(row.oldest))),
    freeRuns: free.reduce((sum, row) => sum + Number(row.freeRuns), 0),
    freeOldestAt: earliest(free.map((row) => asDate(row.freeOldest))),
  };
}

/** Open runs per bot, and those of them no limit holds. */
export function openRuns(db: Executor, botIds: readonly number[]) {
  const since = sql`greatest(${runs.createdAt}, coalesce(${runs.decidedAt}, ${runs.createdAt}))`;
  const isFree = sql`(${runs.reasonCode} is null or ${runs.reasonCode} not in ${[...limitNames]})`;
  return db
    .select({
      botId: runs.botId,
      runs: count(),
      oldest: msOf(sql`min(${since})`),
      freeRuns: sql<number>`coalesce(sum(${isFree}), 0)`,
      freeOldest: msOf(sql`min(if(${isFree}, ${since}, null))`),
    })
    .from(runs, { forceIndex: "ix_logs_bot_next" })
    .where(and(inArray(runs.botId, [...botIds]), isNotNull(runs.nextAttemptAt)))
    .groupBy(runs.botId);
}

/** Missed runs a person has not yet decided, of the last days. */
export async function missedWaiting(db: Executor, now: Date): Promise<number> {
  const [row] = await db
    .select({ runs: count() })
    .from(runs, { forceIndex: "idx_logs_status" })
    .where(and(eq(runs.status, "missed"), gte(runs.scheduledAt, agoOf(now, DOUBT_DAYS * DAY_MS))));
  return row?.runs ?? 0;
}
