import "server-only";
import { setImmediate } from "node:timers/promises";
import { and, eq, inArray, isNotNull, isNull } from "drizzle-orm";
import type { Executor } from "@/db/client";
import type { LogKind } from "@/db/enums";
import { kbScheduleLogs as logs } from "@/db/schema/deliveries";
import { orgs } from "@/db/schema/orgs";
import { kbBots, kbRooms } from "@/db/schema/rooms";
import { kbSchedule } from "@/db/schema/schedules";
import { inScope, type OrgScope, orgIdsIn } from "@/lib/access/scope";
import { AppError, invalid } from "@/lib/errors";
import { type LimitOrigin, limitNames } from "@/lib/rooms/limits";
import type { Runtime } from "@/lib/runtime";
import { compareItems, type ForecastItem, type ForecastOutcome, forecast } from "./forecast";
import { endOfPage } from "./forecast-page";
import {
  encodeForecastCursor,
  type ForecastFilter,
  isAfter,
  rangeOf,
  type ScheduleForecastFilter,
} from "./forecast-schema";
import { type LoadedWorld, loadWorld } from "./load-world";

/** What will become of one run, as the API tells it (rulings 29); instants in UTC. */
export type ForecastDto = {
  at: string;
  scheduleId: number;
  roomId: number;
  outcome: ForecastOutcome;
  until?: string;
  rule?: string;
  kind: LogKind;
  title: string;
  roomName: string;
  sent?: number;
  parts?: number;
  /** Where the rule is a limit: its value and who says so. */
  limit?: { value: number; origin: LimitOrigin };
};

export type ForecastPage = { items: ForecastDto[]; nextCursor: string | null };
type Rt = Pick<Runtime, "db" | "clock" | "gateway">;
type Wanted = { deviceIds: string[]; isWanted: (run: Pick<ForecastItem, "scheduleId" | "roomId">) => boolean };

/**
 * What one schedule will do.
 * @throws AppError not_found, the same for a foreign and an absent schedule; invalid at `to`
 */
export async function forecastSchedule(
  rt: Rt,
  scope: OrgScope,
  { id, ...filter }: ScheduleForecastFilter,
): Promise<ForecastPage> {
  const [schedule] = await rt.db
    .select({ deviceId: kbBots.deviceId })
    .from(kbSchedule)
    .innerJoin(orgs, eq(orgs.id, kbSchedule.ownerOrgId))
    .innerJoin(kbRooms, eq(kbRooms.id, kbSchedule.roomRef))
    .innerJoin(kbBots, eq(kbBots.id, kbRooms.botId))
    .where(and(eq(kbSchedule.id, id), isNull(kbSchedule.deletedAt), inScope(scope)));
  if (!schedule) throw new AppError("not_found");
  const open = await rt.db
    .selectDistinct({ deviceId: kbBots.deviceId })
    .from(logs)
    .innerJoin(kbBots, eq(kbBots.id, logs.botId))
    .where(and(eq(logs.scheduleId, id), isNotNull(logs.nextAttemptAt)));
  return page(rt, scope, filter, {
    deviceIds: [...new Set([schedule, ...open].map((row) => row.deviceId))],
    isWanted: (run) => run.scheduleId === id,
  });
}

/**
 * What the schedules of a subtree will do, or those of one room.
 * @throws AppError not_found, the same for a foreign and an absent room; invalid at `to`
 */
export async function forecastAll(
  rt: Rt,
  scope: OrgScope,
  { roomId, ...filter }: ForecastFilter,
): Promise<ForecastPage> {
  if (roomId === undefined) {
    const deviceIds = await devicesOf(rt.db, await orgIdsIn(rt.db, scope));
    return page(rt, scope, filter, { deviceIds, isWanted: () => true });
  }
  const [room] = await rt.db
    .select({ deviceId: kbBots.deviceId })
    .from(kbRooms)
    .innerJoin(orgs, eq(orgs.id, kbRooms.ownerOrgId))
    .innerJoin(kbBots, eq(kbBots.id, kbRooms.botId))
    .where(and(eq(kbRooms.id, roomId), isNull(kbRooms.deletedAt), inScope(scope)));
  if (!room) throw new AppError("not_found");
  return page(rt, scope, filter, { deviceIds: [room.deviceId], isWanted: (run) => run.roomId === roomId });
}

/** Devices that do anything for these organisations. */
async function devicesOf(db: Executor, orgIds: readonly number[]): Promise<string[]> {
  if (orgIds.length === 0) return [];
  const ids = [...orgIds];
  const [due, open] = await Promise.all([
    db
      .selectDistinct({ deviceId: kbBots.deviceId })
      .from(kbSchedule)
      .innerJoin(kbRooms, eq(kbRooms.id, kbSchedule.roomRef))
      .innerJoin(kbBots, eq(kbBots.id, kbRooms.botId))
      .where(and(inArray(kbSchedule.ownerOrgId, ids), isNull(kbSchedule.deletedAt), isNotNull(kbSchedule.nextSendAt))),
    db
      .selectDistinct({ deviceId: kbBots.deviceId })
      .from(logs, { forceIndex: "ix_logs_org_status" })
      .innerJoin(kbBots, eq(kbBots.id, logs.botId))
      .where(and(inArray(logs.orgId, ids), inArray(logs.status, ["planned", "deferred", "sending"]))),
  ]);
  return [...new Set([...due, ...open].map((row) => row.deviceId))];
}

async function page(
  rt: Rt,
  scope: OrgScope,
  { cursor, limit, ...asked }: Omit<ForecastFilter, "roomId">,
  { deviceIds, isWanted }: Wanted,
): Promise<ForecastPage> {
  const now = await rt.clock();
  const range = rangeOf(asked, now);
  if ("field" in range) throw invalid(range.field, range.message);
  const [world, orgIds] = await Promise.all([loadWorld(rt, deviceIds, range.to), orgIdsIn(rt.db, scope)]);
  const mine = new Set(orgIds);
  // Rooms of others on the same device are played too, because they take its time, and never told.
  const isTold = (run: Pick<ForecastItem, "scheduleId" | "roomId">) =>
    isWanted(run) && mine.has(world.schedules.get(run.scheduleId)?.orgId ?? 0);
  const rows = world.devices.flatMap(({ schedules }) => schedules.map(({ target }) => target.schedule));
  const wanted = rows.filter((row) => isTold({ scheduleId: row.id, roomId: row.roomRef }));
  const after = new Date(Math.max(now.getTime() - 1, range.from.getTime() - 1, cursor?.at.getTime() ?? 0));
  const to = endOfPage(wanted, after, range.to, limit);
  const found: ForecastItem[] = [];
  for (const device of world.devices) {
    const items = forecast({ now, callMs: 0, devices: [device] }, range.from, to);
    found.push(...items.filter((item) => isTold(item) && (!cursor || isAfter(item, cursor))));
    // Hundreds of devices take a while: others get their turn between them.
    await setImmediate();
  }
  found.sort(compareItems);
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map((item) => toDto(item, world)),
    nextCursor: found.length > limit && last ? encodeForecastCursor(last) : null,
  };
}

function toDto({ at, until, ...item }: ForecastItem, world: LoadedWorld): ForecastDto {
  const room = world.rooms.get(item.roomId);
  const name = limitNames.find((one) => one === item.rule);
  const limit = name && room?.limits[name];
  return {
    at: at.toISOString(),
    ...item,
    ...(until && { until: until.toISOString() }),
    title: world.schedules.get(item.scheduleId)?.title ?? "",
    roomName: room?.name ?? "",
    ...(limit && { limit }),
  };
}
