import "server-only";
import sharp, { type Metadata, type Sharp } from "sharp";
import type { ImageMime } from "@/db/enums";
import { AppError, invalid } from "@/lib/errors";
import { isWholeGif } from "./gif-blocks";
import { GIF_MAX_FRAMES, IMAGE_MAX_PIXELS, IMAGE_MAX_SIDE_PX, THUMB_SIDE_PX } from "./limits";
import { createSlots } from "./slots";

export type DecodedImage = {
  /** Encoded anew: nothing of the sender's bytes but the picture. The same input gives the same bytes. */
  body: Uint8Array;
  /** WebP, ≤ 320 px, first frame. */
  thumb: Uint8Array;
  width: number;
  height: number;
  /** Of an animated GIF; 1 otherwise. */
  frames: number;
};

const TIMEOUT_SECONDS = 10;
/** Decoding needs up to 160 MB a picture; two at once keep the process small. */
const withDecoder = createSlots(2);
/** Encoded anew, a picture of few colours may grow. Beyond this no gateway would take it. */
const ENCODED_MAX_BYTES = 16 * 1024 * 1024;
const FORMATS: Record<string, ImageMime> = { jpeg: "image/jpeg", png: "image/png", gif: "image/gif" };

// Decoders are where hostile bytes become code (security.md §0.10): every loader but these three stays shut.
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({ operation: ["VipsForeignLoadJpeg", "VipsForeignLoadPng", "VipsForeignLoadNsgif"] });
sharp.cache(false);
sharp.concurrency(1);

/**
 * Reads an image under limits and writes it anew: turned upright, sRGB, without metadata or trailing bytes, GIF frames kept.
 * @throws AppError invalid at `image`: imageUnreadable, imageTypeMismatch, imageTooWide, imageTooManyPixels, imageTooManyFrames, imageTooSlow, imageTooComplex (S2-63)
 */
export const decodeImage = (input: Uint8Array, mime: ImageMime): Promise<DecodedImage> =>
  withDecoder(() => decode(input, mime).catch(refuse));

const shrunk = (image: Sharp) =>
  image
    .resize(THUMB_SIDE_PX, THUMB_SIDE_PX, { fit: "inside", withoutEnlargement: true })
    .webp({ quality: 78 })
    .toBuffer();

/**
 * The small picture of one that was kept by somebody else: WebP, ≤ 320 px, first frame. What an old camera wrote a little wrong is
 * shown all the same.
 * @throws AppError as decodeImage
 */
export const shrinkImage = (input: Uint8Array, mime: ImageMime): Promise<Uint8Array> =>
  withDecoder(async () => {
    checkedFrames(await sharp(input, { animated: true, limitInputPixels: false }).metadata(), mime);
    const image = sharp(input, { pages: 1, limitInputPixels: IMAGE_MAX_PIXELS, failOn: "truncated" });
    return shrunk(image.timeout({ seconds: TIMEOUT_SECONDS }).autoOrient());
  }).catch(refuse);

async function decode(input: Uint8Array, mime: ImageMime): Promise<DecodedImage> {
  const facts = await sharp(input, { animated: true, limitInputPixels: false }).metadata();
  const frames = checkedFrames(facts, mime);
  if (mime === "image/gif" && !isWholeGif(input)) throw invalid("image", "imageUnreadable");
  const open = (pages: number) =>
    sharp(input, { pages, limitInputPixels: IMAGE_MAX_PIXELS, failOn: "warning" })
      .timeout({ seconds: TIMEOUT_SECONDS })
      .autoOrient();
  const { data, info } = await encode(open(frames), mime, facts);
  if (data.byteLength > ENCODED_MAX_BYTES) throw invalid("image", "imageTooComplex");
  const thumb = await shrunk(open(1));
  return { body: data, thumb, width: info.width, height: info.pageHeight ?? info.height, frames };
}

function checkedFrames(facts: Metadata, mime: ImageMime): number {
  if (FORMATS[facts.format] !== mime) throw invalid("image", "imageTypeMismatch");
  const frames = mime === "image/gif" ? (facts.pages ?? 1) : 1;
  const [width, height] = [facts.width, facts.pageHeight ?? facts.height];
  if (!width || !height) throw invalid("image", "imageUnreadable");
  if (frames > GIF_MAX_FRAMES) throw invalid("image", "imageTooManyFrames", { frames, maximum: GIF_MAX_FRAMES });
  if (Math.max(width, height) > IMAGE_MAX_SIDE_PX)
    throw invalid("image", "imageTooWide", { width, height, maximum: IMAGE_MAX_SIDE_PX });
  if (width * height * frames > IMAGE_MAX_PIXELS)
    throw invalid("image", "imageTooManyPixels", { width, height, frames });
  return frames;
}

function encode(image: Sharp, mime: ImageMime, facts: Metadata) {
  const out = { resolveWithObject: true } as const;
  if (mime === "image/png") return image.toColourspace("srgb").png({ compressionLevel: 7 }).toBuffer(out);
  if (mime === "image/gif") return image.gif({ effort: 3, reuse: true, keepDuplicateFrames: true }).toBuffer(out);
  const chromaSubsampling = facts.chromaSubsampling?.startsWith("4:4:4") ? "4:4:4" : "4:2:0";
  return image.jpeg({ quality: 88, chromaSubsampling }).toBuffer(out);
}

/** What sharp says, said to people. Its own words name libraries and stay in here. */
function refuse(error: unknown): never {
  if (error instanceof AppError) throw error;
  const text = error instanceof Error ? error.message : "";
  if (/timeout/i.test(text)) throw invalid("image", "imageTooSlow");
  if (/pixel limit/i.test(text)) throw invalid("image", "imageTooManyPixels");
  throw invalid("image", "imageUnreadable");
}
