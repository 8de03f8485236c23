import "server-only";
import { and, desc, eq, gte } from "drizzle-orm";
import { claimTurn, lastTurn, type Turns } from "@/db/claim-turn";
import { customerImages } from "@/db/schema/customer-images";
import { appMeta } from "@/db/schema/dispatch";
import { syncRuns } from "@/db/schema/image-sync";
import { DAY_MS, kstDate } from "@/lib/time/kst";
import { scanSlice } from "./scan-slice";
import type { ScanRuntime } from "./scan-state";
import { startScan } from "./start-scan";

export const IMAGE_SCAN_TURN = "customer_images_scanned";
/** A night begins at four in Korea, when everything else has been tended. */
const NIGHT_MS = 4 * 3_600_000;
/** What one pass of the dispatcher gives to it. */
const SLICE_MS = 3_000;
const TICK = { kind: "system", job: "tick" } as const;

/**
 * Once a night of all instances together: all customers' rows and files are compared, so that a ghost is known of the next morning
 * and not by the customer (D-33). One instance begins it, any goes on, a slice a pass.
 * @returns whether anything was done
 */
export async function scanNightly(rt: ScanRuntime, isOver: () => boolean, seen?: Turns): Promise<boolean> {
  if (isOver()) return false;
  const now = await rt.clock();
  const night = kstDate(new Date(now.getTime() - NIGHT_MS));
  const last = seen?.get(IMAGE_SCAN_TURN) ?? (await lastTurn(rt.db, IMAGE_SCAN_TURN));
  if (last === `${night} all`) return false;
  if (!last.startsWith(night) && (await claimTurn(rt.db, IMAGE_SCAN_TURN, night, (found) => found === last)))
    await begin(rt, now);
  const [run] = await rt.db
    .select({ id: syncRuns.id, state: syncRuns.state })
    .from(syncRuns)
    .where(and(eq(syncRuns.reason, "nightly"), gte(syncRuns.startedAt, new Date(now.getTime() - DAY_MS))))
    .orderBy(desc(syncRuns.id))
    .limit(1);
  if (run?.state === "scanning") {
    await scanSlice(rt, run.id, { budgetMs: SLICE_MS, isOver });
    return true;
  }
  await rt.db
    .update(appMeta)
    .set({ value: `${night} all` })
    .where(and(eq(appMeta.key, IMAGE_SCAN_TURN), eq(appMeta.value, night)));
  return false;
}

/** Where there is no picture of any customer there is nothing to compare. */
async function begin(rt: ScanRuntime, now: Date): Promise<void> {
  const [any] = await rt.db.select({ id: customerImages.id }).from(customerImages).limit(1);
  if (any) await rt.db.transaction((tx) => startScan(tx, rt, TICK, now, { reason: "nightly", scope: {} }));
}
