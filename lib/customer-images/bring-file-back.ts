import "server-only";
import { and, eq, isNotNull } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { customerImages } from "@/db/schema/customer-images";
import type { Runtime } from "@/lib/runtime";
import { placeOf } from "@/lib/storage/quarantine-port";
import { fingerprintOf } from "./bytes-of";
import { DELETED_RUN } from "./deleted-run";
import { keyOfPath } from "./image-keys";

/**
 * The file of a deleted row at its place again, wherever it lies: still there, or set aside for this row or, where several named
 * one file, for another. False where it is nowhere.
 */
export async function bringFileBack(
  { storage, quarantine, env }: Pick<Runtime, "storage" | "quarantine" | "env">,
  db: Pick<Executor, "select">,
  row: { id: number; filePath: string; pathKey: Buffer },
): Promise<boolean> {
  const key = keyOfPath(env.CUSTOMER_IMAGE_PREFIX, row.filePath);
  if (!key) return false;
  if (await storage.head(key)) return true;
  const rows = await db
    .select({ id: customerImages.id })
    .from(customerImages)
    .where(and(eq(customerImages.pathKey, row.pathKey), isNotNull(customerImages.deletedAt)));
  const ids = [row.id, ...rows.map(({ id }) => id).filter((id) => id !== row.id)];
  for (const id of ids) {
    const place = placeOf(DELETED_RUN, id, key);
    const kept = await quarantine.read(place);
    if (kept && (await quarantine.bringBack(key, place, await fingerprintOf(kept.body))) === "restored") return true;
  }
  return false;
}
