import "server-only";
import { eq } from "drizzle-orm";
import { customerImages } from "@/db/schema/customer-images";
import { lockRows } from "./look-again";
import { whyNoGhost } from "./look-at-ghost";
import { whyNotRow } from "./op-step";
import { backUp, type Hand, holding, type Step, settle } from "./step-hand";

/** Says of a row that its picture is missing, where something uses it: the row stays (image-sync.md 2f). */
export async function markMissing(hand: Hand, step: Step): Promise<void> {
  const { op } = step;
  const unfit = await whyNoGhost(hand, step);
  await holding(hand, "executing", async (tx, at) => {
    const row = (await lockRows(tx, [op.imageId])).get(op.imageId ?? 0);
    const why = unfit ?? whyNotRow(op, row, 0);
    if (why || !row) return settle(tx, hand, step, { state: "skipped", why: why ?? "row_gone" }, at);
    await backUp(tx, op, row, row.ver + 1);
    // Not `updatedAt`: nobody touched the picture, and what is young isn't looked at again.
    await tx
      .update(customerImages)
      .set({ status: "missing", ver: row.ver + 1 })
      .where(eq(customerImages.id, row.id));
    await settle(tx, hand, step, { state: "done", why: null }, at);
  });
}
