import { createHash } from "node:crypto";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { auditLog } from "@/db/schema/audit";
import { plantUser } from "@/db/testing/plant";
import { scopeOf } from "@/lib/access/scope";
import { thumbKeyOf } from "@/lib/storage/object-key";
import { contentOf, keysOf } from "@/lib/storage/storage-contract";
import { type UploadOver, upload, uploadRefusal, uploadRig } from "@/scripts/testing/upload-rig";
import { imagesByKeys } from "./queries";
import * as sample from "./sample-images";
import { storeImage } from "./store-image";

const { t, rt, rows, expectNothing } = uploadRig();

test("a stored picture is one row, two files, one audit row, and its hash is that of the kept bytes", async () => {
  const jpeg = await sample.withPlace();
  const stored = await storeImage(rt(), t.w.actor, upload(jpeg, { name: "딸기 상자.jpg".normalize("NFD") }));
  expect(stored.key).toMatch(new RegExp(`^img/${t.w.org.id}/\\d{4}/[0-9a-f-]{36}\\.jpg$`));
  expect(stored).toMatchObject({ width: 100, height: 300, receivedBytes: jpeg.length });
  const kept = await contentOf(t.w.storage, stored.key);
  expect(kept?.length).toBe(stored.bytes);
  expect(createHash("sha256").update(kept!).digest("hex")).toBe(stored.sha256);
  expect(kept?.includes("MARKER")).toBe(false);
  expect(await keysOf(t.w.storage, "")).toEqual([stored.key, thumbKeyOf(stored.key)]);
  const [row] = await rows();
  expect(row).toMatchObject({ status: "ready", originalName: "딸기 상자.jpg", frames: 1, orgId: t.w.org.id, ver: 2 });
  const [dto] = await imagesByKeys(t.db, scopeOf(t.w.actor), [stored.key]);
  expect(dto).toMatchObject({ name: "딸기 상자.jpg", width: 100, height: 300, sha256: stored.sha256 });
  const audits = await t.db.select().from(auditLog);
  expect(audits.map((audit) => [audit.action, audit.subject])).toEqual([["image.create", `image:${row!.id}`]]);
  expect(JSON.stringify(audits)).not.toContain("딸기");
});

test("exactly 10 485 760 bytes are taken, and the same picture gives the same kept bytes (UP-01, UP-02)", async () => {
  const full = await sample.jpegOfBytes(10_485_760);
  expect(full.length).toBe(10_485_760);
  const first = await storeImage(rt(), t.w.actor, upload(full));
  expect(first.receivedBytes).toBe(10_485_760);
  expect(first).toMatchObject({ width: 2000, height: 1500 });
  const second = await storeImage(rt(), t.w.actor, upload(full));
  expect(second.sha256).toBe(first.sha256);
  expect(second.key).not.toBe(first.key);
});

test("animated GIFs keep their frames (UP-04)", async () => {
  const gif = await sample.gifOf(9);
  const stored = await storeImage(rt(), t.w.actor, upload(gif, { name: "움직임.gif", type: "image/gif" }));
  expect((await sharp((await contentOf(t.w.storage, stored.key))!, { animated: true }).metadata()).pages).toBe(9);
  expect((await rows())[0]?.frames).toBe(9);
});

describe("what can't be accepted leaves nothing (UP-01, UP-03)", () => {
  const bad: [string, () => Promise<Uint8Array> | Uint8Array, UploadOver, unknown[]][] = [
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
    expect(await uploadRefusal(() => storeImage(rt(), t.w.actor, upload(given, over)))).toEqual([
      "invalid",
      ...expected,
    ]);
    await expectNothing();
  });

  test("a polyglot is taken as the picture it is, without the rest", async () => {
    const stored = await storeImage(rt(), t.w.actor, upload(await sample.polyglot()));
    const kept = await contentOf(t.w.storage, stored.key);
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
    const { key } = await storeImage(rt(), t.w.actor, upload(jpeg, { name }));
    expect(key).toMatch(/^img\/\d+\/\d{4}\/[0-9a-f-]{36}\.jpg$/);
  }
  for (const { originalName } of await rows()) expect(originalName).not.toMatch(/[\p{Cc}\p{Cf}/\\]/u);
});

test("a viewer stores nothing", async () => {
  const viewer = await plantUser(t.db, t.w.org, "viewer");
  const jpeg = await sample.jpegOf(8, 8);
  const [code] = await uploadRefusal(() => storeImage(rt(), viewer, upload(jpeg)));
  expect(code).toBe("forbidden");
  await expectNothing();
});
