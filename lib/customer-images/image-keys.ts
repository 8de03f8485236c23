import type { ImageMime } from "@/db/enums";
import { type ObjectKey, parseObjectKey, uuidV7 } from "@/lib/storage/object-key";

const ENDINGS: Record<ImageMime, string> = { "image/jpeg": "jpg", "image/png": "png", "image/gif": "gif" };

/** Key of a new picture of a customer, never used before: `<prefix><organisation>/<customer>/<uuidv7>.<ending>`. */
export function newCustomerImageKey(
  prefix: string,
  { orgId, customerId }: { orgId: number; customerId: number },
  at: Date,
  mime: ImageMime,
): ObjectKey {
  const key = parseObjectKey(`${prefix}${orgId}/${customerId}/${uuidV7(at.getTime())}.${ENDINGS[mime]}`);
  if (!key) throw new Error("CUSTOMER_IMAGE_PREFIX makes no keys");
  return key;
}

/**
 * The path of a row as a key below the prefix, or null. An old system may have written anything: what leads anywhere else is
 * not looked for, there least of all.
 */
export const keyOfPath = (prefix: string, filePath: string): ObjectKey | null =>
  filePath.startsWith(prefix) ? parseObjectKey(filePath) : null;
