import "server-only";
import type { Runtime } from "@/lib/runtime";
import { accountOf, type SolapiAccount } from "@/lib/tenants/account-of";
import type { Built } from "@/lib/transports/phone-port";
import { blockBatch } from "./block-batch";
import { type BuildGate, beginBuild } from "./build-gate";
import { imageOf, messagesOf } from "./build-group";
import { commitGroup, countedText } from "./commit-group";
import { endBatch } from "./end-batch";
import { endSome } from "./end-some";
import { findEarlier } from "./find-earlier";
import { fireGroup } from "./fire-group";
import { isSetUpCode, parkReasonOf, parkReasonOfCode } from "./hold-reasons";
import { installationId } from "./installation";
import type { BatchLease } from "./lease";
import { leaveOut } from "./leave-out";
import { leaveOutBuilt } from "./leave-out-built";
import { loadBatch, loadQueuedRows, type QueuedRow, type Work } from "./load-batch";
import { NUMBER_UNREADABLE, openNumbers } from "./open-numbers";
import { holdBatch, putOffBatch } from "./release-batch";
import { backOffMs, MOST_LOST_BUILDS, mayHaveGroup, stepOf } from "./steps";
import { withdrawBatch } from "./withdraw-batch";

export type BatchRuntime = Pick<Runtime, "db" | "clock" | "phone" | "storage" | "env">;
/** `waits`: something else comes first; `ended`: without being sent; `lost`: others have it. */
export type WorkEnd = "sent" | "waits" | "ended" | "lost";

/** Takes a batch as far as it goes now: withdrawn, or built, committed and fired (solapi.md §6.2). */
export async function workBatch(rt: BatchRuntime, lease: BatchLease, gate: BuildGate): Promise<WorkEnd> {
  const work = await loadBatch(rt.db, lease);
  if (!work) return "lost";
  const at = await rt.clock();
  const step = stepOf(work.batch, at);
  if (step === "nothing") return "lost";
  if (step === "cancel" || step === "expire") return withdrawBatch(rt, work, accountOf(rt.env, work.tenant), step);
  if (step === "fire") return send(rt, work, at);
  const { lostBuilds } = work.batch;
  if (lostBuilds >= MOST_LOST_BUILDS) {
    await holdBatch(rt.db, lease, { reason: "build_lost", park: null, at });
    return "waits";
  }
  return gate(lostBuilds > 0, async () => ((await beginBuild(rt.db, lease)) ? send(rt, work, at) : "lost"));
}

/** Sends a batch that nothing stands in the way of, once it has its group. */
async function send(rt: BatchRuntime, work: Work, at: Date): Promise<WorkEnd> {
  const { lease } = work;
  const block = await blockBatch(rt, work, at);
  if (block?.kind === "hold") {
    await holdBatch(rt.db, lease, { reason: block.reason, park: null, at });
    return "waits";
  }
  if (block) {
    await putOffBatch(rt.db, lease, { until: block.until, event: block.event, at });
    return "waits";
  }
  const opened = accountOf(rt.env, work.tenant);
  if (!opened.ok) {
    await holdBatch(rt.db, lease, { reason: opened.reason, park: opened.reason, at });
    return "waits";
  }
  const { groupId } = work.batch;
  if (groupId === null) {
    const built = await build(rt, work, opened.account);
    return typeof built === "object" ? built.end : fireGroup(rt, opened.account, work, built);
  }
  const left = await leaveOutBuilt(rt, opened.account, work, groupId);
  return left === "go" ? fireGroup(rt, opened.account, work, groupId) : left;
}

/** Builds and commits the batch's group; its id, or how it ended without one. */
async function build(rt: BatchRuntime, work: Work, account: SolapiAccount): Promise<string | { end: WorkEnd }> {
  const { batch, lease } = work;
  const queued = await loadQueuedRows(rt.db, batch.id);
  const now = await rt.clock();
  if (mayHaveGroup(batch, now)) {
    const earlier = await findEarlier(rt, account, work, queued, now);
    if (earlier.kind === "unsure") return setAside(rt, work, earlier.why);
    if (earlier.kind === "found") return adopt(rt, work, queued, earlier.built);
  }
  const willing = await leaveOut(rt, work, queued);
  if (willing === null) return { end: "lost" };
  const { open: rows, ends, areAllUnreadable } = openNumbers(rt.env, willing);
  if (areAllUnreadable) {
    // No recipient's fault but that of the server's keys, and nobody fails for it while that may be mended.
    await holdBatch(rt.db, lease, { reason: NUMBER_UNREADABLE, park: null, at: await rt.clock() });
    return { end: "waits" };
  }
  if (!(await endSome(rt, work, ends))) return { end: "lost" };
  const image = await imageOf(rt, account, work);
  if (!("imageId" in image)) {
    if (image.refusal) return setAside(rt, work, image.refusal);
    await holdBatch(rt.db, lease, { reason: "image_missing", park: null, at: await rt.clock() });
    return { end: "waits" };
  }
  const messages = messagesOf(work, rows, image.imageId);
  if (messages.length === 0) {
    const isEnded = await endBatch(rt, batch, null, { phase: "done", to: "failed", reasonCode: "phone_missing" });
    return { end: isEnded ? "ended" : "lost" };
  }
  const startMs = performance.now();
  const order = { batchId: String(batch.id), installationId: await installationId(rt.db), attempt: batch.attempt };
  const built = await rt.phone.build(account, { ...order, messages });
  const ms = Math.round(performance.now() - startMs);
  if (built.kind !== "built") return setAside(rt, work, built, ms);
  if (await stopsAll(rt, work, built, ms)) {
    await rt.phone.remove(account, built.groupId);
    return { end: "waits" };
  }
  const end = await commitGroup(rt, work, rows, built, { ms });
  if (end === "committed") return built.groupId;
  // Nothing of it can leave by itself, so a removal that doesn't get through leaves only an orphan to sweep.
  await rt.phone.remove(account, built.groupId);
  return { end: end === "empty" ? "ended" : "lost" };
}

/** Takes the group that has left already for the batch's own; its results are asked for like any other's. */
async function adopt(
  rt: BatchRuntime,
  work: Work,
  rows: readonly QueuedRow[],
  built: Extract<Built, { kind: "built" }>,
): Promise<string | { end: WorkEnd }> {
  const end = await commitGroup(rt, work, rows, built, { event: "found", ms: 0 });
  return end === "committed" ? built.groupId : { end: end === "empty" ? "ended" : "lost" };
}

/** Recipients refused for what their neighbours would meet too: the batch waits whole, and nobody fails for it. */
async function stopsAll(
  rt: BatchRuntime,
  { lease }: Work,
  { rows, refused }: Extract<Built, { kind: "built" }>,
  ms: number,
): Promise<boolean> {
  const detail = countedText({ rows, refused });
  const found = refused.map(({ code }) => ({ code, park: parkReasonOfCode(code) })).find(({ park }) => park !== null);
  if (found?.park) {
    const at = await rt.clock();
    await holdBatch(rt.db, lease, { reason: found.park, park: found.park, code: found.code, detail, ms, at });
    return true;
  }
  const first = refused[0];
  if (!first || rows.length > 0 || !refused.every(({ code }) => isSetUpCode(code))) return false;
  const at = await rt.clock();
  await holdBatch(rt.db, lease, { reason: "template_refused", park: null, code: first.code, detail, ms, at });
  return true;
}

/** A build that came to nothing: nothing of it can have been sent, so it is made again, or its cause is waited for. */
async function setAside(
  rt: BatchRuntime,
  { batch, lease }: Work,
  built: Exclude<Built, { kind: "built" }>,
  callMs?: number,
): Promise<{ end: WorkEnd }> {
  const at = await rt.clock();
  const { reason, detail } = built;
  const ms = callMs === undefined ? {} : { ms: callMs };
  const code = built.kind === "refused" ? (built.code ?? reason) : reason;
  const park = built.kind === "refused" ? parkReasonOf(built.reason) : null;
  if (park) {
    await holdBatch(rt.db, lease, { reason: park, park, code, detail, at, ...ms });
    return { end: "waits" };
  }
  if (built.kind === "refused" && !built.retryable) {
    const end = {
      phase: "done",
      to: "failed",
      reasonCode: "provider_refused",
      providerCode: code.slice(0, 20),
    } as const;
    return { end: (await endBatch(rt, batch, null, end)) ? "ended" : "lost" };
  }
  const until = new Date(at.getTime() + backOffMs(batch.attempt));
  await putOffBatch(rt.db, lease, { until, event: "not_built", code, detail, at, ...ms });
  return { end: "waits" };
}
