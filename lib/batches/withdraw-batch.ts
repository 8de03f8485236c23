import "server-only";
import type { Runtime } from "@/lib/runtime";
import type { AccountAnswer } from "@/lib/tenants/account-of";
import { endBatch, type UnsentEnd } from "./end-batch";
import { parkReasonOf, RECHECK_MS } from "./hold-reasons";
import type { Work } from "./load-batch";
import { markSent } from "./mark-sent";
import { holdBatch, putOffBatch } from "./release-batch";
import { backOffMs, MOST_LOST, UNSURE_MS } from "./steps";

/**
 * Takes a batch back because it was cancelled or its time is over. Removing the group is the one act that tells: done, it
 * never was sent and never will be; refused, it was (solapi.md §6.2).
 */
export async function withdrawBatch(
  rt: Pick<Runtime, "db" | "clock" | "phone">,
  { batch, lease }: Work,
  opened: AccountAnswer,
  why: "cancel" | "expire",
): Promise<"ended" | "sent" | "waits"> {
  const end: UnsentEnd =
    why === "cancel"
      ? { phase: "cancelled", to: "cancelled", reasonCode: "cancelled" }
      : { phase: "expired", to: "failed", reasonCode: batch.heldReason ?? "expired" };
  if (batch.groupId === null) return (await endBatch(rt, batch, null, end)) ? "ended" : "waits";
  if (!opened.ok) {
    const at = await rt.clock();
    const until = new Date(at.getTime() + RECHECK_MS);
    await putOffBatch(rt.db, lease, { until, event: "withdrawing", code: opened.reason, at });
    return "waits";
  }
  const removed = await rt.phone.remove(opened.account, batch.groupId);
  if (removed.kind === "removed") return (await endBatch(rt, batch, batch.groupId, end)) ? "ended" : "waits";
  if (removed.kind === "left") {
    await markSent(rt, batch, { event: "found_sent" });
    return "sent";
  }
  const isLost = removed.kind === "refused" && removed.reason === "not_found" && batch.attempt >= MOST_LOST;
  // The group won't leave by itself any more, and whoever asked for it back has decided that it shall not.
  if (why === "cancel" && (removed.kind === "gone" || isLost)) {
    const known = removed.kind === "gone" ? end : { ...end, doubtful: "group_lost" };
    return (await endBatch(rt, batch, batch.groupId, known)) ? "ended" : "waits";
  }
  const at = await rt.clock();
  if (removed.kind === "gone") {
    const reason = removed.status === "FAILED" ? "group_failed" : "group_deleted";
    await holdBatch(rt.db, lease, { reason, park: null, detail: removed.detail, at });
  } else if (isLost) {
    await holdBatch(rt.db, lease, { reason: "group_lost", park: null, detail: removed.detail, at });
  } else {
    const park = removed.kind === "refused" ? parkReasonOf(removed.reason) : null;
    const waitMs = park ? RECHECK_MS : Math.max(UNSURE_MS, backOffMs(batch.attempt));
    const until = new Date(at.getTime() + waitMs);
    await putOffBatch(rt.db, lease, { until, event: "withdrawing", code: removed.reason, detail: removed.detail, at });
  }
  return "waits";
}
