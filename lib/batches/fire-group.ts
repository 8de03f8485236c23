import "server-only";
import { and, eq } from "drizzle-orm";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { sendBatches } from "@/db/schema/messages";
import type { Runtime } from "@/lib/runtime";
import { unparkTenant } from "@/lib/tenants/park-tenant";
import type { Fired, PhoneAccount, Refusal } from "@/lib/transports/phone-port";
import { parkReasonOf } from "./hold-reasons";
import type { Work } from "./load-batch";
import { markSent, moveBatch } from "./mark-sent";
import { holdBatch, putOffBatch } from "./release-batch";
import { backOffMs, MOST_LOST, UNSURE_MS } from "./steps";

/**
 * Sends the one group a batch will ever have (solapi.md §6.2 C). Anybody may do it any number of times: the provider sends
 * a group once. Where nobody knows whether it left, it is asked again later, and never built anew.
 */
export async function fireGroup(
  rt: Pick<Runtime, "db" | "clock" | "phone">,
  account: PhoneAccount,
  work: Work,
  groupId: string,
): Promise<"sent" | "waits"> {
  const startMs = performance.now();
  const fired = await rt.phone.fire(account, groupId);
  const ms = Math.round(performance.now() - startMs);
  if (fired.kind === "sent") {
    await markSent(rt, work.batch, { ms });
    if (work.parked?.reason) await retryDeadlocks(rt.db, (tx) => unparkTenant(tx, work.lease.tenantId));
    return "sent";
  }
  await setAside(rt, work, fired, ms);
  return "waits";
}

async function setAside(
  rt: Pick<Runtime, "db" | "clock">,
  work: Work,
  fired: Exclude<Fired, { kind: "sent" }>,
  ms: number,
): Promise<void> {
  const { lease } = work;
  const at = await rt.clock();
  if (fired.kind === "gone") {
    const reason = fired.status === "FAILED" ? "group_failed" : "group_deleted";
    return holdBatch(rt.db, lease, { reason, park: null, detail: fired.detail, ms, at });
  }
  if (fired.kind === "held") return refused(rt, work, fired.refusal, { ms, at });
  await showUnsure(rt, work, at);
  const until = new Date(at.getTime() + Math.max(UNSURE_MS, backOffMs(work.batch.attempt)));
  const { reason: code, detail } = fired;
  await putOffBatch(rt.db, lease, { until, event: "unsure", code, detail, ms, at, isHoldOver: true });
}

async function refused(
  rt: Pick<Runtime, "db">,
  { lease, batch }: Work,
  refusal: Refusal,
  { ms, at }: { ms: number; at: Date },
): Promise<void> {
  const { reason, code, detail } = refusal;
  const park = parkReasonOf(reason);
  if (park) return holdBatch(rt.db, lease, { reason: park, park, code, detail, ms, at });
  const isLost = !refusal.retryable || (reason === "not_found" && batch.attempt >= MOST_LOST);
  if (isLost) return holdBatch(rt.db, lease, { reason: "group_lost", park: null, code, detail, ms, at });
  const until = new Date(at.getTime() + backOffMs(batch.attempt));
  await putOffBatch(rt.db, lease, { until, event: "refused", code: code ?? reason, detail, ms, at });
}

/** Its recipients are under way as far as anybody knows. */
async function showUnsure(rt: Pick<Runtime, "db">, { lease, batch }: Work, at: Date): Promise<void> {
  await retryDeadlocks(rt.db, async (tx) => {
    const [row] = await tx
      .select({ id: sendBatches.id })
      .from(sendBatches)
      .where(and(eq(sendBatches.id, lease.batchId), eq(sendBatches.leaseToken, lease.token)))
      .for("update");
    if (row) await moveBatch(tx, batch, ["queued"], "sending", at);
  });
}
