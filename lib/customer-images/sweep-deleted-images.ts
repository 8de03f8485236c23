import "server-only";
import { and, asc, eq, isNotNull, isNull, lt } from "drizzle-orm";
import { customerImages } from "@/db/schema/customer-images";
import type { Runtime } from "@/lib/runtime";
import type { ObjectKey } from "@/lib/storage/object-key";
import { placeOf } from "@/lib/storage/quarantine-port";
import { fingerprintOf } from "./bytes-of";
import { DELETED_RUN } from "./deleted-run";
import { keyOfPath } from "./image-keys";
import { isClaimedByAnother } from "./queries";
import { smallPictureKey } from "./small-picture";

type Sweeping = Pick<Runtime, "db" | "clock" | "storage" | "quarantine" | "env">;

/** So long an undo finds the file where it was. */
const LEAST_AGE_MS = 10 * 60_000;
/** One call does a bounded piece; the next hour does the rest. */
const BATCH = 200;

/**
 * Sets the files of deleted pictures aside, and clears uploads that failed so badly that they couldn't clear themselves. The row
 * is held while its file moves and says afterwards that it did: dying in between, the next sweep finds the file in its place in
 * quarantine and only the word is missing. A file that a standing row still names stays where it is.
 * @param isOver asked between files; true leaves the rest to the next sweep
 * @returns how many rows were finished
 */
export async function sweepDeletedImages(rt: Sweeping, isOver: () => boolean = () => false): Promise<number> {
  const at = await rt.clock();
  const isDue = and(
    isNull(customerImages.setAsideAt),
    isNotNull(customerImages.deletedAt),
    lt(customerImages.deletedAt, new Date(at.getTime() - LEAST_AGE_MS)),
  );
  const due = await rt.db
    .select({ id: customerImages.id })
    .from(customerImages)
    .where(isDue)
    .orderBy(asc(customerImages.deletedAt))
    .limit(BATCH);
  let count = 0;
  const failures: unknown[] = [];
  for (const { id } of due) {
    if (isOver()) break;
    // One file that can't be moved keeps none behind it waiting; it is tried again in an hour.
    await finish(rt, id, at).then(
      (isDone) => {
        count += Number(isDone);
      },
      (error: unknown) => failures.push(error),
    );
  }
  if (failures.length > 0) throw failures[0];
  return count;
}

async function finish(rt: Sweeping, id: number, at: Date): Promise<boolean> {
  return rt.db.transaction(async (tx) => {
    const ofImage = and(
      eq(customerImages.id, id),
      isNotNull(customerImages.deletedAt),
      isNull(customerImages.setAsideAt),
    );
    const [row] = await tx.select().from(customerImages).where(ofImage).for("update");
    if (!row) return false;
    const key = keyOfPath(rt.env.CUSTOMER_IMAGE_PREFIX, row.filePath);
    if (row.status === "pending") {
      if (key) await rt.storage.quarantine(key);
      if (key) await rt.storage.quarantine(smallPictureKey(key));
      await tx.delete(customerImages).where(ofImage);
      return true;
    }
    if (key && !(await isClaimedByAnother(rt.db, row))) await setAside(rt, id, key);
    await tx.update(customerImages).set({ setAsideAt: at }).where(ofImage);
    return true;
  });
}

async function setAside({ storage, quarantine }: Sweeping, id: number, key: ObjectKey): Promise<void> {
  const place = placeOf(DELETED_RUN, id, key);
  const file = (await storage.read(key)) ?? (await quarantine.read(place));
  if (file && (await quarantine.setAside(key, place, await fingerprintOf(file.body))) === "changed")
    throw new Error(`the file of deleted picture ${id} changed while it was set aside`);
  await storage.quarantine(smallPictureKey(key));
}
