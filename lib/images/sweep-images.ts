import "server-only";
import { and, eq, isNotNull, isNull, lt, not, sql } from "drizzle-orm";
import { images } from "@/db/schema/images";
import { writeAudit } from "@/lib/access/audit";
import type { Runtime } from "@/lib/runtime";
import { parseImageKey } from "@/lib/storage/object-key";
import { PENDING_MAX_MS, UNUSED_MAX_MS } from "./limits";
import { quarantineImage } from "./quarantine-image";
import { isUsed } from "./queries";

export type Swept = { abandoned: number; unused: number; moved: number };

/** One call does a bounded piece; the next hour does the rest. */
const BATCH = 200;
const SYSTEM = { kind: "system", job: "tick" } as const;

/**
 * Removes uploads that never ended (1 h) and takes images out of sight that no schedule or log has used for 24 h
 * (rulings 27). Files go to quarantine, never to nothing. For the tick, hourly: it looks at every kept image. Safe
 * beside uploads, saves, a second sweep, and a crash at any point.
 * @param isOver asked between rows; true leaves the rest to the next sweep
 */
export async function sweepImages(
  rt: Pick<Runtime, "db" | "clock" | "storage">,
  isOver: () => boolean = () => false,
): Promise<Swept> {
  const at = await rt.clock();
  const abandoned = await quarantineAbandoned(rt, at, isOver);
  await noteUse(rt, at, isOver);
  const unused = await quarantineUnused(rt, at, isOver);
  return { abandoned, unused, moved: await moveFiles(rt, isOver) };
}

// Every write below names one row by its id. A save holds locks on several images; a sweep that locked what it
// scans would wait for it, or end in a deadlock that the person saving pays for.

async function quarantineAbandoned({ db }: Pick<Runtime, "db">, at: Date, isOver: () => boolean): Promise<number> {
  const isDue = and(eq(images.status, "pending"), lt(images.createdAt, new Date(at.getTime() - PENDING_MAX_MS)));
  const due = await db.select({ id: images.id }).from(images).where(isDue).orderBy(images.id).limit(BATCH);
  let count = 0;
  for (const { id } of due) {
    if (isOver()) break;
    const change = db.update(images).set({ status: "quarantined", unusedSince: at });
    const [done] = await change.where(and(eq(images.id, id), isDue));
    count += done.affectedRows;
  }
  return count;
}

/** Keeps `unused_since` true for whatever saved or deleted a schedule meanwhile. */
async function noteUse({ db }: Pick<Runtime, "db">, at: Date, isOver: () => boolean): Promise<void> {
  const isReady = eq(images.status, "ready");
  const notes = [
    { unusedSince: null, isDue: and(isReady, isNotNull(images.unusedSince), isUsed(db)) },
    { unusedSince: at, isDue: and(isReady, isNull(images.unusedSince), not(isUsed(db))) },
  ];
  for (const { unusedSince, isDue } of notes) {
    if (isOver()) return;
    const rows = await db.select({ id: images.id }).from(images).where(isDue);
    for (const { id } of rows) {
      if (isOver()) return;
      await db
        .update(images)
        .set({ unusedSince })
        .where(and(eq(images.id, id), isDue));
    }
  }
}

async function quarantineUnused(rt: Pick<Runtime, "db">, at: Date, isOver: () => boolean): Promise<number> {
  const isDue = and(eq(images.status, "ready"), lt(images.unusedSince, new Date(at.getTime() - UNUSED_MAX_MS)));
  const due = await rt.db.select({ id: images.id }).from(images).where(isDue).orderBy(images.id).limit(BATCH);
  let count = 0;
  for (const { id } of due) {
    if (isOver()) break;
    const ofImage = eq(images.id, id);
    const isDone = await rt.db.transaction(async (tx) => {
      // Whoever saves a schedule locks its images first: either they see it quarantined, or we see it used.
      await tx.select({ id: images.id }).from(images).where(ofImage).for("update");
      const [done] = await tx
        .update(images)
        .set({ status: "quarantined", unusedSince: at, ver: sql`${images.ver} + 1` })
        .where(and(ofImage, isDue, not(isUsed(rt.db))));
      if (done.affectedRows !== 1) return false;
      const [row] = await tx.select({ orgId: images.orgId }).from(images).where(ofImage);
      await writeAudit(tx, SYSTEM, at, {
        action: "image.quarantine",
        subject: `image:${id}`,
        orgId: row?.orgId ?? null,
      });
      return true;
    });
    if (isDone) count++;
  }
  return count;
}

async function moveFiles(rt: Pick<Runtime, "db" | "storage">, isOver: () => boolean): Promise<number> {
  const rows = await rt.db
    .select({ id: images.id, key: images.objectKey })
    .from(images)
    .where(and(eq(images.status, "quarantined"), isNotNull(images.unusedSince)))
    .orderBy(images.id)
    .limit(BATCH);
  let count = 0;
  const failures: unknown[] = [];
  for (const { id, key } of rows) {
    if (isOver()) break;
    const parsed = parseImageKey(key);
    if (!parsed) {
      // No file of ours can lie there. Said once: the row is closed, and holds nobody up in any later hour.
      console.error(`image ${id} is out of sight, but its key is none of ours: no file was moved`);
      await rt.db.update(images).set({ unusedSince: null }).where(eq(images.id, id));
      continue;
    }
    // One file that can't be moved keeps none behind it waiting; it is tried again in an hour.
    await quarantineImage(rt, { id, key: parsed }).then(
      () => count++,
      (error: unknown) => failures.push(error),
    );
  }
  if (failures.length > 0) throw failures[0];
  return count;
}
