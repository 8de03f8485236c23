import "server-only";
import { and, desc, eq, isNull } from "drizzle-orm";
import { syncRuns } from "@/db/schema/image-sync";
import type { Actor } from "@/lib/access/actor";
import { refuseOthers } from "./find-run";
import { getRun } from "./queries";
import type { SyncProgress } from "./run-dto";
import { customersOfCodes } from "./scan-scope";
import { type SliceOptions, scanSlice } from "./scan-slice";
import type { ScanRuntime } from "./scan-state";
import type { ScanInput } from "./schema";
import { startScan } from "./start-scan";

/**
 * One slice of a scan (S4-12, S4-52): of the caller's own that isn't done with these customers, else of a new one. Call again
 * until `cursor` is null; nothing but the run's own rows is written.
 * @throws AppError forbidden; invalid at a code nobody has
 */
export async function scanImages(
  rt: ScanRuntime,
  actor: Actor,
  { scope, batchSize }: ScanInput,
  options: SliceOptions = {},
): Promise<SyncProgress> {
  refuseOthers(actor, "image_sync.run");
  const codes = scope.customerCodes ?? null;
  const wanted = codes ? { customerIds: await customersOfCodes(rt.db, codes) } : {};
  const open = await rt.db
    .select({ id: syncRuns.id, scope: syncRuns.scope })
    .from(syncRuns)
    .where(
      and(
        ...[eq(syncRuns.state, "scanning"), eq(syncRuns.reason, "manual")],
        actor.kind === "user" ? eq(syncRuns.createdBy, actor.userId) : isNull(syncRuns.createdBy),
      ),
    )
    .orderBy(desc(syncRuns.id));
  const known = open.find((run) => String(run.scope.customerIds ?? "") === String(wanted.customerIds ?? ""));
  const now = await rt.clock();
  const begin = { reason: "manual", scope: wanted, batchSize } as const;
  const id = known?.id ?? (await rt.db.transaction((tx) => startScan(tx, rt, actor, now, begin)));
  await scanSlice(rt, id, options);
  return getRun(rt, actor, id);
}
