import "server-only";
import { eq } from "drizzle-orm";
import { customerImages } from "@/db/schema/customer-images";
import { isWhatWasSeen, lockRows, rowAt, usesOf } from "./look-again";
import { whyNoGhost } from "./look-at-ghost";
import { type SkipWhy, whyNotKeeper, whyNotRow } from "./op-step";
import type { ImageRowFull } from "./row-text";
import { backUp, type Hand, holding, type Step, settle } from "./step-hand";

/**
 * Takes a row away whose picture is nowhere, or is kept by another row. What storage says is asked first; then row, keeper and
 * uses are looked at locked, and backup, removal and journal are one transaction (image-sync.md 2g).
 */
export async function deleteRow(hand: Hand, step: Step): Promise<void> {
  const { op, finding } = step;
  const keeper = await rowAt(hand.rt.db, finding.keepImageId);
  const unfit = await whyNotFiles(hand, step, keeper);
  await holding(hand, "executing", async (tx, at) => {
    const skip = async (why: SkipWhy) => settle(tx, hand, step, { state: "skipped", why }, at);
    if (unfit) return skip(unfit);
    const rows = await lockRows(tx, [op.imageId, finding.keepImageId]);
    const row = rows.get(op.imageId ?? 0);
    const why =
      whyNotRow(op, row, row ? await usesOf(tx, row.id) : 0) ??
      (finding.keepImageId === null ? null : whyNotKeeper(keeper, rows.get(finding.keepImageId)));
    if (why || !row) return skip(why ?? "row_gone");
    await backUp(tx, op, row, null);
    await tx.delete(customerImages).where(eq(customerImages.id, row.id));
    await settle(tx, hand, step, { state: "done", why: null }, at);
  });
}

async function whyNotFiles(hand: Hand, step: Step, keeper: ImageRowFull | undefined): Promise<SkipWhy | null> {
  const { verdict, keepImageId, bytes, sha256 } = step.finding;
  const { storage } = hand.rt;
  if (verdict === "ghost") return whyNoGhost(hand, step);
  if (verdict === "expired_pending") return null;
  // Everything else goes because another row has the picture: without that one nothing goes.
  if (keepImageId === null || !keeper) return "keeper_gone";
  if (verdict === "duplicate_key" && keeper.filePath !== step.op.filePath) return "keeper_changed";
  if (verdict === "same_name") return (await isWhatWasSeen(storage, keeper.filePath, keeper)) ? null : "keeper_changed";
  return (await isWhatWasSeen(storage, keeper.filePath, { bytes: verdict === "duplicate_key" ? null : bytes, sha256 }))
    ? null
    : "keeper_changed";
}
