import "server-only";
import { eq } from "drizzle-orm";
import { customerImages } from "@/db/schema/customer-images";
import { fileAt, isClaimed, isWhatWasSeen, lockRows } from "./look-again";
import { type SkipWhy, whyNotRow } from "./op-step";
import { backUp, type Hand, holding, type Step, settle } from "./step-hand";

/** Lets a row point to where its file really lies, if that is still there, is the same and nobody else's (S4-08). */
export async function repointRow(hand: Hand, step: Step): Promise<void> {
  const { op, finding } = step;
  const target = op.toPath ?? "";
  const unfit = await whyNotFiles(hand, step, target);
  await holding(hand, "executing", async (tx, at) => {
    const row = (await lockRows(tx, [op.imageId])).get(op.imageId ?? 0);
    const why = unfit ?? whyNotRow(op, row, 0) ?? ((await isClaimed(tx, target, op.imageId)) ? "target_taken" : null);
    if (why || !row) return settle(tx, hand, step, { state: "skipped", why: why ?? "row_gone" }, at);
    await backUp(tx, op, row, row.ver + 1);
    await tx
      .update(customerImages)
      .set({ filePath: target, pathKey: Buffer.from(target), bytes: row.bytes ?? finding.bytes, ver: row.ver + 1 })
      .where(eq(customerImages.id, row.id));
    await settle(tx, hand, step, { state: "done", why: null }, at);
  });
}

async function whyNotFiles({ rt }: Hand, { op, finding }: Step, target: string): Promise<SkipWhy | null> {
  if (await fileAt(rt.storage, op.filePath)) return "file_is_back";
  return (await isWhatWasSeen(rt.storage, target, finding)) ? null : "target_changed";
}
