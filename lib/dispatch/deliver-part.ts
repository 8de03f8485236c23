import "server-only";
import type { Runtime } from "@/lib/runtime";
import { closeRun } from "./close-run";
import { intendPart } from "./intend-part";
import { keepLease } from "./keep-lease";
import { type Lease, SEND_BY_MS } from "./lane";
import { loadRun, type Run, type RunPart } from "./load-run";
import { type CallOutcome, prepareCall, refusal } from "./prepare-call";
import { type Recorded, recordResult } from "./record-result";

export type PartPass =
  | { kind: "recorded"; result: Recorded; called: boolean; minGapMs: number }
  | { kind: "deferred"; until: Date }
  /** The time left doesn't cover the call. */
  | { kind: "no_time" }
  | { kind: "gone" }
  | { kind: "lost" };

type Engine = Pick<Runtime, "db" | "clock" | "storage" | "gateway" | "env">;

/** Takes the next part of a run through intent, call and result. The caller holds the device's lane and has no call in flight. */
export async function deliverPart(
  rt: Engine,
  lease: Lease,
  logId: number,
  covers: (needsMs: number) => boolean,
): Promise<PartPass> {
  const run = await loadRun(rt.db, logId);
  if (!run) return { kind: "gone" };
  const minGapMs = run.bot.minGapMs;
  const interrupted = run.parts.find((part) => part.status === "sending");
  if (interrupted) {
    // Whoever wrote this intent is gone or has lost the lane; what it did nobody knows.
    const result = await record(rt, lease, run, interrupted, INTERRUPTED, 0);
    return { kind: "recorded", result, called: false, minGapMs };
  }
  const part = run.parts.find(({ status }) => status === "pending");
  if (!part) {
    await closeRun(rt, lease, run);
    return { kind: "gone" };
  }
  const prepared = await prepareCall(rt, run, part).catch((error: unknown) =>
    refusal("not_prepared", error instanceof Error ? error.message : String(error)),
  );
  if ("kind" in prepared) {
    const result = await record(rt, lease, run, part, prepared, 0);
    return { kind: "recorded", result, called: false, minGapMs };
  }
  if (!covers(prepared.needsMs)) return { kind: "no_time" };

  const intentMs = performance.now();
  const intent = await intendPart(rt, lease, run, part);
  if (intent.kind !== "intended") return intent;
  if (performance.now() - intentMs > SEND_BY_MS) {
    const late = refusal("sent_too_late", "", { retryable: true });
    const result = await record(rt, lease, run, intent.part, late, 0);
    return { kind: "recorded", result, called: false, minGapMs };
  }
  const startMs = performance.now();
  const outcome = await keepLease(rt, lease, async (): Promise<CallOutcome> => {
    try {
      return await prepared.send(AbortSignal.timeout(prepared.needsMs));
    } catch (error) {
      return {
        kind: "unknown",
        reason: "bad_response",
        detail: error instanceof Error ? error.message : String(error),
      };
    }
  });
  const result = await record(rt, lease, run, intent.part, outcome, performance.now() - startMs);
  return { kind: "recorded", result, called: true, minGapMs };
}

const INTERRUPTED: CallOutcome = {
  kind: "unknown",
  reason: "interrupted",
  detail: "the process ended during the call",
};
const RECORD_TRIES = 6;

/** What a call came to is known only here: the database gets half a minute to come back before it counts as unknown. */
async function record(
  rt: Engine,
  lease: Lease,
  run: Run,
  part: RunPart,
  outcome: CallOutcome,
  tookMs: number,
): Promise<Recorded> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await recordResult(rt, lease, run, part, outcome, tookMs);
    } catch (error) {
      if (attempt >= RECORD_TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, 500 * 2 ** attempt));
    }
  }
}
