import "server-only";
import { and, eq } from "drizzle-orm";
import { type Db, isDuplicateKey } from "@/db/client";
import { appMeta } from "@/db/schema/dispatch";
import type { Runtime } from "@/lib/runtime";
import { type Swept, sweepImages } from "./sweep-images";

const KEY = "images_swept_at";
const EVERY_MS = 3_600_000;

/**
 * The sweep of images, once an hour for all instances together: null where another took this hour. An hour whose sweep
 * failed or was cut short is not repeated; the next one finds what is left.
 */
export async function sweepImagesHourly(
  rt: Pick<Runtime, "db" | "clock" | "storage">,
  isOver: () => boolean,
): Promise<Swept | null> {
  if (isOver() || !(await claimHour(rt.db, await rt.clock()))) return null;
  return sweepImages(rt, isOver);
}

/** True for the one caller that moved the time of the last sweep. A time far ahead (a clock put back) holds nobody up. */
async function claimHour(db: Db, at: Date): Promise<boolean> {
  const value = at.toISOString();
  const [last] = await db.select({ value: appMeta.value }).from(appMeta).where(eq(appMeta.key, KEY));
  if (!last)
    return db
      .insert(appMeta)
      .values({ key: KEY, value })
      .then(
        () => true,
        (error: unknown) => {
          if (isDuplicateKey(error)) return false;
          throw error;
        },
      );
  if (Math.abs(at.getTime() - Date.parse(last.value)) < EVERY_MS) return false;
  const change = db.update(appMeta).set({ value });
  const [done] = await change.where(and(eq(appMeta.key, KEY), eq(appMeta.value, last.value)));
  return done.affectedRows === 1;
}
