import { createHash } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { databaseNow } from "@/db/client";
import type { ImageMime } from "@/db/enums";
import { auditLog } from "@/db/schema/audit";
import { images } from "@/db/schema/images";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { type PlantedOrg, plantOrg, plantUser } from "@/db/testing/plant";
import type { UserActor } from "@/lib/access/actor";
import { scopeOf } from "@/lib/access/scope";
import { AppError } from "@/lib/errors";
import { createLocalDisk } from "@/lib/storage/local-disk";
import { type ObjectKey, thumbKeyOf } from "@/lib/storage/object-key";
import type { Storage } from "@/lib/storage/port";
import { contentOf, keysOf } from "@/lib/storage/storage-contract";
import { ORG_MAX_BYTES, UPLOADS_AT_ONCE } from "./limits";
import { imagesByKeys } from "./queries";
import * as sample from "./sample-images";
import { storeImage } from "./store-image";
import { sweepImages } from "./sweep-images";
import { uploadOf } from "./upload-request";

let database: TestDatabase;
let folder: string;
let storage: Storage;
let org: PlantedOrg;
let actor: UserActor;
const clock = () => databaseNow(database.db);
const rt = () => ({ db: database.db, storage, clock });

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "dochak-store-"));
  storage = createLocalDisk(folder);
  org = await plantOrg(database.db, "branch", null);
  actor = await plantUser(database.db, org, "operator");
});
afterEach(async () => {
  await database.clear();
  await rm(folder, { recursive: true, force: true });
});

type Over = { name?: string; type?: string; length?: number | null; headers?: Record<string, string> };
/** An upload as it comes through the door: real headers, a body in pieces. */
function upload(bytes: Uint8Array, { name = "a.jpg", type = "image/jpeg", length = bytes.length, headers }: Over = {}) {
  const body = new Blob([Uint8Array.from(bytes)]).stream();
  const given = new Headers({ "content-type": type, "x-filename": encodeURIComponent(name), ...headers });
  if (length !== null) given.set("content-length", String(length));
  return uploadOf({ headers: given, body });
}
async function refusal(run: () => Promise<unknown>) {
  const error = await Promise.resolve()
    .then(run)
    .then(
      () => null,
      (caught: unknown) => caught,
    );
  if (!(error instanceof AppError)) throw error ?? new Error("was accepted");
  const issue = error.detail.issues?.[0];
  return [error.code, error.detail.status ?? 422, String(issue?.path[0]), issue?.message ?? error.detail.message];
}
const rows = () => database.db.select().from(images);
async function expectNothing() {
  expect(await rows()).toEqual([]);
  expect(await keysOf(storage, "")).toEqual([]);
  expect(await readdir(join(folder, ".tmp")).catch(() => [])).toEqual([]);
}

test("a stored picture is one row, two files, one audit row, and its hash is that of the kept bytes", async () => {
  const jpeg = await sample.withPlace();
  const stored = await storeImage(rt(), actor, upload(jpeg, { name: "딸기 상자.jpg".normalize("NFD") }));
  expect(stored.key).toMatch(new RegExp(`^img/${org.id}/\\d{4}/[0-9a-f-]{36}\\.jpg$`));
  expect(stored).toMatchObject({ width: 100, height: 300, receivedBytes: jpeg.length });
  const kept = await contentOf(storage, stored.key);
  expect(kept?.length).toBe(stored.bytes);
  expect(createHash("sha256").update(kept!).digest("hex")).toBe(stored.sha256);
  expect(kept?.includes("MARKER")).toBe(false);
  expect(await keysOf(storage, "")).toEqual([stored.key, thumbKeyOf(stored.key)]);
  const [row] = await rows();
  expect(row).toMatchObject({ status: "ready", originalName: "딸기 상자.jpg", frames: 1, orgId: org.id, ver: 2 });
  const [dto] = await imagesByKeys(database.db, scopeOf(actor), [stored.key]);
  expect(dto).toMatchObject({ name: "딸기 상자.jpg", width: 100, height: 300, sha256: stored.sha256 });
  const audits = await database.db.select().from(auditLog);
  expect(audits.map((audit) => [audit.action, audit.subject])).toEqual([["image.create", `image:${row!.id}`]]);
  expect(JSON.stringify(audits)).not.toContain("딸기");
});

test("exactly 10 485 760 bytes are taken, and the same picture gives the same kept bytes (UP-01, UP-02)", async () => {
  const full = await sample.jpegOfBytes(10_485_760);
  expect(full.length).toBe(10_485_760);
  const first = await storeImage(rt(), actor, upload(full));
  expect(first.receivedBytes).toBe(10_485_760);
  expect(first).toMatchObject({ width: 2000, height: 1500 });
  const second = await storeImage(rt(), actor, upload(full));
  expect(second.sha256).toBe(first.sha256);
  expect(second.key).not.toBe(first.key);
});

test("animated GIFs keep their frames (UP-04)", async () => {
  const gif = await sample.gifOf(9);
  const stored = await storeImage(rt(), actor, upload(gif, { name: "움직임.gif", type: "image/gif" }));
  expect((await sharp((await contentOf(storage, stored.key))!, { animated: true }).metadata()).pages).toBe(9);
  expect((await rows())[0]?.frames).toBe(9);
});

describe("what can't be accepted leaves nothing (UP-01, UP-03)", () => {
  const bad: [string, () => Promise<Uint8Array> | Uint8Array, Over, unknown[]][] = [
    ["SVG called JPG", () => sample.svg, {}, [422, "image", "imageTypeMismatch"]],
    ["SVG", () => sample.svg, { name: "a.svg", type: "image/svg+xml" }, [422, "content-type", "imageTypeNotAllowed"]],
    ["WebP called PNG", sample.webpOf, { name: "a.png", type: "image/png" }, [422, "image", "imageTypeMismatch"]],
    ["AVIF", sample.avifOf, { name: "a.avif", type: "image/avif" }, [422, "content-type", "imageTypeNotAllowed"]],
    ["HTML", () => sample.html, {}, [422, "image", "imageTypeMismatch"]],
    [
      "GIF that is a web page",
      () => sample.gifHtml,
      { name: "a.gif", type: "image/gif" },
      [422, "image", "imageUnreadable"],
    ],
    ["PNG called JPG", sample.pngOf, {}, [422, "image", "imageTypeMismatch"]],
    ["JPG declared as PNG", sample.jpegOf, { type: "image/png" }, [422, "image", "imageTypeMismatch"]],
    ["0 bytes", () => new Uint8Array(0), {}, [422, "image", "imageEmpty"]],
    ["half a JPEG", async () => (await sample.jpegOf()).subarray(0, 9_000), {}, [422, "image", "imageUnreadable"]],
    [
      "16000² in 1 bit",
      () => sample.bombOf(16_000),
      { name: "a.png", type: "image/png" },
      [422, "image", "imageTooWide"],
    ],
    [
      "30000² in 1 bit",
      () => sample.bombOf(30_000),
      { name: "a.png", type: "image/png" },
      [422, "image", "imageTooWide"],
    ],
    [
      "300 frames",
      () => sample.gifOf(300, 8),
      { name: "a.gif", type: "image/gif" },
      [422, "image", "imageTooManyFrames"],
    ],
    ["one byte too many", () => new Uint8Array(10_485_761), {}, [413, "image", "imageTooLarge"]],
    ["no Content-Length", sample.jpegOf, { length: null }, [422, "content-length", "imageLengthBad"]],
    [
      "chunked",
      sample.jpegOf,
      { headers: { "transfer-encoding": "chunked" } },
      [422, "content-length", "imageLengthBad"],
    ],
    ["more than declared", sample.jpegOf, { length: 500 }, [422, "content-length", "imageLengthBad"]],
    ["less than declared", sample.jpegOf, { length: 900_000 }, [422, "image", "imageIncomplete"]],
    [
      "past the limit behind a smaller length",
      () => new Uint8Array(11_000_000),
      { length: 10_485_760 },
      [413, "image", "imageTooLarge"],
    ],
  ];
  test.each(bad)("%s", async (_, bytes, over, expected) => {
    const given = await bytes();
    expect(await refusal(() => storeImage(rt(), actor, upload(given, over)))).toEqual(["invalid", ...expected]);
    await expectNothing();
  });

  test("a polyglot is taken as the picture it is, without the rest", async () => {
    const stored = await storeImage(rt(), actor, upload(await sample.polyglot()));
    const kept = await contentOf(storage, stored.key);
    expect(kept?.includes("MARKER") || kept?.includes("<script")).toBe(false);
  });
});

test("hostile names become names to show; keys stay plain (UP-05)", async () => {
  const jpeg = await sample.jpegOf(8, 8);
  for (const name of [
    "../../x.jpg",
    "..\\x.jpg",
    "a\0.jpg",
    "a\r\nX: y.jpg",
    "gpj.\u202e.jpg",
    `${"가".repeat(300)}.jpg`,
    "🍓.jpg",
  ]) {
    const { key } = await storeImage(rt(), actor, upload(jpeg, { name }));
    expect(key).toMatch(/^img\/\d+\/\d{4}\/[0-9a-f-]{36}\.jpg$/);
  }
  for (const { originalName } of await rows()) expect(originalName).not.toMatch(/[\p{Cc}\p{Cf}/\\]/u);
});

test("a viewer stores nothing", async () => {
  const viewer = await plantUser(database.db, org, "viewer");
  const jpeg = await sample.jpegOf(8, 8);
  const [code] = await refusal(() => storeImage(rt(), viewer, upload(jpeg)));
  expect(code).toBe("forbidden");
  await expectNothing();
});

/** Fills the organisation so that `fits` uploads of `bytes` have room. */
async function fill(fits: number, bytes: number) {
  let left = ORG_MAX_BYTES - fits * bytes;
  const values: (typeof images.$inferInsert)[] = [];
  for (let n = 0; left > 0; n++) {
    const size = Math.min(left, 2_000_000_000);
    left -= size;
    values.push({
      orgId: org.id,
      objectKey: `full/${n}`,
      mime: "image/jpeg" as ImageMime,
      bytes: size,
      originalName: "f",
      status: "ready",
      createdAt: new Date(0),
    });
  }
  await database.db.insert(images).values(values);
}

test("of twenty uploads at once exactly as many are kept as the quota has room for (UP-06)", async () => {
  const jpeg = await sample.jpegOf(200, 200);
  await fill(10, jpeg.length);
  const filled = (await rows()).length;
  const second = await plantUser(database.db, org, "operator");
  const uploads = Array.from({ length: 20 }, (_, i) => storeImage(rt(), i % 2 ? actor : second, upload(jpeg)));
  const done = await Promise.allSettled(uploads);
  const refused = done.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
  expect(done.filter((one) => one.status === "fulfilled")).toHaveLength(10);
  expect(
    refused.every((error) => error instanceof AppError && error.detail.issues?.[0]?.message === "imageQuota"),
  ).toBe(true);
  expect((await rows()).length - filled).toBe(10);
  expect(await keysOf(storage, "img/")).toHaveLength(10);
});

test("one person has ten uploads open at most; an eleventh is told when to come back", async () => {
  const jpeg = await sample.jpegOf(8, 8);
  const at = await clock();
  const open = Array.from({ length: UPLOADS_AT_ONCE }, (_, n) => ({
    orgId: org.id,
    objectKey: `open/${n}`,
    mime: "image/jpeg" as const,
    bytes: 1,
    originalName: "a",
    createdBy: actor.userId,
    createdAt: at,
  }));
  await database.db.insert(images).values(open);
  const error = await storeImage(rt(), actor, upload(jpeg)).catch((caught: unknown) => caught);
  expect(error).toMatchObject({ code: "rate_limited", detail: { retryAfterSeconds: 5 } });
  const colleague = await plantUser(database.db, org, "operator");
  await storeImage(rt(), colleague, upload(jpeg));
});

describe("whatever breaks on the way leaves nothing visible", () => {
  const failing = (over: Partial<Storage>): Storage => ({ ...storage, ...over });

  test("a disk that is full", async () => {
    const put = () => Promise.reject(new Error("ENOSPC"));
    await expect(
      storeImage({ ...rt(), storage: failing({ put }) }, actor, upload(await sample.jpegOf())),
    ).rejects.toThrow("ENOSPC");
    await expectNothing();
  });

  test("a disk that fails after the small picture was kept", async () => {
    const put: Storage["put"] = (key, body, type) =>
      key.startsWith("img/") ? Promise.reject(new Error("EIO")) : storage.put(key, body, type);
    await expect(
      storeImage({ ...rt(), storage: failing({ put }) }, actor, upload(await sample.jpegOf())),
    ).rejects.toThrow("EIO");
    await expectNothing();
  });

  test("a sweep that came first: the upload is told, and its files are out of sight", async () => {
    const late = async () => new Date((await clock()).getTime() + 3_700_000);
    const put: Storage["put"] = async (key, body, type) => {
      const outcome = await storage.put(key, body, type);
      if (key.startsWith("img/")) await sweepImages({ ...rt(), clock: late });
      return outcome;
    };
    const [code, , , message] = await refusal(async () =>
      storeImage({ ...rt(), storage: failing({ put }) }, actor, upload(await sample.jpegOf())),
    );
    expect([code, message]).toEqual(["conflict", "imageGone"]);
    await expectNothing();
  });

  test("a sweep that came first and died: the upload still doesn't become visible", async () => {
    const late = async () => new Date((await clock()).getTime() + 3_700_000);
    const dying = failing({ quarantine: () => Promise.reject(new Error("killed")) });
    const put: Storage["put"] = async (key, body, type) => {
      const outcome = await storage.put(key, body, type);
      if (key.startsWith("img/")) await sweepImages({ ...rt(), storage: dying, clock: late }).catch(() => undefined);
      return outcome;
    };
    const [code] = await refusal(async () =>
      storeImage({ ...rt(), storage: failing({ put }) }, actor, upload(await sample.jpegOf())),
    );
    expect(code).toBe("conflict");
    await expectNothing();
  });

  test("a commit whose answer got lost: the picture stays whole", async () => {
    let transactions = 0;
    const db = new Proxy(database.db, {
      get(target, name, self) {
        if (name !== "transaction") return Reflect.get(target, name, self);
        return async (work: Parameters<typeof target.transaction>[0]) => {
          const result = await target.transaction(work);
          if (++transactions === 2) throw new Error("connection lost");
          return result;
        };
      },
    });
    await expect(storeImage({ ...rt(), db }, actor, upload(await sample.jpegOf()))).rejects.toThrow("connection lost");
    const [row] = await rows();
    expect(row?.status).toBe("ready");
    expect(await contentOf(storage, row!.objectKey as ObjectKey)).not.toBeNull();
  });
});
