import "server-only";
import { and, asc, count, eq, exists, gt, isNull, or, type SQL, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import type { BotStatus, Gateway } from "@/db/enums";
import { orgs } from "@/db/schema/orgs";
import { type BotHealth, kbBots, kbRooms } from "@/db/schema/rooms";
import type { Actor } from "@/lib/access/actor";
import { inScope, type OrgScope, scopeOf } from "@/lib/access/scope";
import { AppError } from "@/lib/errors";
import { containsWords } from "./contains-words";
import { cursorOf, parseCursor } from "./cursor";
import type { BotFilter } from "./schema";

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

const toDto =
  ({ isHq }: BotView) =>
  ({ endpoint, lastHealth, lastSeenAt, breakerOpenUntil, hasSecret, roomCount, ...bot }: Row): BotDto => ({
    ...bot,
    roomCount: Number(roomCount ?? 0),
    endpoint: isHq ? endpoint : null,
    health: isHq ? lastHealth : null,
    lastSeenAt: isHq ? (lastSeenAt?.toISOString() ?? null) : null,
    breakerOpenUntil: isHq ? (breakerOpenUntil?.toISOString() ?? null) : null,
    hasSecret: isHq ? Boolean(hasSecret) : null,
  });

/** A page of the bots a reader knows of, by name. */
export async function listBots(
  db: Executor,
  view: BotView,
  filter: BotFilter,
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
    items: page.map(toDto(view)),
    nextCursor: rows.length > page.length && last ? cursorOf({ name: last.botName, id: last.id }) : null,
  };
}

/** One bot, or null where the reader doesn't know of it. */
export async function findBot(db: Executor, view: BotView, id: number): Promise<BotDto | null> {
  const rows = await select(db, view).where(and(isVisible(db, view), eq(kbBots.id, id)));
  return rows.map(toDto(view))[0] ?? null;
}

/** @throws AppError not_found, the same for an unknown and an absent bot */
export async function getBot(db: Executor, view: BotView, id: number): Promise<BotDto> {
  const bot = await findBot(db, view, id);
  if (!bot) throw new AppError("not_found");
  return bot;
}
