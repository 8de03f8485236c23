import { randomBytes } from "node:crypto";
import sharp from "sharp";
import { expect, test } from "vitest";
import { fitMms, MMS_MAX_BYTES } from "./fit-mms";

const noise = (width: number, height: number) =>
  sharp(randomBytes(width * height * 3), { raw: { width, height, channels: 3 } });

test.each(["png", "jpeg", "gif"] as const)("a %s of noise becomes a JPEG an MMS takes", async (format) => {
  const jpeg = await fitMms(await noise(900, 700).toFormat(format).toBuffer());
  const { format: found, width, height } = await sharp(jpeg).metadata();
  expect(found).toBe("jpeg");
  expect(jpeg.byteLength).toBeLessThanOrEqual(MMS_MAX_BYTES);
  expect(Math.abs(width / height - 9 / 7)).toBeLessThan(0.01);
});

test("a small picture keeps its size, and the same bytes give the same bytes", async () => {
  const input = await sharp({ create: { width: 300, height: 200, channels: 4, background: "#ff000000" } })
    .png()
    .toBuffer();
  const [first, second] = [await fitMms(input), await fitMms(input)];
  expect(first.equals(second)).toBe(true);
  const { data, info } = await sharp(first).raw().toBuffer({ resolveWithObject: true });
  expect([info.width, info.height]).toEqual([300, 200]);
  expect([...data.subarray(0, 3)].every((value) => value > 250)).toBe(true);
});

test("what is no picture is refused", async () => {
  await expect(fitMms(Buffer.from("none"))).rejects.toThrow();
});
