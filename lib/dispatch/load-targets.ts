import "server-only";
import { asc, eq, inArray, type SQL } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { images } from "@/db/schema/images";
import { kbBots, kbRooms } from "@/db/schema/rooms";
import { kbSchedule } from "@/db/schema/schedules";

export type ScheduleRow = typeof kbSchedule.$inferSelect;
/** What an occurrence needs to know of where it goes. */
export type TargetRoom = {
  id: number;
  roomId: string;
  botId: number;
  ownerOrgId: number;
  roomType: "production" | "test";
};
export type TargetBot = Pick<typeof kbBots.$inferSelect, "id" | "deviceId" | "gateway" | "isSandbox">;
export type Target = { schedule: ScheduleRow; room: TargetRoom; bot: TargetBot };

export const roomColumns = {
  id: kbRooms.id,
  roomId: kbRooms.roomId,
  botId: kbRooms.botId,
  ownerOrgId: kbRooms.ownerOrgId,
  roomType: kbRooms.roomType,
};
export const botColumns = {
  id: kbBots.id,
  deviceId: kbBots.deviceId,
  gateway: kbBots.gateway,
  isSandbox: kbBots.isSandbox,
};

/** Schedules with their room and bot as they stand now, in the order they fall due: the ledger's ids follow it (rulings 4). */
export const loadTargets = (db: Executor, ids: readonly number[], where?: SQL): Promise<Target[]> =>
  db
    .select({ schedule: kbSchedule, room: roomColumns, bot: botColumns })
    .from(kbSchedule)
    .innerJoin(kbRooms, eq(kbRooms.id, kbSchedule.roomRef))
    .innerJoin(kbBots, eq(kbBots.id, kbRooms.botId))
    .where(where ?? inArray(kbSchedule.id, [...ids]))
    .orderBy(asc(kbSchedule.nextSendAt), asc(kbSchedule.id));

export type ImageFacts = ReadonlyMap<string, { id: number; bytes: number }>;

/** Id and size of the images these schedules send. */
export async function loadImageFacts(db: Executor, schedules: readonly ScheduleRow[]): Promise<ImageFacts> {
  const keys = [...new Set(schedules.flatMap((row) => [...row.messageImages1, ...row.messageImages2]))];
  const facts = new Map<string, { id: number; bytes: number }>();
  for (let from = 0; from < keys.length; from += 1000) {
    const rows = await db
      .select({ key: images.objectKey, id: images.id, bytes: images.bytes })
      .from(images)
      .where(inArray(images.objectKey, keys.slice(from, from + 1000)));
    for (const { key, ...fact } of rows) facts.set(key, fact);
  }
  return facts;
}
