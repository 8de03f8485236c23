import { createHash } from "node:crypto";
import type { PlantedFile, PlantedRow, World } from "./image-truth";

const sha256 = (bytes: Uint8Array | string) => createHash("sha256").update(bytes).digest();

/** Bytes of a planted file: a WebP header of its size, so that every reader of headers learns it, and its content. */
export function bodyOf({ content, bytes, size }: PlantedFile): Buffer {
  const body = Buffer.alloc(bytes);
  if (bytes < 60) return body;
  if (size) {
    body.write("RIFF", 0, "latin1");
    body.write("WEBPVP8X", 8, "latin1");
    body.writeUIntLE(size.width - 1, 24, 3);
    body.writeUIntLE(size.height - 1, 27, 3);
  }
  body.write(`:${content}:`, 32, "latin1");
  return body;
}

/** Worlds are made of the same few contents again and again. */
const hashes = new Map<string, Buffer>();
export function hashOf(file: PlantedFile): Buffer {
  const name = `${file.content} ${file.bytes} ${file.size?.width}x${file.size?.height}`;
  const known = hashes.get(name) ?? sha256(bodyOf(file));
  hashes.set(name, known);
  return known;
}

/** The hash a row records: of the file that has its content, or of none there is. */
export function recordedHash(world: World, { content }: PlantedRow): Buffer | null {
  if (content === null) return null;
  const file = world.files.find((one) => one.content === content);
  return file ? hashOf(file) : sha256(`nothing: ${content}`);
}
