import "server-only";
import type { Executor } from "@/db/client";
import type { SyncReason } from "@/db/enums";
import { type SyncScope, syncRuns } from "@/db/schema/image-sync";
import type { Actor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import type { Runtime } from "@/lib/runtime";
import { DEFAULT_CAPS } from "./caps";

const HOUR_MS = 3_600_000;

export type NewScan = {
  reason: SyncReason;
  scope: SyncScope;
  batchSize?: number;
  /** The run whose stage is looked at again. */
  parentId?: number;
};

/** Makes a run that is to be scanned, slice by slice; rows and files younger than its cutoff are left alone. */
export async function startScan(
  db: Executor,
  { env }: Pick<Runtime, "env">,
  actor: Actor,
  startedAt: Date,
  { reason, scope, batchSize = 10, parentId }: NewScan,
): Promise<number> {
  const cutoffAt = new Date(startedAt.getTime() - env.IMAGE_GRACE_HOURS * HOUR_MS);
  const [row] = await db
    .insert(syncRuns)
    .values({
      ...{ reason, scope, batchSize, parentId: parentId ?? null, prefix: env.CUSTOMER_IMAGE_PREFIX },
      ...{ caps: DEFAULT_CAPS, startedAt, cutoffAt },
      orgId: actor.kind === "user" ? actor.org.id : 0,
      createdBy: actor.kind === "user" ? actor.userId : null,
    })
    .$returningId();
  const id = row!.id;
  await writeAudit(db, actor, startedAt, {
    action: "image_sync.scan",
    subject: `image_sync:${id}`,
    after: { reason, customers: scope.customerIds?.length ?? null },
  });
  return id;
}
