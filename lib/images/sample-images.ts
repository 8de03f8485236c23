import "server-only";
import { crc32, deflateSync } from "node:zlib";
import sharp from "sharp";

/** Bytes for tests of the image pipeline: good pictures, and every kind of bad one. Nothing of the product imports this. */

const noise = { type: "gaussian", mean: 128, sigma: 60 } as const;
const canvas = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: "#c33", noise } });

export const jpegOf = (width = 320, height = 200, quality = 90) => canvas(width, height).jpeg({ quality }).toBuffer();
export const pngOf = (width = 320, height = 200) => canvas(width, height).png().toBuffer();
export const webpOf = () => canvas(32, 32).webp().toBuffer();
export const avifOf = () => canvas(32, 32).avif({ effort: 0 }).toBuffer();
export const tiffOf = () => canvas(32, 32).tiff().toBuffer();

/** Frame i is a plain picture of grey i, shown for `delayMs`. */
export function gifOf(frames: number, side = 16, delayMs = 70): Promise<Buffer> {
  const raw = Buffer.alloc(side * side * frames * 3);
  for (let i = 0; i < frames; i++) raw.fill((i * 37) % 256, i * side * side * 3, (i + 1) * side * side * 3);
  return sharp(raw, {
    raw: { width: side, height: side * frames, channels: 3, pageHeight: side },
    limitInputPixels: false,
  })
    .gif({ loop: 0, delay: Array<number>(frames).fill(delayMs), keepDuplicateFrames: true, effort: 1 })
    .toBuffer();
}

export const svg = Buffer.from(
  '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>',
);
export const html = Buffer.from("<!doctype html><script>alert(1)</script>");
export const gifHtml = Buffer.from("GIF89a/*<svg onload=alert(1)>*/=1;<script>alert(1)</script>");

/** A picture with a web page and an archive behind it. */
export const polyglot = async () =>
  Buffer.concat([await jpegOf(), Buffer.from("<html><script>alert('MARKER')</script></html>PK\x03\x04MARKER.zip")]);

/** Lying on its side, taken at an invented place. */
export const withPlace = () =>
  canvas(300, 100)
    .withExif({
      IFD0: { Copyright: "MARKER", Model: "MARKER phone" },
      IFD3: { GPSLatitudeRef: "N", GPSLatitude: "37/1 0/1 0/1", GPSLongitudeRef: "E", GPSLongitude: "127/1 0/1 0/1" },
    })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const out = Buffer.alloc(named.length + 8);
  out.writeUInt32BE(data.length, 0);
  named.copy(out, 4);
  out.writeUInt32BE(crc32(named), named.length + 4);
  return out;
}

/** A black 1-bit PNG whose few kilobytes unfold to `side`² pixels. */
export function bombOf(side: number): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head[8] = 1;
  const rows = deflateSync(Buffer.alloc(side * (1 + Math.ceil(side / 8))), { level: 9 });
  const magic = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([magic, chunk("IHDR", head), chunk("IDAT", rows), chunk("IEND", Buffer.alloc(0))]);
}

/** A PNG with a text chunk and bytes after its end. */
export async function pngWithText(): Promise<Buffer> {
  const png = await pngOf();
  return Buffer.concat([
    png.subarray(0, 33),
    chunk("tEXt", Buffer.from("Comment\0MARKER")),
    png.subarray(33),
    Buffer.from("MARKER"),
  ]);
}

/** A good JPEG of exactly `bytes` bytes: comments fill what the picture leaves. */
export async function jpegOfBytes(bytes: number, picture?: Buffer): Promise<Buffer> {
  const jpeg = picture ?? (await jpegOf(2000, 1500, 95));
  const parts = [jpeg.subarray(0, 2)];
  for (let left = bytes - jpeg.length; left > 0; ) {
    let size = Math.min(left, 65_537);
    if (left - size > 0 && left - size < 4) size -= 4;
    if (size < 4) throw new Error("the picture leaves no room for a comment");
    const comment = Buffer.alloc(size, "MARKER");
    comment.writeUInt16BE(0xfffe, 0);
    comment.writeUInt16BE(size - 2, 2);
    parts.push(comment);
    left -= size;
  }
  return Buffer.concat([...parts, jpeg.subarray(2)]);
}
