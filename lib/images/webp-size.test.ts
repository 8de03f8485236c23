import sharp from "sharp";
import { expect, test } from "vitest";
import { readDimensions } from "./read-dimensions";
import { webpSize } from "./webp-size";

const picture = (width: number, height: number, channels: 3 | 4 = 3) =>
  sharp({ create: { width, height, channels, background: { r: 200, g: 30, b: 40, alpha: 0.5 } } });

test.each([
  ["lossy", { quality: 60 }, 3],
  ["lossless", { lossless: true }, 3],
  ["with alpha", { quality: 60 }, 4],
] as const)("the size of a WebP (%s) is read from its head", async (_, options, channels) => {
  for (const [width, height] of [
    [1, 1],
    [321, 17],
    [2_000, 1_500],
  ] as const) {
    const body = await picture(width, height, channels).webp(options).toBuffer();
    expect(webpSize(body.subarray(0, 30))).toEqual({ width, height });
    expect(await readDimensions(body)).toEqual({ width, height });
  }
});

test("sizes are as a picture is shown, and what is none has none", async () => {
  expect(await readDimensions(await picture(40, 30).png().toBuffer())).toEqual({ width: 40, height: 30 });
  const lying = await picture(40, 30).jpeg().withMetadata({ orientation: 6 }).toBuffer();
  expect(await readDimensions(lying)).toEqual({ width: 30, height: 40 });
  for (const none of ["", "not a picture", "RIFFxxxxWEBPnope and so on and so on and on"])
    expect(await readDimensions(Buffer.from(none))).toBeNull();
  expect(await readDimensions((await picture(9, 9).png().toBuffer()).subarray(0, 20))).toBeNull();
});
