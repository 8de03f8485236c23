import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import type { Db } from "../client";
import type { LogStatus } from "../enums";
import { kbScheduleLogParts, kbScheduleLogs } from "../schema/deliveries";
import { images } from "../schema/images";
import { kbSchedule } from "../schema/schedules";
import { type PlantedOrg, plantBot, plantOrg, plantRoom, plantUser } from "./plant";

let serial = 0;
const planted = new Date("2026-11-20T05:00:00Z");

/** 본사 › 대리점 › 지점, and another branch beside them; a room for both branches and a person on each level. */
export async function plantFranchise(db: Db) {
  const hq = await plantOrg(db, "hq", null);
  const agency = await plantOrg(db, "agency", hq);
  const branch = await plantOrg(db, "branch", agency);
  const other = await plantOrg(db, "branch", hq);
  const bot = await plantBot(db);
  const room = await plantRoom(db, branch, bot);
  const otherRoom = await plantRoom(db, other, bot);
  const actor = await plantUser(db, branch, "operator");
  const superior = await plantUser(db, agency, "operator");
  const stranger = await plantUser(db, other, "admin");
  return { hq, agency, branch, other, bot, room, otherRoom, actor, superior, stranger };
}

/** A key of the shape the storage gives out. */
export const imageKey = (orgId: number) => {
  const hex = randomBytes(16).toString("hex");
  return `img/${orgId}/2026/${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}.jpg`;
};

/** A kept image of `org`; no file lies behind it. */
export async function plantImage(db: Db, org: PlantedOrg, over: Partial<typeof images.$inferInsert> = {}) {
  serial++;
  const objectKey = imageKey(org.id);
  const [row] = await db
    .insert(images)
    .values({
      orgId: org.id,
      objectKey,
      sha256: Buffer.alloc(32, serial),
      mime: "image/jpeg",
      bytes: 1000,
      width: 10,
      height: 10,
      frames: 1,
      originalName: "딸기.jpg",
      status: "ready",
      createdAt: planted,
      ...over,
    })
    .$returningId();
  return { id: row!.id, key: objectKey };
}

export const storedSchedule = async (db: Db, id: number) => {
  const [row] = await db.select().from(kbSchedule).where(eq(kbSchedule.id, id));
  return row!;
};
export const storedRun = async (db: Db, id: number) => {
  const [row] = await db.select().from(kbScheduleLogs).where(eq(kbScheduleLogs.id, id));
  return row!;
};

/** An occurrence of a stored schedule with one waiting part. */
export async function plantRun(
  db: Db,
  scheduleId: number,
  status: LogStatus,
  over: Partial<typeof kbScheduleLogs.$inferInsert> = {},
) {
  const row = await storedSchedule(db, scheduleId);
  const [log] = await db
    .insert(kbScheduleLogs)
    .values({
      scheduleId,
      orgId: row.ownerOrgId,
      roomRef: row.roomRef,
      botId: 1,
      targetRoomId: row.targetRoomId,
      title: row.title,
      status,
      scheduledAt: new Date(planted.getTime() - 1000 * ++serial),
      nextAttemptAt: planted,
      createdAt: planted,
      ...over,
    })
    .$returningId();
  const payload = { kind: "text" as const, text: "글" };
  await db.insert(kbScheduleLogParts).values({ logId: log!.id, seq: 0, kind: "text", payload });
  return log!.id;
}
