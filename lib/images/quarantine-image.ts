import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { images } from "@/db/schema/images";
import type { Runtime } from "@/lib/runtime";
import { type ObjectKey, thumbKeyOf } from "@/lib/storage/object-key";

/**
 * Moves the files of an image whose row is already quarantined, and closes the row: gone if it was never visible,
 * else kept as the record of what lies in quarantine. May be repeated after a crash; `unusedSince` tells that it must.
 */
export async function quarantineImage(
  { db, storage }: Pick<Runtime, "db" | "storage">,
  { id, key }: { id: number; key: ObjectKey },
): Promise<void> {
  await storage.quarantine(key);
  await storage.quarantine(thumbKeyOf(key));
  const row = and(eq(images.id, id), eq(images.status, "quarantined"));
  await db.delete(images).where(and(row, isNull(images.sha256)));
  await db.update(images).set({ unusedSince: null }).where(row);
}
