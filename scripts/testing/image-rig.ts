import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach } from "vitest";
import type { ImageStatus, Role } from "@/db/enums";
import { kbScheduleLogs } from "@/db/schema/deliveries";
import { imageRefs, images, logImageRefs } from "@/db/schema/images";
import { kbSchedule } from "@/db/schema/schedules";
import { type PlantedOrg, plantBot, plantOrg, plantRoom, plantUser } from "@/db/testing/plant";
import type { UserActor } from "@/lib/access/actor";
import { createLocalDisk } from "@/lib/storage/local-disk";
import { newImageKey, type ObjectKey, thumbKeyOf } from "@/lib/storage/object-key";
import { START, testRig } from "./test-rig";

export type KeptImage = { id: number; key: ObjectKey; org: PlantedOrg };

/** For tests about kept images: a branch, a store in a folder of its own, and images, schedules and logs to plant. */
export function imageRig() {
  const t = testRig(
    async (db) => {
      const folder = await mkdtemp(join(tmpdir(), "dochak-images-"));
      return { folder, storage: createLocalDisk(folder), org: await plantOrg(db, "branch", null) };
    },
    (db) => db.select().from(images),
  );
  afterEach(() => rm(t.w.folder, { recursive: true, force: true }));

  async function plantImage(org: PlantedOrg, status: ImageStatus = "ready"): Promise<KeptImage> {
    const key = newImageKey(org.id, START, "image/png");
    await t.w.storage.put(key, Buffer.from(`picture ${key}`), "image/png");
    await t.w.storage.put(thumbKeyOf(key), Buffer.from(`small ${key}`), "image/webp");
    const decoded = { sha256: Buffer.alloc(32, 7), width: 4, height: 3, frames: 1, unusedSince: START };
    const values = { orgId: org.id, objectKey: key, mime: "image/png" as const, bytes: 10, createdAt: START };
    const [row] = await t.db
      .insert(images)
      .values({ ...values, originalName: "딸기 상자.png", status, ...(status === "ready" && decoded) })
      .$returningId();
    return { id: row!.id, key, org };
  }

  async function plantSchedule(org: PlantedOrg, imageIds: readonly number[], deletedAt: Date | null = null) {
    const author = await plantUser(t.db, org);
    const room = await plantRoom(t.db, org, await plantBot(t.db));
    const [row] = await t.db
      .insert(kbSchedule)
      .values({
        title: "예약",
        createdByType: org.level,
        createdById: org.id,
        createdByMbId: author.mbId,
        ownerOrgId: org.id,
        roomRef: room.id,
        targetBotName: "봇",
        targetRoomId: room.roomId,
        messageImages1: [],
        messageImages2: [],
        scheduleType: "daily",
        scheduleTime: "09:00:00",
        validFrom: START,
        validUntil: START,
        createdAt: START,
        updatedAt: START,
        deletedAt,
      })
      .$returningId();
    const scheduleId = row!.id;
    const refs = imageIds.map((imageId, position) => ({ imageId, scheduleId, grp: 1, position }));
    if (refs.length > 0) await t.db.insert(imageRefs).values(refs);
    return { scheduleId, room };
  }

  async function plantLog(org: PlantedOrg, imageId: number): Promise<void> {
    const { scheduleId, room } = await plantSchedule(org, [], START);
    const target = { roomRef: room.id, botId: room.botId, targetRoomId: room.roomId };
    const [row] = await t.db
      .insert(kbScheduleLogs)
      .values({ scheduleId, orgId: org.id, ...target, title: "예약", scheduledAt: START, createdAt: START })
      .$returningId();
    await t.db.insert(logImageRefs).values({ logId: row!.id, imageId });
  }

  /** 본사 › 총판 ×2 › 대리점 ×2 › 지점 ×2: fifteen organisations. */
  async function plantTree() {
    const hq = await plantOrg(t.db, "hq", null);
    const all = [hq];
    for (let i = 0; i < 2; i++) {
      const distributor = await plantOrg(t.db, "distributor", hq);
      all.push(distributor);
      for (let j = 0; j < 2; j++) {
        const agency = await plantOrg(t.db, "agency", distributor);
        all.push(agency, await plantOrg(t.db, "branch", agency), await plantOrg(t.db, "branch", agency));
      }
    }
    return all;
  }

  return {
    t,
    rt: () => ({ ...t.rt, storage: t.w.storage }),
    later: (ms: number) => {
      t.now = new Date(t.now.getTime() + ms);
    },
    user: (org: PlantedOrg, role: Role = "operator"): Promise<UserActor> => plantUser(t.db, org, role),
    plantImage,
    plantSchedule,
    plantLog,
    plantTree,
  };
}
