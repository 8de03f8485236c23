import "server-only";
import { and, eq, gt, inArray, isNotNull } from "drizzle-orm";
import { sendBatches } from "@/db/schema/messages";
import type { QueuedBatch } from "@/lib/queue/port";
import type { Runtime } from "@/lib/runtime";
import { openBuildGate } from "./build-gate";
import { claimBatches } from "./claim-batches";
import { parkedTenants, wantedBack } from "./due-batches";
import { keepBatch } from "./keep-batch";
import { type BatchLease, LEASE_MS } from "./lease";
import { publishDue } from "./publish-due";
import { putOffBatch } from "./release-batch";
import { backOffMs } from "./steps";
import { type BatchRuntime, workBatch } from "./work-batch";

/** Batches one process works on side by side, and of one tenant, so that none holds up the others. */
const AT_ONCE = 6;
const PER_TENANT = 2;
const VISIBLE_SECONDS = LEASE_MS / 1_000;
const BUSY_SECONDS = 5;

export type ServeBatchesOptions = {
  /** Monotonic; nothing is begun after it. */
  deadlineMs: number;
  signal?: AbortSignal | undefined;
  /** Name of this instance, for people. */
  owner: string;
};

/**
 * Takes due batches as far as they go, several tenants side by side, until nothing is left that may be worked on now. No
 * error of one batch reaches another, and none ends this (S3-34, D-19).
 * @returns how many groups were handed to the provider
 */
export async function serveBatches(
  rt: BatchRuntime & Pick<Runtime, "queue">,
  { deadlineMs, signal, owner }: ServeBatchesOptions,
): Promise<number> {
  const isOver = () => signal?.aborted === true || performance.now() >= deadlineMs;
  const working = new Map<number, { tenantId: number; end: Promise<void> }>();
  const gate = openBuildGate();
  let sent = 0;

  const begin = (lease: BatchLease, notice: QueuedBatch) => {
    const extend = () => notice.extend(VISIBLE_SECONDS);
    const end = keepBatch(rt, lease, extend, () => workBatch(rt, lease, gate))
      .then((how) => {
        if (how === "sent") sent++;
      })
      .catch((error: unknown) => giveUp(rt, lease, error))
      .then(() => notice.done())
      .finally(() => working.delete(lease.batchId));
    working.set(lease.batchId, { tenantId: lease.tenantId, end });
  };

  while (!isOver()) {
    const now = await rt.clock();
    const busy = batchesByTenant(working);
    const roomOf = (tenantId: number) => PER_TENANT - (busy.get(tenantId) ?? 0);
    const full = [...busy.keys()].filter((tenantId) => roomOf(tenantId) <= 0);
    const parked = await parkedTenants(rt.db, now);
    const notTenants = [...parked, ...full];
    await publishDue(rt, now, notTenants);
    const max = AT_ONCE - working.size;
    const options = { max, notTenants, notBatches: [...working.keys()], now, signal };
    const notices = max > 0 ? await rt.queue.receive(options) : [];
    const byId = new Map(notices.map((notice) => [notice.batchId, notice]));
    const leases = await claimBatches(rt.db, await rt.clock(), owner, [...byId.keys()], { notTenants, roomOf });
    for (const lease of leases) {
      begin(lease, byId.get(lease.batchId)!);
      byId.delete(lease.batchId);
    }
    if (byId.size > 0) await refuseNotices(rt, [...byId.values()], notTenants);
    const free = AT_ONCE - working.size;
    const back = free > 0 ? (await wantedBack(rt.db, now, parked)).slice(0, free) : [];
    const withdrawn = await claimBatches(rt.db, await rt.clock(), owner, back, { roomOf });
    for (const lease of withdrawn) begin(lease, unasked(lease.batchId));
    if (leases.length + withdrawn.length > 0) continue;
    if (working.size === 0) break;
    await Promise.race([...working.values()].map(({ end }) => end));
  }
  await Promise.all([...working.values()].map(({ end }) => end));
  return sent;
}

const nothing = async () => {};
/** Nobody gave it out, so there is nobody to tell. */
const unasked = (batchId: number): QueuedBatch => ({ batchId, done: nothing, later: nothing, extend: nothing });

function batchesByTenant(working: ReadonlyMap<number, { tenantId: number }>): Map<number, number> {
  const busy = new Map<number, number>();
  for (const { tenantId } of working.values()) busy.set(tenantId, (busy.get(tenantId) ?? 0) + 1);
  return busy;
}

/** Notices nobody here won: one too many, or one to come back to. */
async function refuseNotices(
  rt: Pick<Runtime, "db" | "clock" | "queue">,
  notices: readonly QueuedBatch[],
  notTenants: readonly number[],
): Promise<void> {
  if (!rt.queue.isTold) return;
  const now = await rt.clock();
  const ids = notices.map(({ batchId }) => batchId);
  const open = await rt.db
    .select({ id: sendBatches.id, tenantId: sendBatches.tenantId, leaseUntil: sendBatches.leaseUntil })
    .from(sendBatches)
    .where(and(inArray(sendBatches.id, ids), isNotNull(sendBatches.availableAt)));
  for (const notice of notices) {
    const row = open.find(({ id }) => id === notice.batchId);
    const heldMs = (row?.leaseUntil?.getTime() ?? 0) - now.getTime();
    if (row && heldMs > 0) await notice.later(Math.ceil(heldMs / 1_000));
    else if (row && notTenants.includes(row.tenantId)) await notice.later(BUSY_SECONDS);
    else await notice.done();
  }
}

/** A batch that made the program itself fail: told, put off ever longer, and the others go on. */
async function giveUp(rt: Pick<Runtime, "db" | "clock">, lease: BatchLease, error: unknown): Promise<void> {
  console.error(`batch ${lease.batchId}:`, error instanceof Error ? error.message.slice(0, 300) : error);
  try {
    const at = await rt.clock();
    const [row] = await rt.db
      .select({ attempt: sendBatches.attempt })
      .from(sendBatches)
      .where(and(eq(sendBatches.id, lease.batchId), gt(sendBatches.attempt, 0)));
    const until = new Date(at.getTime() + backOffMs(row?.attempt ?? 1));
    const code = error instanceof Error ? error.name : "Error";
    await putOffBatch(rt.db, lease, { until, event: "worker_error", code, at, isFault: true });
  } catch {
    // The database is away: the lease runs out by itself.
  }
}
