import "server-only";
import { and, asc, between, count, desc, eq, gt, gte, inArray, isNotNull, isNull, lt, lte, ne, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { kbScheduleLogs } from "@/db/schema/deliveries";
import { probeStates } from "@/db/schema/diagnosis";
import { kbBots, kbRooms } from "@/db/schema/rooms";
import { kbSchedule } from "@/db/schema/schedules";
import { type OrgScope, orgIdsIn } from "@/lib/access/scope";
import { probeKey } from "@/lib/diagnosis/probe-names";
import { nextOccurrences } from "@/lib/schedules/recurrence";
import { DAY_MS, kstDayNumber, startOfKstDay } from "@/lib/time/kst";
import { lookOf, type RunLook } from "./today";

export type HourCount = { hour: number; look: RunLook; count: number };
export type RunLine = { id: number; roomName: string; title: string; look: RunLook; at: string };
export type NeedsPerson = {
  id: number;
  kind: "unknown" | "missed";
  roomName: string;
  title: string;
  scheduledAt: string;
  missedCount: number | null;
};
export type StoppedSchedule = { id: number; title: string; roomName: string };
export type SilentBot = { id: number; botName: string; lastSeenAt: string | null };
export type DayForecast = { day: string; count: number };

/** Test sends never count in the figures of a day; sandbox runs do, the banner says that they are. */
const realRun = ne(kbScheduleLogs.kind, "test");
/** Older questions are history, not today's work. */
const ASKED_DAYS = 7;
const FORECAST_DAYS = 7;
const FORECAST_SCHEDULES = 5000;

/** Runs of the KST day around `now`, per hour and look: one row per group, whatever the size of the ledger. */
export async function runsByHour(db: Executor, scope: OrgScope, now: Date): Promise<HourCount[]> {
  const orgIds = await orgIdsIn(db, scope);
  if (orgIds.length === 0) return [];
  const start = startOfKstDay(now);
  const hour = sql<number>`floor(timestampdiff(minute, ${start}, ${kbScheduleLogs.scheduledAt}) / 60)`;
  const rows = await db
    .select({ hour, status: kbScheduleLogs.status, certainty: kbScheduleLogs.certainty, n: count() })
    .from(kbScheduleLogs)
    .where(
      and(
        inArray(kbScheduleLogs.orgId, orgIds),
        gte(kbScheduleLogs.scheduledAt, start),
        lt(kbScheduleLogs.scheduledAt, new Date(start.getTime() + DAY_MS)),
        realRun,
      ),
    )
    .groupBy(sql`1`, kbScheduleLogs.status, kbScheduleLogs.certainty);
  return rows.map((row) => ({ hour: Number(row.hour), look: lookOf(row.status, row.certainty), count: row.n }));
}

const lineFields = {
  id: kbScheduleLogs.id,
  roomName: kbRooms.name,
  title: kbScheduleLogs.title,
  status: kbScheduleLogs.status,
  certainty: kbScheduleLogs.certainty,
  scheduledAt: kbScheduleLogs.scheduledAt,
  completedAt: kbScheduleLogs.completedAt,
};

/** The last two runs that ended today and up to two under way. */
export async function runsAroundNow(
  db: Executor,
  scope: OrgScope,
  now: Date,
): Promise<{ done: RunLine[]; running: RunLine[] }> {
  const orgIds = await orgIdsIn(db, scope);
  if (orgIds.length === 0) return { done: [], running: [] };
  const today = and(
    inArray(kbScheduleLogs.orgId, orgIds),
    gte(kbScheduleLogs.scheduledAt, startOfKstDay(now)),
    lte(kbScheduleLogs.scheduledAt, now),
    realRun,
  );
  const from = () =>
    db.select(lineFields).from(kbScheduleLogs).innerJoin(kbRooms, eq(kbRooms.id, kbScheduleLogs.roomRef));
  const newest = [desc(kbScheduleLogs.scheduledAt), desc(kbScheduleLogs.id)];
  const [done, running] = await Promise.all([
    from()
      .where(and(today, isNotNull(kbScheduleLogs.completedAt)))
      .orderBy(...newest)
      .limit(2),
    from()
      .where(and(today, inArray(kbScheduleLogs.status, ["sending", "deferred", "planned"])))
      .orderBy(...newest)
      .limit(2),
  ]);
  const line = (row: (typeof done)[number]): RunLine => ({
    id: row.id,
    roomName: row.roomName,
    title: row.title,
    look: lookOf(row.status, row.certainty),
    at: (row.completedAt ?? row.scheduledAt).toISOString(),
  });
  return { done: done.map(line), running: running.map(line) };
}

/** Questions only a person can answer: unknown and missed runs of the last days, newest first. */
export async function runsNeedingPerson(
  db: Executor,
  scope: OrgScope,
  now: Date,
  limit: number,
): Promise<{ items: NeedsPerson[]; count: number }> {
  const orgIds = await orgIdsIn(db, scope);
  if (orgIds.length === 0) return { items: [], count: 0 };
  const open = and(
    inArray(kbScheduleLogs.orgId, orgIds),
    inArray(kbScheduleLogs.status, ["unknown", "missed"]),
    between(kbScheduleLogs.scheduledAt, new Date(now.getTime() - ASKED_DAYS * DAY_MS), now),
  );
  const [rows, [total]] = await Promise.all([
    db
      .select({ ...lineFields, missedCount: kbScheduleLogs.missedCount })
      .from(kbScheduleLogs)
      .innerJoin(kbRooms, eq(kbRooms.id, kbScheduleLogs.roomRef))
      .where(open)
      .orderBy(desc(kbScheduleLogs.scheduledAt), desc(kbScheduleLogs.id))
      .limit(limit),
    db.select({ n: count() }).from(kbScheduleLogs).where(open),
  ]);
  const items = rows.map((row) => ({
    id: row.id,
    kind: row.status === "unknown" ? ("unknown" as const) : ("missed" as const),
    roomName: row.roomName,
    title: row.title,
    scheduledAt: row.scheduledAt.toISOString(),
    missedCount: row.missedCount,
  }));
  return { items, count: total?.n ?? 0 };
}

/** Schedules that stopped themselves after failing three times (C-47). */
export async function stoppedSchedules(db: Executor, scope: OrgScope, limit: number): Promise<StoppedSchedule[]> {
  const orgIds = await orgIdsIn(db, scope);
  if (orgIds.length === 0) return [];
  return db
    .select({ id: kbSchedule.id, title: kbSchedule.title, roomName: kbRooms.name })
    .from(kbSchedule)
    .innerJoin(kbRooms, eq(kbRooms.id, kbSchedule.roomRef))
    .where(and(inArray(kbSchedule.ownerOrgId, orgIds), eq(kbSchedule.status, "error"), isNull(kbSchedule.deletedAt)))
    .orderBy(desc(kbSchedule.updatedAt))
    .limit(limit);
}

/** Approved bots that serve rooms in scope, and which of them were silent when they were last heard of, in sending or by a look. */
export async function botsInScope(
  db: Executor,
  scope: OrgScope,
): Promise<{ total: number; silent: SilentBot[]; sandbox: boolean }> {
  const orgIds = await orgIdsIn(db, scope);
  if (orgIds.length === 0) return { total: 0, silent: [], sandbox: false };
  const rows = await db
    .selectDistinct({
      id: kbBots.id,
      botName: kbBots.botName,
      isSandbox: kbBots.isSandbox,
      lastSeenAt: kbBots.lastSeenAt,
      lastHealth: kbBots.lastHealth,
      breakerOpenUntil: kbBots.breakerOpenUntil,
      updatedAt: kbBots.updatedAt,
    })
    .from(kbBots)
    .innerJoin(kbRooms, eq(kbRooms.botId, kbBots.id))
    .where(
      and(
        inArray(kbRooms.ownerOrgId, orgIds),
        isNull(kbRooms.deletedAt),
        isNull(kbBots.deletedAt),
        eq(kbBots.status, "approved"),
      ),
    );
  const looked = await looksOf(
    db,
    rows.map(({ id }) => id),
  );
  const isSilent = ({ id, lastHealth, breakerOpenUntil, updatedAt }: (typeof rows)[number]) => {
    const look = looked.get(id);
    // Of a bot whose address was just changed nothing is known yet.
    const isNewer = look !== undefined && look.checkedAt >= (lastHealth ? new Date(lastHealth.at) : updatedAt);
    return breakerOpenUntil !== null || (isNewer ? !look.ok : lastHealth?.ok === false);
  };
  const silent = rows.filter(isSilent);
  return {
    total: rows.length,
    silent: silent.map((row) => ({
      id: row.id,
      botName: row.botName,
      lastSeenAt: row.lastSeenAt?.toISOString() ?? null,
    })),
    sandbox: rows.some((row) => row.isSandbox),
  };
}

/** What the regular look last saw of these bots. */
async function looksOf(db: Executor, botIds: readonly number[]) {
  if (botIds.length === 0) return new Map<number, { ok: boolean; checkedAt: Date }>();
  const keys = new Map(botIds.map((id) => [probeKey("bot", id), id]));
  const { probeKey: key, ok, checkedAt } = probeStates;
  const rows = await db
    .select({ key, ok, checkedAt })
    .from(probeStates)
    .where(inArray(key, [...keys.keys()]));
  return new Map(rows.map((row) => [keys.get(row.key)!, row]));
}

/** What active schedules will do: the next two runs, today's remaining ones by hour, and a count per day for a week. */
export async function runsAhead(db: Executor, scope: OrgScope, now: Date) {
  const orgIds = await orgIdsIn(db, scope);
  const until = new Date(startOfKstDay(now).getTime() + FORECAST_DAYS * DAY_MS - 1);
  const days: DayForecast[] = Array.from({ length: FORECAST_DAYS }, (_, i) => ({
    day: new Date(startOfKstDay(now).getTime() + i * DAY_MS).toISOString(),
    count: 0,
  }));
  if (orgIds.length === 0)
    return { next: [] as (RunLine & { scheduleId: number })[], todayByHour: [] as HourCount[], days };
  const rows = await db
    .select({
      id: kbSchedule.id,
      title: kbSchedule.title,
      roomName: kbRooms.name,
      nextSendAt: kbSchedule.nextSendAt,
      scheduleType: kbSchedule.scheduleType,
      scheduleDate: kbSchedule.scheduleDate,
      scheduleTime: kbSchedule.scheduleTime,
      scheduleWeekdays: kbSchedule.scheduleWeekdays,
      validFrom: kbSchedule.validFrom,
      validUntil: kbSchedule.validUntil,
    })
    .from(kbSchedule)
    .innerJoin(kbRooms, eq(kbRooms.id, kbSchedule.roomRef))
    .where(
      and(
        inArray(kbSchedule.ownerOrgId, orgIds),
        eq(kbSchedule.status, "active"),
        isNull(kbSchedule.deletedAt),
        gt(kbSchedule.nextSendAt, now),
        lte(kbSchedule.nextSendAt, until),
      ),
    )
    .orderBy(asc(kbSchedule.nextSendAt), asc(kbSchedule.id))
    .limit(FORECAST_SCHEDULES);
  const today = kstDayNumber(now);
  const byHour = new Map<number, number>();
  for (const row of rows) {
    for (const at of nextOccurrences(row, row, now, FORECAST_DAYS + 1)) {
      const day = kstDayNumber(at) - today;
      if (day >= FORECAST_DAYS) break;
      days[day]!.count++;
      if (day === 0) {
        const hour = Math.floor((at.getTime() - startOfKstDay(now).getTime()) / 3_600_000);
        byHour.set(hour, (byHour.get(hour) ?? 0) + 1);
      }
    }
  }
  return {
    next: rows.slice(0, 2).map((row) => ({
      id: row.id,
      scheduleId: row.id,
      roomName: row.roomName,
      title: row.title,
      look: "scheduled" as const,
      at: row.nextSendAt!.toISOString(),
    })),
    todayByHour: [...byHour].map(([hour, n]) => ({ hour, look: "scheduled" as const, count: n })),
    days,
  };
}
