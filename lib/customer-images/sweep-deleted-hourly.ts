import "server-only";
import { claimTurn, type Turns } from "@/db/claim-turn";
import type { Runtime } from "@/lib/runtime";
import { sweepDeletedImages } from "./sweep-deleted-images";

export const DELETED_IMAGES_TURN = "customer_images_swept_at";
const EVERY_MS = 3_600_000;

/** The sweep of deleted pictures, once an hour for all instances together: null where another took this hour. */
export async function sweepDeletedHourly(
  rt: Pick<Runtime, "db" | "clock" | "storage" | "quarantine" | "env">,
  isOver: () => boolean,
  seen?: Turns,
): Promise<number | null> {
  if (isOver()) return null;
  const at = await rt.clock();
  // A time far ahead (a clock put back) holds nobody up.
  const isDue = (last: string) => Math.abs(at.getTime() - Date.parse(last)) >= EVERY_MS;
  if (!(await claimTurn(rt.db, DELETED_IMAGES_TURN, at.toISOString(), isDue, seen))) return null;
  return sweepDeletedImages(rt, isOver);
}
