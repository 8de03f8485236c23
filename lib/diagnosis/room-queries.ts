import "server-only";
import { and, asc, desc, eq, inArray, isNotNull, lte, type SQL, sql } from "drizzle-orm";
import { alias, unionAll } from "drizzle-orm/mysql-core";
import type { Executor } from "@/db/client";
import { auditLog } from "@/db/schema/audit";
import { deliveryEvents, kbScheduleLogParts, kbScheduleLogs as logs } from "@/db/schema/deliveries";
import { lanes, ticks } from "@/db/schema/dispatch";
import { orgs } from "@/db/schema/orgs";
import { kbBots, kbRooms } from "@/db/schema/rooms";
import { kbSchedule } from "@/db/schema/schedules";
import { inScope, type OrgScope } from "@/lib/access/scope";
import { laneKeyOf } from "@/lib/dispatch/lane";
import { compareRuns, type OpenRun } from "@/lib/dispatch/order-runs";
import { AppError } from "@/lib/errors";
import { AHEAD_MOST } from "./room-line";

/** A run that is tried again and again still fits on one page. */
const TRAIL_MOST = 200;
/** Moments around which passes are looked for, and how many at each. */
const MOMENTS = 8;
const PASSES = 3;

/** Whoever has the room now: it may have moved since. */
const owners = alias(orgs, "owners");

export type RunRow = Awaited<ReturnType<typeof readRun>>;

/**
 * An occurrence with its room, bot and schedule as they stand now.
 * @throws AppError not_found, the same for a foreign and an absent occurrence
 */
export async function readRun(db: Executor, scope: OrgScope, id: number) {
  const [row] = await db
    .select({
      log: {
        ...{ id: logs.id, scheduleId: logs.scheduleId, orgId: logs.orgId, roomRef: logs.roomRef, botId: logs.botId },
        ...{ kind: logs.kind, priority: logs.priority, status: logs.status, certainty: logs.certainty },
        ...{ reasonCode: logs.reasonCode, apiResponse: logs.apiResponse, isCatchUp: logs.isCatchUp },
        ...{ isSandbox: logs.isSandbox, attempt: logs.attempt, waitMs: logs.waitMs, missedCount: logs.missedCount },
        ...{ missedFrom: logs.missedFrom, requestedBy: logs.requestedBy, decidedBy: logs.decidedBy },
        ...{ decidedAt: logs.decidedAt, scheduledAt: logs.scheduledAt, nextAttemptAt: logs.nextAttemptAt },
        ...{ expiresAt: logs.expiresAt, startedAt: logs.startedAt, completedAt: logs.completedAt },
        ...{ outcomeAt: logs.outcomeAt, createdAt: logs.createdAt },
      },
      room: {
        ...{ id: kbRooms.id, botId: kbRooms.botId, ownerOrgId: kbRooms.ownerOrgId, status: kbRooms.status },
        ...{ roomType: kbRooms.roomType, deletedAt: kbRooms.deletedAt },
      },
      bot: {
        ...{ id: kbBots.id, deviceId: kbBots.deviceId, gateway: kbBots.gateway, status: kbBots.status },
        ...{ deletedAt: kbBots.deletedAt, failures: kbBots.failures, parkReason: kbBots.parkReason },
        ...{ breakerOpenUntil: kbBots.breakerOpenUntil, lastSeenAt: kbBots.lastSeenAt, lastHealth: kbBots.lastHealth },
        ...{ version: kbBots.version },
      },
      schedule: {
        ...{ id: kbSchedule.id, status: kbSchedule.status, deletedAt: kbSchedule.deletedAt },
        ...{ creator: kbSchedule.createdByMbId, level: kbSchedule.createdByType, createdAt: kbSchedule.createdAt },
        ...{ updatedAt: kbSchedule.updatedAt, version: kbSchedule.version, failures: kbSchedule.consecutiveFailures },
        nextSendAt: kbSchedule.nextSendAt,
      },
      orgPath: orgs.path,
      roomPath: owners.path,
    })
    .from(logs)
    .innerJoin(orgs, eq(orgs.id, logs.orgId))
    .innerJoin(kbRooms, eq(kbRooms.id, logs.roomRef))
    .innerJoin(owners, eq(owners.id, kbRooms.ownerOrgId))
    .innerJoin(kbBots, eq(kbBots.id, logs.botId))
    .innerJoin(kbSchedule, eq(kbSchedule.id, logs.scheduleId))
    .where(and(eq(logs.id, id), inScope(scope)));
  if (!row) throw new AppError("not_found");
  return row;
}

/** The calls it consists of, without what they carry. */
export const readParts = (db: Executor, logId: number) => {
  const p = kbScheduleLogParts;
  return db
    .select({
      ...{ id: p.id, seq: p.seq, kind: p.kind, chunk: p.chunk, status: p.status, certainty: p.certainty },
      ...{ fence: p.fence, attempt: p.attempt, mark: p.mark, providerRef: p.providerRef, errorCode: p.errorCode },
      ...{ detail: p.detail, askAt: p.askAt, asked: p.asked, waitAfterMs: p.waitAfterMs },
      ...{ startedAt: p.startedAt, finishedAt: p.finishedAt },
    })
    .from(p)
    .where(eq(p.logId, logId))
    .orderBy(asc(p.seq));
};

/** The newest lines of its trail, oldest first. */
export async function readRunTrail(db: Executor, logId: number) {
  const e = deliveryEvents;
  const rows = await db
    .select({
      ...{ id: e.id, layer: e.layer, event: e.event, code: e.code, detail: e.detail },
      ...{ httpStatus: e.httpStatus, ms: e.ms, at: e.at },
    })
    .from(e)
    .where(and(eq(e.subjectKind, "room_log"), eq(e.subjectId, logId)))
    .orderBy(desc(e.at), desc(e.id))
    .limit(TRAIL_MOST);
  return rows.reverse();
}

/** What people decided about it. */
export const readDecisions = (db: Executor, logId: number) =>
  db
    .select({ id: auditLog.id, at: auditLog.at, action: auditLog.action })
    .from(auditLog)
    .where(eq(auditLog.subject, `log:${logId}`))
    .orderBy(asc(auditLog.id))
    .limit(20);

/** The organisation it belongs to and all above it, from the top. */
export const readOrgs = (db: Executor, ids: readonly number[]) =>
  db
    .select({ path: orgs.path, status: orgs.status })
    .from(orgs)
    .where(inArray(orgs.id, [...ids]))
    .orderBy(asc(orgs.path));

/** The lane of a device; absent where none was ever needed. */
export async function readLane(db: Executor, deviceId: string) {
  const [lane] = await db
    .select({ leaseUntil: lanes.leaseUntil, readyAt: lanes.readyAt, fence: lanes.fence, owner: lanes.leaseOwner })
    .from(lanes)
    .where(eq(lanes.laneKey, laneKeyOf(deviceId)));
  return lane ?? null;
}

const openColumns = sql`l.id, l.room_ref as roomRef, l.priority, cast(unix_timestamp(l.scheduled_at) * 1000 as unsigned) as scheduledMs,
  cast(unix_timestamp(l.next_attempt_at) * 1000 as unsigned) as nextMs, cast(unix_timestamp(l.started_at) * 1000 as unsigned) as startedMs`;

/** Due runs of a device's bots, and open ones of one room: from the indexes of open runs, so that what has ended costs nothing. */
export const lineOfDevice = (deviceId: string, roomRef: number, now: Date): SQL => sql`
  (select ${openColumns} from kb_bots b join kb_schedule_logs l force index (ix_logs_bot_next)
     on l.bot_id = b.id and l.next_attempt_at <= ${now} where b.device_id = ${deviceId} limit ${sql.raw(String(AHEAD_MOST))})
  union
  (select ${openColumns} from kb_schedule_logs l force index (ix_logs_room_next)
     where l.room_ref = ${roomRef} and l.next_attempt_at is not null limit ${sql.raw(String(AHEAD_MOST))})`;

/** How many runs stand before a due one on its device, as the engine orders them; never more than AHEAD_MOST. */
export async function readLine(db: Executor, { log, bot }: RunRow, now: Date): Promise<number> {
  const { nextAttemptAt } = log;
  const [found] = await db.execute(lineOfDevice(bot.deviceId, log.roomRef, now));
  if (nextAttemptAt === null || nextAttemptAt > now) return 0;
  const rows = found as unknown as Record<
    "id" | "roomRef" | "priority" | "scheduledMs" | "nextMs" | "startedMs",
    number
  >[];
  const me: OpenRun = { ...log, nextAttemptAt };
  const others = rows.map(
    (row): OpenRun => ({
      ...{ id: Number(row.id), roomRef: Number(row.roomRef), priority: Number(row.priority) },
      ...{ scheduledAt: new Date(Number(row.scheduledMs)), nextAttemptAt: new Date(Number(row.nextMs)) },
      startedAt: row.startedMs === null ? null : new Date(Number(row.startedMs)),
    }),
  );
  return Math.min(AHEAD_MOST, others.filter((run) => run.id !== me.id && compareRuns(run, me) < 0).length);
}

export type PassRow = Awaited<ReturnType<typeof readPasses>>[number];

/** Passes of the dispatcher that were under way at these moments, whoever made them, and the one before the first. */
export async function readPasses(db: Executor, moments: readonly Date[]) {
  const at = moments.toSorted((a, b) => a.getTime() - b.getTime());
  // The first ones and the last one tell more than those between.
  const kept = at.length > MOMENTS ? [...at.slice(0, MOMENTS - 1), at.at(-1)!] : at;
  const [first, second, ...others] = kept.map((moment) => passesBefore(db, moment));
  if (!first) return [];
  const rows = await (second ? unionAll(first, second, ...others) : first);
  const found = new Map(rows.map((row) => [row.id, row]));
  const covers = (row: { startedAt: Date; finishedAt: Date | null }) =>
    kept.some((moment) => row.startedAt <= moment && (row.finishedAt === null || row.finishedAt >= moment));
  return [...found.values()].filter(covers).sort((a, b) => a.startedAt.getTime() - b.startedAt.getTime());
}

export const passesBefore = (db: Executor, moment: Date) => {
  const t = ticks;
  return db
    .select({
      ...{ id: t.id, startedAt: t.startedAt, finishedAt: t.finishedAt, instance: t.instance },
      ...{ counts: t.counts, skewMs: t.skewMs, error: t.error },
    })
    .from(t)
    .where(and(lte(t.startedAt, moment), isNotNull(t.startedAt)))
    .orderBy(desc(t.startedAt))
    .limit(PASSES);
};
