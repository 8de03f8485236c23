import "server-only";
import { claimTurn, type Turns } from "@/db/claim-turn";
import type { Runtime } from "@/lib/runtime";
import { type Swept, sweepImages } from "./sweep-images";

export const IMAGES_TURN = "images_swept_at";
const EVERY_MS = 3_600_000;

/**
 * The sweep of images, once an hour for all instances together: null where another took this hour. An hour whose sweep
 * failed or was cut short is not repeated; the next one finds what is left.
 */
export async function sweepImagesHourly(
  rt: Pick<Runtime, "db" | "clock" | "storage">,
  isOver: () => boolean,
  seen?: Turns,
): Promise<Swept | null> {
  if (isOver()) return null;
  const at = await rt.clock();
  // A time far ahead (a clock put back) holds nobody up.
  const isDue = (last: string) => Math.abs(at.getTime() - Date.parse(last)) >= EVERY_MS;
  if (!(await claimTurn(rt.db, IMAGES_TURN, at.toISOString(), isDue, seen))) return null;
  return sweepImages(rt, isOver);
}
