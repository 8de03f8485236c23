import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { ImageStatus, Role } from "@/db/enums";
import { kbScheduleLogs } from "@/db/schema/deliveries";
import { imageRefs, images, logImageRefs } from "@/db/schema/images";
import { kbSchedule } from "@/db/schema/schedules";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { type PlantedOrg, plantBot, plantOrg, plantRoom, plantUser } from "@/db/testing/plant";
import type { UserActor } from "@/lib/access/actor";
import { isSelfOrBelow } from "@/lib/access/org-path";
import { scopeOf } from "@/lib/access/scope";
import { AppError } from "@/lib/errors";
import { createLocalDisk } from "@/lib/storage/local-disk";
import { newImageKey, type ObjectKey, thumbKeyOf } from "@/lib/storage/object-key";
import type { Storage } from "@/lib/storage/port";
import { keysOf } from "@/lib/storage/storage-contract";
import { openImage } from "./open-image";
import { imagesByKeys } from "./queries";
import { removeImage } from "./remove-image";
import { ImageAddress } from "./schema";
import { sweepImages } from "./sweep-images";

const T0 = new Date("2026-11-20T00:00:00.000Z");
const HOUR = 3_600_000;
let database: TestDatabase;
let folder: string;
let storage: Storage;
let nowMs: number;
const rt = () => ({ db: database.db, storage, clock: async () => new Date(nowMs) });

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "dochak-images-"));
  storage = createLocalDisk(folder);
  nowMs = T0.getTime();
});
afterEach(async () => {
  await database.clear();
  await rm(folder, { recursive: true, force: true });
});

type Planted = { id: number; key: ObjectKey; org: PlantedOrg };
async function plantImage(org: PlantedOrg, status: ImageStatus = "ready", createdAt = T0): Promise<Planted> {
  const key = newImageKey(org.id, createdAt, "image/png");
  await storage.put(key, Buffer.from(`picture ${key}`), "image/png");
  await storage.put(thumbKeyOf(key), Buffer.from(`small ${key}`), "image/webp");
  const isReady = status === "ready";
  const [row] = await database.db
    .insert(images)
    .values({
      orgId: org.id,
      objectKey: key,
      mime: "image/png",
      bytes: 10,
      originalName: "딸기 상자.png",
      status,
      createdAt,
      ...(isReady && { sha256: Buffer.alloc(32, 7), width: 4, height: 3, frames: 1, unusedSince: createdAt }),
    })
    .$returningId();
  return { id: row!.id, key, org };
}

async function plantSchedule(org: PlantedOrg, imageIds: readonly number[], deletedAt: Date | null = null) {
  const { db } = database;
  const author = await plantUser(db, org);
  const room = await plantRoom(db, org, await plantBot(db));
  const [row] = await db
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
      validFrom: T0,
      validUntil: T0,
      createdAt: T0,
      updatedAt: T0,
      deletedAt,
    })
    .$returningId();
  const scheduleId = row!.id;
  const refs = imageIds.map((imageId, position) => ({ imageId, scheduleId, grp: 1, position }));
  if (refs.length > 0) await db.insert(imageRefs).values(refs);
  return { scheduleId, room };
}

async function plantLog(org: PlantedOrg, imageId: number) {
  const { db } = database;
  const { scheduleId, room } = await plantSchedule(org, [], T0);
  const [row] = await db
    .insert(kbScheduleLogs)
    .values({
      scheduleId,
      orgId: org.id,
      roomRef: room.id,
      botId: room.botId,
      targetRoomId: room.roomId,
      title: "예약",
      scheduledAt: T0,
      createdAt: T0,
    })
    .$returningId();
  await db.insert(logImageRefs).values({ logId: row!.id, imageId });
}

/** 본사 › 총판 ×2 › 대리점 ×2 › 지점 ×2: fifteen organisations. */
async function plantTree() {
  const { db } = database;
  const hq = await plantOrg(db, "hq", null);
  const all = [hq];
  for (let i = 0; i < 2; i++) {
    const distributor = await plantOrg(db, "distributor", hq);
    all.push(distributor);
    for (let j = 0; j < 2; j++) {
      const agency = await plantOrg(db, "agency", distributor);
      all.push(agency, await plantOrg(db, "branch", agency), await plantOrg(db, "branch", agency));
    }
  }
  return all;
}
const codeOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => null,
    (caught: unknown) => caught,
  );
  if (!(error instanceof AppError)) throw error ?? new Error("was accepted");
  return error.code;
};
const user = (org: PlantedOrg, role: Role = "operator"): Promise<UserActor> => plantUser(database.db, org, role);

test("an image is visible to whose subtree uploaded it or who sees a schedule or log that uses it, and to nobody else", async () => {
  const tree = await plantTree();
  const pick = (n: number) => tree[n % tree.length]!;
  const world: { image: Planted; seenFrom: PlantedOrg[] }[] = [];
  // Every mix of uploader, using schedule, deleted schedule, using log, and states that nobody may see.
  for (let n = 0; n < 40; n++) {
    const status = n % 10 === 8 ? "pending" : n % 10 === 9 ? "quarantined" : "ready";
    const image = await plantImage(pick(n * 7), status);
    const seenFrom = status === "ready" ? [image.org] : [];
    if (n % 2 === 0) {
      const owner = pick(n * 5 + 3);
      await plantSchedule(owner, [image.id]);
      if (status === "ready") seenFrom.push(owner);
    }
    if (n % 3 === 0) await plantSchedule(pick(n * 11 + 1), [image.id], T0);
    if (n % 5 === 0) {
      const owner = pick(n * 13 + 2);
      await plantLog(owner, image.id);
      if (status === "ready") seenFrom.push(owner);
    }
    world.push({ image, seenFrom });
  }
  const keys = world.map(({ image }) => image.key);
  let seen = 0;
  for (const org of tree) {
    const actor = await user(org, "viewer");
    const found = await imagesByKeys(database.db, scopeOf(actor), keys);
    const expected = world.filter(({ seenFrom }) => seenFrom.some((from) => isSelfOrBelow(from.path, org.path)));
    expect(found.map((image) => image.key)).toEqual(expected.map(({ image }) => image.key));
    seen += found.length;
  }
  expect(seen).toBeGreaterThan(100);
}, 60_000);

test("keys come back in the order asked, twice where asked twice, and nonsense is simply not there", async () => {
  const org = await plantOrg(database.db, "branch", null);
  const [a, b] = [await plantImage(org), await plantImage(org)];
  const scope = scopeOf(await user(org));
  const keys = [b.key, "../etc/passwd", a.key, "", b.key, newImageKey(org.id, T0, "image/png")];
  const found = await imagesByKeys(database.db, scope, keys);
  expect(found.map((image) => image.key)).toEqual([b.key, a.key, b.key]);
  expect(await imagesByKeys(database.db, scope, [])).toEqual([]);
});

describe("serving (UP-07)", () => {
  const address = (key: string, thumb?: "1") => ImageAddress.parse({ key: key.split("/"), thumb });

  test("gives the bytes with headers that keep a picture a picture", async () => {
    const org = await plantOrg(database.db, "branch", null);
    const { key } = await plantImage(org);
    const { body, headers } = await openImage(rt(), await user(org), address(key));
    expect(await new Response(body).text()).toBe(`picture ${key}`);
    const { ETag, ...fixed } = headers;
    expect(fixed).toEqual({
      "X-Content-Type-Options": "nosniff",
      "Content-Security-Policy": "default-src 'none'; sandbox",
      "Cross-Origin-Resource-Policy": "same-origin",
      "Cache-Control": "private, no-cache",
      Vary: "Cookie, Authorization",
      "Content-Type": "image/png",
      "Content-Length": String(`picture ${key}`.length),
      "Content-Disposition":
        "inline; filename=\"image.png\"; filename*=UTF-8''%EB%94%B8%EA%B8%B0%20%EC%83%81%EC%9E%90.png",
    });
    const small = await openImage(rt(), await user(org), address(key, "1"));
    expect(small.headers["Content-Type"]).toBe("image/webp");
    expect(small.headers.ETag).not.toBe(ETag);
    expect(await new Response(small.body).text()).toBe(`small ${key}`);
    const known = await openImage(rt(), await user(org), address(key), `"other", W/${ETag}`);
    expect(known.body).toBeNull();
    expect(known.headers.ETag).toBe(ETag);
  });

  test("foreign, absent, pending, quarantined and lost files are one 404", async () => {
    const org = await plantOrg(database.db, "branch", null);
    const other = await plantOrg(database.db, "branch", null);
    const actor = await user(org, "admin");
    const lost = await plantImage(org);
    await storage.quarantine(lost.key);
    const keys = [
      (await plantImage(other)).key,
      newImageKey(org.id, T0, "image/png"),
      (await plantImage(org, "pending")).key,
      (await plantImage(org, "quarantined")).key,
      lost.key,
    ];
    for (const key of keys) expect(await codeOf(openImage(rt(), actor, address(key)))).toBe("not_found");
  });

  test("only addresses of ours are addresses", () => {
    for (const key of [["img"], ["..", "x"], ["thumb", "1"], [], ["img", "1", "2026", "%2e%2e"]])
      expect(ImageAddress.safeParse({ key }).success).toBe(false);
  });
});

describe("removing", () => {
  test("takes an unused image out of sight; its bytes stay in quarantine", async () => {
    const org = await plantOrg(database.db, "branch", null);
    const image = await plantImage(org);
    const actor = await user(org);
    await removeImage(rt(), actor, image);
    expect(await imagesByKeys(database.db, scopeOf(actor), [image.key])).toEqual([]);
    expect(await keysOf(storage, "")).toEqual([]);
    expect(await readdir(join(folder, ".quarantine"))).toEqual(["img", "thumb"]);
    expect(await codeOf(removeImage(rt(), actor, image))).toBe("not_found");
  });

  test("a used image stays, whoever asks; strangers hear that it isn't there; users of it may not remove it", async () => {
    const tree = await plantTree();
    const [hq, , , branch, sibling] = tree as [PlantedOrg, PlantedOrg, PlantedOrg, PlantedOrg, PlantedOrg];
    const shared = await plantImage(hq);
    await plantSchedule(branch, [shared.id]);
    const logged = await plantImage(branch);
    await plantLog(branch, logged.id);
    expect(await codeOf(removeImage(rt(), await user(hq), shared))).toBe("conflict");
    expect(await codeOf(removeImage(rt(), await user(branch), logged))).toBe("conflict");
    expect(await codeOf(removeImage(rt(), await user(branch), shared))).toBe("forbidden");
    expect(await codeOf(removeImage(rt(), await user(branch, "viewer"), logged))).toBe("forbidden");
    expect(await codeOf(removeImage(rt(), await user(sibling, "admin"), shared))).toBe("not_found");
    expect(await keysOf(storage, "img/")).toHaveLength(2);
  });
});

describe("sweeping", () => {
  const statusOf = async (id: number) => {
    const [row] = await database.db.select().from(images).where(eq(images.id, id));
    return row?.status ?? "gone";
  };

  test("uploads that never ended go after an hour, not before", async () => {
    const org = await plantOrg(database.db, "branch", null);
    const image = await plantImage(org, "pending");
    nowMs += HOUR - 1;
    expect(await sweepImages(rt())).toEqual({ abandoned: 0, unused: 0, moved: 0 });
    nowMs += 2;
    expect(await sweepImages(rt())).toEqual({ abandoned: 1, unused: 0, moved: 1 });
    expect(await statusOf(image.id)).toBe("gone");
    expect(await keysOf(storage, "")).toEqual([]);
    expect(await sweepImages(rt())).toEqual({ abandoned: 0, unused: 0, moved: 0 });
  });

  test("an image nobody uses goes after 24 h; used by a schedule or a log it stays for ever", async () => {
    const org = await plantOrg(database.db, "branch", null);
    const [unused, scheduled, logged, wasDeleted] = await Promise.all(Array.from({ length: 4 }, () => plantImage(org)));
    const { scheduleId } = await plantSchedule(org, [scheduled!.id]);
    await plantLog(org, logged!.id);
    await plantSchedule(org, [wasDeleted!.id], T0);
    nowMs += 23 * HOUR;
    expect((await sweepImages(rt())).unused).toBe(0);
    nowMs += 2 * HOUR;
    expect((await sweepImages(rt())).unused).toBe(2);
    expect(await Promise.all([unused!, scheduled!, logged!, wasDeleted!].map(({ id }) => statusOf(id)))).toEqual([
      "quarantined",
      "ready",
      "ready",
      "quarantined",
    ]);
    // A schedule deleted today gives its images 24 h from the sweep that noticed, however old they are.
    nowMs += 300 * HOUR;
    await sweepImages(rt());
    await database.db.update(kbSchedule).set({ deletedAt: T0 }).where(eq(kbSchedule.id, scheduleId));
    expect((await sweepImages(rt())).unused).toBe(0);
    nowMs += 23 * HOUR;
    expect((await sweepImages(rt())).unused).toBe(0);
    nowMs += 2 * HOUR;
    expect((await sweepImages(rt())).unused).toBe(1);
    expect(await keysOf(storage, "img/")).toEqual([logged!.key]);
  });

  test("a crash between the decision and the move is made good by the next sweep", async () => {
    const org = await plantOrg(database.db, "branch", null);
    const image = await plantImage(org);
    nowMs += 25 * HOUR;
    const broken = { ...storage, quarantine: () => Promise.reject(new Error("killed")) };
    await expect(sweepImages({ ...rt(), storage: broken })).rejects.toThrow("killed");
    expect(await statusOf(image.id)).toBe("quarantined");
    expect(await keysOf(storage, "img/")).toHaveLength(1);
    expect((await sweepImages(rt())).moved).toBe(1);
    expect(await keysOf(storage, "")).toEqual([]);
  });

  test("a row with a key that is none of ours is told once and keeps no other file waiting", async () => {
    const org = await plantOrg(database.db, "branch", null);
    const [odd, ...others] = [await plantImage(org), await plantImage(org), await plantImage(org)];
    await database.db.update(images).set({ objectKey: "../../etc/passwd" }).where(eq(images.id, odd!.id));
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    nowMs += 25 * HOUR;
    expect(await sweepImages(rt())).toEqual({ abandoned: 0, unused: 3, moved: 2 });
    for (const { key } of others) expect(await storage.head(key)).toBeNull();
    expect(await statusOf(odd!.id)).toBe("quarantined");
    nowMs += HOUR;
    expect((await sweepImages(rt())).moved).toBe(0);
    expect(log.mock.calls).toEqual([[expect.stringContaining(`image ${odd!.id} `)]]);
    log.mockRestore();
  });

  test("a file that can't be moved keeps none behind it waiting, and is tried again", async () => {
    const org = await plantOrg(database.db, "branch", null);
    const [stuck, other] = [await plantImage(org), await plantImage(org)];
    nowMs += 25 * HOUR;
    const broken: Storage = {
      ...storage,
      quarantine: (key) => (key === stuck.key ? Promise.reject(new Error("EIO")) : storage.quarantine(key)),
    };
    await expect(sweepImages({ ...rt(), storage: broken })).rejects.toThrow("EIO");
    expect(await storage.head(other.key)).toBeNull();
    expect((await sweepImages(rt())).moved).toBe(1);
    expect(await storage.head(stuck.key)).toBeNull();
  });

  test("a save that is choosing the image right now wins over the sweep", async () => {
    const org = await plantOrg(database.db, "branch", null);
    const image = await plantImage(org);
    const { scheduleId } = await plantSchedule(org, []);
    const scope = scopeOf(await user(org));
    nowMs += 25 * HOUR;
    let sweeping: ReturnType<typeof sweepImages> | undefined;
    await database.db.transaction(async (tx) => {
      const [chosen] = await imagesByKeys(tx, scope, [image.key], { forUpdate: true });
      const decides = new Promise<void>((resolve) => {
        const db = new Proxy(database.db, {
          get(target, name, self) {
            if (name === "transaction") resolve();
            return Reflect.get(target, name, self);
          },
        });
        sweeping = sweepImages({ ...rt(), db });
      });
      await decides;
      await new Promise((resolve) => setTimeout(resolve, 300));
      await tx.insert(imageRefs).values({ imageId: chosen!.id, scheduleId, grp: 1, position: 0 });
    });
    expect((await sweeping)?.unused).toBe(0);
    expect(await statusOf(image.id)).toBe("ready");
  });

  test("two sweeps at once do the work of one", async () => {
    const org = await plantOrg(database.db, "branch", null);
    for (let n = 0; n < 12; n++) await plantImage(org, n % 2 ? "ready" : "pending");
    nowMs += 25 * HOUR;
    const both = await Promise.all([sweepImages(rt()), sweepImages(rt())]);
    expect(both[0].abandoned + both[1].abandoned).toBe(6);
    expect(both[0].unused + both[1].unused).toBe(6);
    await sweepImages(rt());
    expect(await keysOf(storage, "")).toEqual([]);
  });
});
