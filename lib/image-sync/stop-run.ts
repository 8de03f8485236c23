import "server-only";
import { eq } from "drizzle-orm";
import { syncRuns } from "@/db/schema/image-sync";
import { writeAudit } from "@/lib/access/audit";
import { type Hand, holding } from "./step-hand";
import type { StopReason } from "./stop-rules";

/** Stops a run by itself: somebody has to look, and then goes on with it or takes it back. */
export async function stopRun(hand: Hand, reason: StopReason, detail: string | null = null): Promise<void> {
  const { run, actor } = hand;
  const from = run.state;
  await holding(hand, from, async (tx, at) => {
    await tx
      .update(syncRuns)
      .set({ state: "paused", pausedFrom: from, error: reason, errorDetail: detail?.slice(0, 300) ?? null })
      .where(eq(syncRuns.id, run.id));
    await writeAudit(tx, actor, at, { action: "image_sync.stop", subject: `image_sync:${run.id}`, after: { reason } });
  });
}
