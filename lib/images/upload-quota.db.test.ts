import { expect, test } from "vitest";
import type { ImageMime } from "@/db/enums";
import { images } from "@/db/schema/images";
import { plantUser } from "@/db/testing/plant";
import { AppError } from "@/lib/errors";
import { keysOf } from "@/lib/storage/storage-contract";
import { upload, uploadRig } from "@/scripts/testing/upload-rig";
import { ORG_MAX_BYTES, UPLOADS_AT_ONCE } from "./limits";
import * as sample from "./sample-images";
import { storeImage } from "./store-image";

const { t, clock, rt, rows } = uploadRig();

/** Fills the organisation so that `fits` uploads of `bytes` have room. */

async function fill(fits: number, bytes: number) {
  let left = ORG_MAX_BYTES - fits * bytes;
  const values: (typeof images.$inferInsert)[] = [];
  for (let n = 0; left > 0; n++) {
    const size = Math.min(left, 2_000_000_000);
    left -= size;
    values.push({
      orgId: t.w.org.id,
      objectKey: `full/${n}`,
      mime: "image/jpeg" as ImageMime,
      bytes: size,
      originalName: "f",
      status: "ready",
      createdAt: new Date(0),
    });
  }
  await t.db.insert(images).values(values);
}

test("of twenty uploads at once exactly as many are kept as the quota has room for (UP-06)", async () => {
  const jpeg = await sample.jpegOf(200, 200);
  await fill(10, jpeg.length);
  const filled = (await rows()).length;
  const second = await plantUser(t.db, t.w.org, "operator");
  const uploads = Array.from({ length: 20 }, (_, i) => storeImage(rt(), i % 2 ? t.w.actor : second, upload(jpeg)));
  const done = await Promise.allSettled(uploads);
  const refused = done.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
  expect(done.filter((one) => one.status === "fulfilled")).toHaveLength(10);
  expect(
    refused.every((error) => error instanceof AppError && error.detail.issues?.[0]?.message === "imageQuota"),
  ).toBe(true);
  expect((await rows()).length - filled).toBe(10);
  expect(await keysOf(t.w.storage, "img/")).toHaveLength(10);
});

test("one person has ten uploads open at most; an eleventh is told when to come back", async () => {
  const jpeg = await sample.jpegOf(8, 8);
  const at = await clock();
  const open = Array.from({ length: UPLOADS_AT_ONCE }, (_, n) => ({
    orgId: t.w.org.id,
    objectKey: `open/${n}`,
    mime: "image/jpeg" as const,
    bytes: 1,
    originalName: "a",
    createdBy: t.w.actor.userId,
    createdAt: at,
  }));
  await t.db.insert(images).values(open);
  const error = await storeImage(rt(), t.w.actor, upload(jpeg)).catch((caught: unknown) => caught);
  expect(error).toMatchObject({ code: "rate_limited", detail: { retryAfterSeconds: 5 } });
  const colleague = await plantUser(t.db, t.w.org, "operator");
  await storeImage(rt(), colleague, upload(jpeg));
});
