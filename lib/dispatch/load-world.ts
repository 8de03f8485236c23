import "server-only";
import { and, eq, getTableColumns, inArray, isNotNull, isNull, lte, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { kbScheduleLogs as logs } from "@/db/schema/deliveries";
import { lanes, roomPace } from "@/db/schema/dispatch";
import { images } from "@/db/schema/images";
import { orgs } from "@/db/schema/orgs";
import { kbBots, kbRooms } from "@/db/schema/rooms";
import { kbSchedule } from "@/db/schema/schedules";
import { limitChains } from "@/lib/rooms/limit-chain";
import { type EffectiveLimits, effectiveLimits, limitValues, ownLimits } from "@/lib/rooms/limits";
import type { Runtime } from "@/lib/runtime";
import { isBotOffline } from "@/lib/schedules/schedule-dto";
import { callRulesOf } from "./call-rules";
import type { DeviceWorld } from "./forecast-world";
import { deviceIdOf, laneKeyOf, MOST_WAIT_MS } from "./lane";
import { type Asked, loadAccess } from "./load-access";
import { partsOf, type RunBot, type RunPart } from "./load-runs";
import { botColumns, loadImageFacts, roomColumns } from "./load-targets";

/** What a forecast plays with, and what its items are told with. */
export type LoadedWorld = {
  devices: DeviceWorld[];
  rooms: ReadonlyMap<number, { name: string; limits: EffectiveLimits }>;
  schedules: ReadonlyMap<number, { title: string; orgId: number }>;
};

/**
 * Everything that decides what these devices do until `to`, whoever owns it: rooms of others wait in the same line. A
 * fixed number of statements, whatever the number of schedules.
 */
export async function loadWorld(
  { db, gateway }: Pick<Runtime, "db" | "gateway">,
  deviceIds: readonly string[],
  to: Date,
): Promise<LoadedWorld> {
  if (deviceIds.length === 0) return { devices: [], rooms: new Map(), schedules: new Map() };
  const bots = await db
    .select()
    .from(kbBots)
    .where(inArray(kbBots.deviceId, [...deviceIds]));
  const botOf = new Map(bots.map((bot) => [bot.id, bot]));
  const [due, open, rests] = await Promise.all([
    schedulesOf(db, [...botOf.keys()], new Date(to.getTime() + MOST_WAIT_MS)),
    openLogs(db, [...botOf.keys()]),
    restsOf(db, deviceIds),
  ]);
  const asked = due.map(({ schedule, bot }): Asked => {
    const { ownerOrgId: orgId, createdByMbId: creator } = schedule;
    return { kind: "schedule", botId: bot.id, orgId, requestedBy: null, creator };
  });
  const [rooms, parts, facts, refusalOf] = await Promise.all([
    roomsOf(db, [...due.map(({ room }) => room.id), ...open.map((log) => log.roomRef)]),
    open.length === 0
      ? new Map<number, RunPart[]>()
      : partsOf(
          db,
          open.map((log) => log.id),
        ),
    loadImageFacts(
      db,
      due.map(({ schedule }) => schedule),
    ),
    loadAccess(db, [...asked, ...open]),
  ]);
  const refusal = (run: Asked, roomRef: number) => {
    const [room, bot] = [rooms.get(roomRef), botOf.get(run.botId)];
    return room && bot
      ? refusalOf(run, { room, bot: { status: bot.status, isDeleted: bot.deletedAt !== null } })
      : null;
  };
  const schedules = due.map(({ schedule, room, bot }, i) => ({
    target: { schedule, room, bot },
    rules: callRulesOf(gateway(bot.gateway), facts),
    refusal: refusal(asked[i] as Asked, room.id),
  }));
  const runs = open.flatMap(({ nextAttemptAt, ...log }) =>
    nextAttemptAt
      ? [{ ...log, nextAttemptAt, parts: parts.get(log.id) ?? [], refusal: refusal(log, log.roomRef) }]
      : [],
  );
  const frozen = runs.flatMap((run) =>
    run.parts.flatMap(({ payload }) => (payload.kind === "images" ? payload.keys : [])),
  );
  const stored = due.flatMap(({ schedule }) => [...schedule.messageImages1, ...schedule.messageImages2]);
  const missing = await missingOf(db, [...stored, ...frozen]);
  const playRooms = new Map([...rooms].map(([id, { limits, pace }]) => [id, { limits: limitValues(limits), pace }]));
  const devices = deviceIds.map((deviceId) => {
    const mine = bots.filter((bot) => bot.deviceId === deviceId);
    const isMine = (botId: number) => botOf.get(botId)?.deviceId === deviceId;
    return {
      restUntil: rests.get(deviceId) ?? null,
      bots: new Map(mine.map((bot) => [bot.id, { minGapMs: bot.minGapMs, standing: standingOf(bot, gateway) }])),
      rooms: playRooms,
      schedules: schedules.filter(({ target }) => isMine(target.bot.id)),
      runs: runs.filter((run) => isMine(run.botId)),
      missing,
    };
  });
  const told = [
    ...open.map((log) => [log.scheduleId, { title: log.title, orgId: log.orgId }] as const),
    ...due.map(({ schedule }) => [schedule.id, { title: schedule.title, orgId: schedule.ownerOrgId }] as const),
  ];
  return { devices, rooms, schedules: new Map(told) };
}

/** Why nothing can be sent with a bot as things stand: what the lists call a blocked schedule too. */
function standingOf(bot: RunBot, gateway: Runtime["gateway"]): string | null {
  if (bot.parkReason) return bot.parkReason;
  if (isBotOffline(bot)) return "bot_offline";
  return gateway(bot.gateway) ? null : "gateway_missing";
}

/** Schedules that fall due until then. A text stands for itself by its first letter: only whether there is one matters here. */
const schedulesOf = (db: Executor, botIds: readonly number[], until: Date) =>
  db
    .select({
      schedule: {
        ...getTableColumns(kbSchedule),
        messageText: sql<string | null>`left(${kbSchedule.messageText}, 1)`,
        description: sql<null>`null`,
      },
      room: roomColumns,
      bot: botColumns,
    })
    .from(kbRooms)
    .innerJoin(kbBots, eq(kbBots.id, kbRooms.botId))
    .innerJoin(kbSchedule, eq(kbSchedule.roomRef, kbRooms.id))
    .where(
      and(
        inArray(kbRooms.botId, [...botIds]),
        isNull(kbSchedule.deletedAt),
        eq(kbSchedule.status, "active"),
        lte(kbSchedule.nextSendAt, until),
      ),
    );

const openLogs = (db: Executor, botIds: readonly number[]) =>
  db
    .select({
      id: logs.id,
      scheduleId: logs.scheduleId,
      orgId: logs.orgId,
      roomRef: logs.roomRef,
      botId: logs.botId,
      kind: logs.kind,
      title: logs.title,
      priority: logs.priority,
      status: logs.status,
      reasonCode: logs.reasonCode,
      requestedBy: logs.requestedBy,
      creator: kbSchedule.createdByMbId,
      scheduledAt: logs.scheduledAt,
      nextAttemptAt: logs.nextAttemptAt,
      expiresAt: logs.expiresAt,
      startedAt: logs.startedAt,
    })
    .from(logs, { forceIndex: "ix_logs_bot_next" })
    .innerJoin(kbSchedule, eq(kbSchedule.id, logs.scheduleId))
    .where(and(inArray(logs.botId, [...botIds]), isNotNull(logs.nextAttemptAt)));

async function roomsOf(db: Executor, ids: readonly number[]) {
  if (ids.length === 0) return new Map<number, never>();
  const rows = await db
    .select({
      ...roomColumns,
      name: kbRooms.name,
      status: kbRooms.status,
      own: kbRooms.limits,
      deletedAt: kbRooms.deletedAt,
      path: orgs.path,
      callTimes: roomPace.callTimes,
      runTimes: roomPace.runTimes,
    })
    .from(kbRooms)
    .innerJoin(orgs, eq(orgs.id, kbRooms.ownerOrgId))
    .leftJoin(roomPace, eq(roomPace.roomRef, kbRooms.id))
    .where(inArray(kbRooms.id, [...new Set(ids)]));
  const chains = await limitChains(
    db,
    rows.map((row) => row.path),
  );
  return new Map(
    rows.map(({ own, path, deletedAt, callTimes, runTimes, ...room }) => {
      const step = { origin: { kind: "room" as const, id: room.id, name: room.name }, limits: ownLimits(own) };
      const limits = effectiveLimits([...(chains.get(path) ?? []), step]);
      const pace = { callTimes: callTimes ?? [], runTimes: runTimes ?? [] };
      return [room.id, { ...room, isDeleted: deletedAt !== null, limits, pace }] as const;
    }),
  );
}

/** Until when devices that nobody holds must rest. */
async function restsOf(db: Executor, deviceIds: readonly string[]): Promise<Map<string, Date | null>> {
  const rows = await db
    .select({ laneKey: lanes.laneKey, until: lanes.leaseUntil })
    .from(lanes)
    .where(and(inArray(lanes.laneKey, deviceIds.map(laneKeyOf)), isNull(lanes.leaseToken)));
  return new Map(rows.map((row) => [deviceIdOf(row.laneKey), row.until]));
}

/** Those of the images that nobody can read any more. */
async function missingOf(db: Executor, keys: readonly string[]): Promise<Set<string>> {
  const missing = new Set(keys);
  const all = [...missing];
  for (let from = 0; from < all.length; from += 1000) {
    const ready = await db
      .select({ key: images.objectKey })
      .from(images)
      .where(and(inArray(images.objectKey, all.slice(from, from + 1000)), eq(images.status, "ready")));
    for (const { key } of ready) missing.delete(key);
  }
  return missing;
}
