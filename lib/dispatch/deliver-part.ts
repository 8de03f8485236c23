import "server-only";
import type { Runtime } from "@/lib/runtime";
import type { Batches } from "./batches";
import { closeRun } from "./close-run";
import type { Recorded, ResultAsk } from "./decide-result";
import { keepLease } from "./keep-lease";
import { type Lease, SEND_BY_MS } from "./lane";
import type { Run, RunPart } from "./load-runs";
import { type RunState, runAfter } from "./part-result";
import { type CallOutcome, type PreparedCall, prepareCall, type Rejection, refusal } from "./prepare-call";

export type PartPass =
  | {
      kind: "recorded";
      ask: ResultAsk;
      /** What the database makes of it. */
      result: Promise<Recorded>;
      /** What the run comes to unless somebody interferes; null where that depends on what the database knows. */
      expected: RunState | null;
    }
  | { kind: "deferred"; until: Date }
  /** The time left doesn't cover the call. */
  | { kind: "no_time" }
  | { kind: "gone" }
  | { kind: "lost" };

export type Engine = Pick<Runtime, "db" | "clock" | "storage" | "gateway" | "env">;

/**
 * Takes the next part of a run through intent and call, and hands in its result. The caller holds the device's lane and has
 * no call in flight.
 * @param run as it was loaded a moment ago
 * @param after the lane's last result, while it isn't known to be what was expected
 */
export async function deliverPart(
  rt: Engine,
  batches: Batches,
  lease: Lease,
  run: Run,
  covers: (needsMs: number) => boolean,
  after?: () => ResultAsk | null,
): Promise<PartPass> {
  const part = run.parts.find(({ status }) => status === "sending" || status === "pending");
  if (!part) {
    await closeRun(rt, lease, run);
    return { kind: "gone" };
  }
  const recorded = (row: RunPart, outcome: CallOutcome, tookMs = 0): PartPass => {
    const expected = outcome.kind === "accepted" ? runAfter(withPart(run.parts, row), row.id, "accepted", 0) : null;
    const ask: ResultAsk = { lease, run, part: row, outcome, tookMs, expects: expected?.status ?? null };
    const result = record(batches, ask);
    // Whoever waits for it hears of it.
    result.catch(() => {});
    return { kind: "recorded", ask, result, expected };
  };
  // Whoever wrote this intent is gone or has lost the lane; what it did nobody knows.
  if (part.status === "sending") return recorded(part, INTERRUPTED);

  const attempt = async (): Promise<PartPass> => {
    const prepared = await prepareCall(rt, run, part).catch(notPrepared);
    if ("kind" in prepared) return recorded(part, prepared);
    if (!covers(prepared.needsMs)) return { kind: "no_time" };
    const opened = await prepared.open().catch(notPrepared);
    if (opened.kind === "rejected") return recorded(part, opened);

    const intentMs = performance.now();
    const intent = await batches.intend({ lease, run, part, mark: opened.mark, after });
    if (intent.kind !== "intended") return intent;
    if (performance.now() - intentMs > SEND_BY_MS)
      return recorded(intent.part, refusal("sent_too_late", "", { retryable: true }));
    const startMs = performance.now();
    const outcome = await keepLease(rt, lease, () => call(prepared, opened.mark));
    return recorded(intent.part, outcome, Math.max(1, performance.now() - startMs));
  };
  const leave = await batches.memory(part.payload.kind === "images" ? part.payload.bytes : 0);
  return attempt().finally(leave);
}

const withPart = (parts: readonly RunPart[], part: RunPart) => parts.map((row) => (row.id === part.id ? part : row));

const notPrepared = (error: unknown): Rejection => refusal("not_prepared", messageOf(error));
const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

async function call(prepared: PreparedCall, mark: string | null): Promise<CallOutcome> {
  const end = new AbortController();
  // Not AbortSignal.timeout: its timer would outlive the call.
  const timer = setTimeout(() => end.abort(new DOMException("too late", "TimeoutError")), prepared.needsMs);
  try {
    return await prepared.send(mark, end.signal);
  } catch (error) {
    return { kind: "unknown", reason: "bad_response", detail: messageOf(error) };
  } finally {
    clearTimeout(timer);
  }
}

const INTERRUPTED: CallOutcome = {
  kind: "unknown",
  reason: "interrupted",
  detail: "the process ended during the call",
};
const RECORD_TRIES = 6;

/** What a call came to is known only here: the database gets half a minute to come back before it counts as unknown. */
async function record(batches: Batches, ask: ResultAsk): Promise<Recorded> {
  if (ask.tookMs > 0) batches.meter.calls++;
  for (let attempt = 1; ; attempt++) {
    try {
      return await batches.record(ask);
    } catch (error) {
      if (attempt >= RECORD_TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, 500 * 2 ** attempt));
    }
  }
}
