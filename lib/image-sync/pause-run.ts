import "server-only";
import { eq } from "drizzle-orm";
import { syncRuns } from "@/db/schema/image-sync";
import type { Actor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import type { Runtime } from "@/lib/runtime";
import { lockRun, refuseOthers, wrongState } from "./find-run";
import { getRun } from "./queries";
import type { SyncRunDto } from "./run-dto";

/**
 * Stops a run before its next step, whoever is driving it. Executing again, without a cursor, goes on.
 * @throws AppError forbidden; not_found; conflict (wrong_state)
 */
export async function pauseRun(
  rt: Pick<Runtime, "db" | "clock" | "env">,
  actor: Actor,
  { id }: { id: number },
): Promise<SyncRunDto> {
  refuseOthers(actor, "image_sync.run");
  const at = await rt.clock();
  await rt.db.transaction(async (tx) => {
    const run = await lockRun(tx, id);
    if (run.state === "paused") return;
    if (run.state !== "executing" && run.state !== "verifying") throw wrongState(run);
    await tx.update(syncRuns).set({ state: "paused", pausedFrom: run.state, error: null }).where(eq(syncRuns.id, id));
    await writeAudit(tx, actor, at, {
      action: "image_sync.pause",
      subject: `image_sync:${id}`,
      after: { stage: run.stage },
    });
  });
  return getRun(rt, actor, id);
}
