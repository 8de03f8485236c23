import sharp from "sharp";
import { expect, test } from "vitest";
import type { ImageMime } from "@/db/enums";
import { AppError } from "@/lib/errors";
import { decodeImage } from "./decode-image";
import * as sample from "./sample-images";

/** The issue a refused image is answered with. */
async function refusal(input: Uint8Array, mime: ImageMime): Promise<string> {
  const error = await decodeImage(input, mime).then(
    () => null,
    (caught: unknown) => caught,
  );
  if (!(error instanceof AppError)) throw error ?? new Error("was accepted");
  expect(error.code).toBe("invalid");
  expect(error.detail.issues?.[0]?.path).toEqual(["image"]);
  return error.detail.issues![0]!.message;
}

test("keeps type and size, makes a small picture beside it", async () => {
  const jpeg = await decodeImage(await sample.jpegOf(1600, 900), "image/jpeg");
  expect(jpeg).toMatchObject({ width: 1600, height: 900, frames: 1 });
  expect(await sharp(jpeg.body).metadata()).toMatchObject({ format: "jpeg", width: 1600, height: 900 });
  expect(Buffer.from(jpeg.thumb.subarray(8, 12)).toString()).toBe("WEBP");
  expect(jpeg.thumb.byteLength).toBeLessThan(60_000);
  const png = await decodeImage(await sample.pngOf(64, 48), "image/png");
  expect(await sharp(png.body).metadata()).toMatchObject({ format: "png", width: 64, height: 48 });
});

test("a PNG keeps its pixels and its transparency", async () => {
  const raw = Buffer.alloc(40 * 30 * 4).map((_, i) => (i * 31) % 256);
  const png = await sharp(raw, { raw: { width: 40, height: 30, channels: 4 } })
    .png()
    .toBuffer();
  const { body } = await decodeImage(png, "image/png");
  expect(await sharp(body).raw().toBuffer()).toEqual(await sharp(png).raw().toBuffer());
});

test("the same bytes in give the same bytes out", async () => {
  for (const [input, mime] of [
    [await sample.jpegOf(), "image/jpeg"],
    [await sample.pngOf(), "image/png"],
    [await sample.gifOf(5), "image/gif"],
  ] as const) {
    const [first, second] = [await decodeImage(input, mime), await decodeImage(input, mime)];
    expect(Buffer.compare(first.body, second.body)).toBe(0);
    expect(Buffer.compare(first.thumb, second.thumb)).toBe(0);
  }
});

test("nothing but the picture survives: place, comments, trailers, archives (UP-03)", async () => {
  for (const [input, mime] of [
    [await sample.withPlace(), "image/jpeg"],
    [await sample.polyglot(), "image/jpeg"],
    [await sample.jpegOfBytes(200_000, await sample.jpegOf()), "image/jpeg"],
    [await sample.pngWithText(), "image/png"],
  ] as const) {
    expect(input.includes("MARKER")).toBe(true);
    const { body, thumb } = await decodeImage(input, mime);
    for (const out of [Buffer.from(body), Buffer.from(thumb)]) {
      expect(out.includes("MARKER")).toBe(false);
      expect(out.includes("Exif")).toBe(false);
      expect(out.includes("<script")).toBe(false);
    }
    expect((await sharp(body).metadata()).exif).toBeUndefined();
  }
});

test("turns the picture upright before it forgets how it lay (UP-04)", async () => {
  const input = await sample.withPlace();
  expect(await sharp(input).metadata()).toMatchObject({ width: 300, height: 100, orientation: 6 });
  const { body, width, height } = await decodeImage(input, "image/jpeg");
  expect([width, height]).toEqual([100, 300]);
  const facts = await sharp(body).metadata();
  expect([facts.width, facts.height, facts.orientation]).toEqual([100, 300, undefined]);
});

test("an animated GIF keeps frames, pace and loop (UP-04)", async () => {
  const { body, frames, width, height } = await decodeImage(await sample.gifOf(12, 16, 70), "image/gif");
  expect([frames, width, height]).toEqual([12, 16, 16]);
  const facts = await sharp(body, { animated: true }).metadata();
  expect(facts).toMatchObject({ format: "gif", pages: 12, loop: 0, delay: Array(12).fill(70) });
  const still = await decodeImage(await sample.gifOf(1), "image/gif");
  expect(still.frames).toBe(1);
});

test("two hundred frames are kept, three hundred refused", async () => {
  expect((await decodeImage(await sample.gifOf(200, 8), "image/gif")).frames).toBe(200);
  expect(await refusal(await sample.gifOf(300, 8), "image/gif")).toBe("imageTooManyFrames");
});

test("refuses what isn't the picture it says (UP-03)", async () => {
  for (const bytes of [
    sample.svg,
    sample.html,
    sample.gifHtml,
    Buffer.alloc(0),
    Buffer.from("GIF89a"),
    Buffer.alloc(900),
  ])
    for (const mime of ["image/jpeg", "image/png", "image/gif"] as const)
      expect(await refusal(bytes, mime)).toBe("imageUnreadable");
  for (const bytes of [await sample.webpOf(), await sample.avifOf(), await sample.tiffOf()])
    expect(await refusal(bytes, "image/png")).toBe("imageUnreadable");
  expect(await refusal(await sample.pngOf(), "image/jpeg")).toBe("imageTypeMismatch");
  expect(await refusal(await sample.gifOf(2), "image/png")).toBe("imageTypeMismatch");
});

test("refuses half a picture", async () => {
  for (const [whole, mime] of [
    [await sample.jpegOf(), "image/jpeg"],
    [await sample.pngOf(), "image/png"],
    [await sample.gifOf(6, 64), "image/gif"],
  ] as const)
    for (const part of [0.3, 0.6, 0.9])
      expect(await refusal(whole.subarray(0, Math.floor(whole.length * part)), mime), `${mime} ${part}`).toBe(
        "imageUnreadable",
      );
});

test("a decompression bomb costs less than an ordinary picture", async () => {
  const bombs = [30_000, 16_000, 8_000].map(sample.bombOf);
  // Frames count together: 100 × 800² = 64 Mpx.
  const film = await sample.gifOf(100, 800);
  const ordinary = await sample.jpegOf(4000, 3000);
  expect(bombs[0]?.length).toBeLessThan(200_000);
  const timed = async <T>(work: Promise<T>) => {
    const startedMs = performance.now();
    return { value: await work, ms: performance.now() - startedMs };
  };
  const refused = await timed(
    Promise.all([...bombs.map((bomb) => refusal(bomb, "image/png")), refusal(film, "image/gif")]),
  );
  expect(refused.value).toEqual(["imageTooWide", "imageTooWide", "imageTooManyPixels", "imageTooManyPixels"]);
  const kept = await timed(decodeImage(ordinary, "image/jpeg"));
  expect(refused.ms).toBeLessThan(kept.ms);
}, 60_000);
