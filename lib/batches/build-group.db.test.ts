import sharp from "sharp";
import { expect, test } from "vitest";
import { MMS_MAX_BYTES } from "@/lib/images/fit-mms";
import { batchOf, groupsOf, plantMessage } from "@/scripts/testing/batch-rig";
import { batchWorld } from "@/scripts/testing/batch-world";

const w = batchWorld();

test("a picture of any kind and size travels as a JPEG a phone takes, brought to the provider once", async () => {
  const background = { r: 200, g: 80, b: 20 };
  const noise = { type: "gaussian" as const, mean: 120, sigma: 60 };
  const png = await sharp({ create: { width: 1_200, height: 900, channels: 3, background, noise } })
    .png()
    .toBuffer();
  expect(png.byteLength).toBeGreaterThan(MMS_MAX_BYTES);
  const imageKey = `img/${w.payer.org.id}/2026/a.png`;
  await w.rt.storage.put(imageKey as Parameters<typeof w.rt.storage.put>[0], png, "image/png");
  const upload = w.rt.phone.uploadImage;
  let uploads = 0;
  w.rt.phone.uploadImage = (...call) => {
    uploads++;
    return upload(...call);
  };
  const { batchId } = await plantMessage(w.db, w.rt.env, w.payer, { channel: "mms", subject: "귤", imageKey });
  await w.fault("create", "http_429", { when: "before" });
  await w.serve();
  w.time.shiftMs += 60_000;
  expect(await w.serve()).toBe(1);
  expect(await batchOf(w.db, batchId)).toMatchObject({ phase: "sent" });
  const { left } = await groupsOf(w.url, w.payer);
  expect(left.flatMap(({ messages }) => messages.map(({ type }) => type))).toEqual(["MMS", "MMS", "MMS"]);
  expect(uploads).toBe(1);
  await w.expectSound();
});
