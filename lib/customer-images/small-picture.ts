import "server-only";
import { createHash } from "node:crypto";
import type { ImageMime } from "@/db/enums";
import { AppError } from "@/lib/errors";
import { shrinkImage } from "@/lib/images/decode-image";
import { sniffImage } from "@/lib/images/sniff-image";
import type { Runtime } from "@/lib/runtime";
import { type ObjectKey, parseObjectKey } from "@/lib/storage/object-key";
import { bytesOf } from "./bytes-of";

/** Larger ones than an upload may be come from old systems; beyond this a small picture isn't worth the memory. */
const MOST_BYTES = 32 * 1024 * 1024;

/**
 * Key of the small picture of a file: made of the file's own key and outside the folders that are reconciled, so it belongs to
 * whichever row names the file and is never anybody's orphan.
 */
export function smallPictureKey(key: ObjectKey): ObjectKey {
  const hash = createHash("sha256").update(key).digest("hex");
  return parseObjectKey(`thumb/customer/${hash.slice(0, 2)}/${hash}.webp`) as ObjectKey;
}

/**
 * The small picture of a file: the kept one, or one made now and kept. Null where the file is no picture that can be read.
 * Whoever asks has seen that the file is there.
 */
export async function smallPicture({ storage }: Pick<Runtime, "storage">, key: ObjectKey): Promise<Uint8Array | null> {
  const kept = await storage.read(smallPictureKey(key));
  if (kept) return bytesOf(kept.body);
  const file = await storage.read(key);
  if (!file || file.bytes > MOST_BYTES) {
    await file?.body.cancel();
    return null;
  }
  const bytes = await bytesOf(file.body);
  const mime = sniffImage(bytes);
  const small = mime && (await shrunk(bytes, mime));
  // The next one to look needs not wait; where it can't be kept it is made again.
  if (small) await storage.put(smallPictureKey(key), small, "image/webp").catch(() => undefined);
  return small;
}

const shrunk = (bytes: Uint8Array, mime: ImageMime): Promise<Uint8Array | null> =>
  shrinkImage(bytes, mime).catch((error: unknown) => {
    if (error instanceof AppError) return null;
    throw error;
  });
