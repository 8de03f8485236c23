import "server-only";
import { and, asc, count, eq, exists, gt, gte, inArray, isNull, lte, or, type SQL, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import type { BotStatus, Gateway } from "@/db/enums";
import { kbScheduleLogs } from "@/db/schema/deliveries";
import { roomPace } from "@/db/schema/dispatch";
import { orgs } from "@/db/schema/orgs";
import { type BotHealth, kbBots, kbRooms } from "@/db/schema/rooms";
import type { Actor } from "@/lib/access/actor";
import { inScope, type OrgScope, scopeOf } from "@/lib/access/scope";
import { AppError } from "@/lib/errors";
import { startOfKstDay } from "@/lib/time/kst";
import { containsWords } from "./contains-words";
import { cursorOf, parseCursor } from "./cursor";
import type { BotFilter } from "./schema";
import { usageOf } from "./usage";

export type BotDto = {
  id: number;
  botName: string;
  deviceId: string;
  gateway: Gateway;
  isSandbox: boolean;
  status: BotStatus;
  /** Rooms in the reader's subtree. */
  roomCount: number;
  version: number;
  /** Null for everyone but headquarters. */
  endpoint: string | null;
  health: BotHealth | null;
  lastSeenAt: string | null;
  breakerOpenUntil: string | null;
  hasSecret: boolean | null;
  /** Runs that wait for this bot right now, and runs it began today (KST). */
  waiting: number | null;
  runsToday: number | null;
};

/** Who reads bots: headquarters sees all of them with address and health, everyone else those their rooms sit on. */
export type BotView = { scope: OrgScope; isHq: boolean };
export const botViewOf = (actor: Actor): BotView => ({
  scope: scopeOf(actor),
  isHq: actor.kind === "system" || actor.org.level === "hq",
});

const roomsInScope = (db: Executor, scope: OrgScope) =>
  db
    .select({ one: sql`1` })
    .from(kbRooms)
    .innerJoin(orgs, eq(orgs.id, kbRooms.ownerOrgId))
    .where(and(eq(kbRooms.botId, kbBots.id), isNull(kbRooms.deletedAt), inScope(scope)));

/** True of the bots a reader knows of. */
export const isVisible = (db: Executor, { scope, isHq }: BotView): SQL | undefined =>
  and(isNull(kbBots.deletedAt), isHq ? undefined : exists(roomsInScope(db, scope)));

function select(db: Executor, { scope }: BotView) {
  const seen = db
    .select({ botId: kbRooms.botId, rooms: count().as("rooms") })
    .from(kbRooms)
    .innerJoin(orgs, eq(orgs.id, kbRooms.ownerOrgId))
    .where(and(isNull(kbRooms.deletedAt), inScope(scope)))
    .groupBy(kbRooms.botId)
    .as("seen");
  return db
    .select({
      id: kbBots.id,
      botName: kbBots.botName,
      deviceId: kbBots.deviceId,
      gateway: kbBots.gateway,
      isSandbox: kbBots.isSandbox,
      status: kbBots.status,
      version: kbBots.version,
      endpoint: kbBots.endpoint,
      lastHealth: kbBots.lastHealth,
      lastSeenAt: kbBots.lastSeenAt,
      breakerOpenUntil: kbBots.breakerOpenUntil,
      hasSecret: sql<number>`${kbBots.secret} is not null`,
      roomCount: seen.rooms,
    })
    .from(kbBots)
    .leftJoin(seen, eq(seen.botId, kbBots.id));
}
type Row = Awaited<ReturnType<typeof select>>[number];

type Work = Map<number, { waiting: number; runsToday: number }>;

/** What the bots have to do, for headquarters alone. */
async function workOf(db: Executor, { isHq }: BotView, ids: readonly number[], now: Date): Promise<Work> {
  const work: Work = new Map(ids.map((id) => [id, { waiting: 0, runsToday: 0 }]));
  if (!isHq || ids.length === 0) return work;
  const waiting = await db
    .select({ botId: kbScheduleLogs.botId, runs: count() })
    .from(kbScheduleLogs)
    .where(and(inArray(kbScheduleLogs.botId, [...ids]), lte(kbScheduleLogs.nextAttemptAt, now)))
    .groupBy(kbScheduleLogs.botId);
  for (const { botId, runs } of waiting) work.get(botId)!.waiting = runs;
  const paces = await db
    .select({ botId: kbRooms.botId, runTimes: roomPace.runTimes })
    .from(roomPace)
    .innerJoin(kbRooms, eq(kbRooms.id, roomPace.roomRef))
    .where(and(inArray(kbRooms.botId, [...ids]), gte(roomPace.lastRunAt, startOfKstDay(now))));
  for (const { botId, runTimes } of paces)
    work.get(botId)!.runsToday += usageOf({ runTimes, callTimes: [], lastRunAt: null }, now).runsToday;
  return work;
}

async function toDtos(db: Executor, view: BotView, rows: readonly Row[], now: Date): Promise<BotDto[]> {
  const { isHq } = view;
  const ids = rows.map((row) => row.id);
  const work = await workOf(db, view, ids, now);
  return rows.map(({ endpoint, lastHealth, lastSeenAt, breakerOpenUntil, hasSecret, roomCount, ...bot }) => ({
    ...bot,
    roomCount: Number(roomCount ?? 0),
    endpoint: isHq ? endpoint : null,
    health: isHq ? lastHealth : null,
    lastSeenAt: isHq ? (lastSeenAt?.toISOString() ?? null) : null,
    breakerOpenUntil: isHq ? (breakerOpenUntil?.toISOString() ?? null) : null,
    hasSecret: isHq ? Boolean(hasSecret) : null,
    waiting: isHq ? work.get(bot.id)!.waiting : null,
    runsToday: isHq ? work.get(bot.id)!.runsToday : null,
  }));
}

/** A page of the bots a reader knows of, by name. */
export async function listBots(
  db: Executor,
  view: BotView,
  filter: BotFilter,
  now: Date,
): Promise<{ items: BotDto[]; nextCursor: string | null }> {
  const after = filter.cursor === undefined ? null : parseCursor(filter.cursor);
  const rows = await select(db, view)
    .where(
      and(
        isVisible(db, view),
        filter.status && eq(kbBots.status, filter.status),
        filter.q ? containsWords(filter.q, kbBots.botName, kbBots.deviceId) : undefined,
        after
          ? or(gt(kbBots.botName, after.name), and(eq(kbBots.botName, after.name), gt(kbBots.id, after.id)))
          : undefined,
      ),
    )
    .orderBy(asc(kbBots.botName), asc(kbBots.id))
    .limit(filter.limit + 1);
  const page = rows.slice(0, filter.limit);
  const last = page.at(-1);
  return {
    items: await toDtos(db, view, page, now),
    nextCursor: rows.length > page.length && last ? cursorOf({ name: last.botName, id: last.id }) : null,
  };
}

/** One bot, or null where the reader doesn't know of it. */
export async function findBot(db: Executor, view: BotView, id: number, now: Date): Promise<BotDto | null> {
  const rows = await select(db, view).where(and(isVisible(db, view), eq(kbBots.id, id)));
  return (await toDtos(db, view, rows, now))[0] ?? null;
}

/** @throws AppError not_found, the same for an unknown and an absent bot */
export async function getBot(db: Executor, view: BotView, id: number, now: Date): Promise<BotDto> {
  const bot = await findBot(db, view, id, now);
  if (!bot) throw new AppError("not_found");
  return bot;
}
