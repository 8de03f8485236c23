import { type ImageMime, imageMimes } from "@/db/enums";
import { IMAGE_ENDINGS } from "./limits";

/** First bytes of the three types we keep. Everything else is nothing to us. */
const MAGIC: readonly { mime: ImageMime; bytes: readonly number[] }[] = [
  { mime: "image/jpeg", bytes: [0xff, 0xd8, 0xff] },
  { mime: "image/png", bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13] },
  { mime: "image/gif", bytes: [0x47, 0x49, 0x46, 0x38, 0x37, 0x61] },
  { mime: "image/gif", bytes: [0x47, 0x49, 0x46, 0x38, 0x39, 0x61] },
];

/** Type of an image by its first 12 bytes, or null. Magic can be forged: only the decoder knows. */
export const sniffImage = (head: Uint8Array): ImageMime | null =>
  MAGIC.find(({ bytes }) => bytes.every((byte, i) => head[i] === byte))?.mime ?? null;

/** Type a Content-Type header declares, or null where it is none of ours. */
export function declaredImage(contentType: string | null): ImageMime | null {
  const type = contentType?.split(";")[0]?.trim().toLowerCase();
  return imageMimes.find((mime) => mime === (type === "image/jpg" ? "image/jpeg" : type)) ?? null;
}

/** Type the ending of a file name stands for, or null. */
export function namedImage(fileName: string): ImageMime | null {
  const ending = /\.([A-Za-z]+)$/.exec(fileName)?.[1]?.toLowerCase();
  return imageMimes.find((mime) => ending !== undefined && IMAGE_ENDINGS[mime].includes(ending)) ?? null;
}
