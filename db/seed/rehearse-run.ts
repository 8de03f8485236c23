import type { kbScheduleLogParts } from "../schema/deliveries";
import type { Incident } from "./incidents";
import type { StoryPart } from "./tools";

type PartRow = Omit<typeof kbScheduleLogParts.$inferInsert, "id" | "logId">;
export type Call = {
  at: Date;
  seq: number;
  attempt: number;
  outcome: "accepted" | "rejected" | "unknown";
  tookMs: number;
  reason?: string;
  detail?: string;
  ref?: string;
};
export type Rehearsal = { parts: PartRow[]; calls: Call[]; startedAt: Date; endedAt: Date; waitMs: number };

const MAX_ATTEMPTS = 3;
const TIMEOUT_MS = 30_000;
/** The look into the room's own log that proves a part arrived. */
const PROOF_MS = 700;
/** Between the end of a wait and the next call. */
const STEP_MS = 60;

/** Numbers that look like chance and are the same every time. */
export function dice(seed: number): (least: number, most: number) => number {
  let state = seed;
  return (least, most) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    return least + Math.floor(((state >>> 0) / 2 ** 32) * (most - least + 1));
  };
}

/** Plays a run of the past call by call, by the rules the engine follows, and tells how each part ended. */
export function rehearseRun(
  planned: readonly StoryPart[],
  startedAt: Date,
  incident: Incident | null,
  roll: ReturnType<typeof dice>,
): Rehearsal {
  const parts: PartRow[] = [];
  const calls: Call[] = [];
  let at = startedAt;
  let waitMs = 0;
  let state: "going" | "failed" | "unknown" = "going";
  const after = (ms: number) => {
    at = new Date(at.getTime() + ms);
    return at;
  };
  for (const { seq, kind, chunk, payload, waitAfterMs } of planned) {
    const base = { seq, kind, chunk, payload, waitAfterMs };
    if (state !== "going") {
      const dropped = state === "failed" ? { status: "skipped" as const, errorCode: "run_ended", finishedAt: at } : {};
      parts.push({ ...base, ...dropped });
      continue;
    }
    const trouble = incident && "seq" in incident && incident.seq === seq ? incident : null;
    if (trouble?.kind === "failed") {
      let begun = at;
      for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
        begun = at;
        const tookMs = roll(20, 90);
        calls.push({
          at: begun,
          seq,
          attempt,
          outcome: "rejected",
          tookMs,
          reason: trouble.reason,
          detail: trouble.detail,
        });
        after(tookMs);
        if (attempt < MAX_ATTEMPTS) {
          const delayMs = roll(4_000, 30_000 * attempt);
          waitMs += delayMs;
          after(delayMs);
        }
      }
      parts.push({
        ...base,
        status: "failed",
        attempt: MAX_ATTEMPTS,
        errorCode: trouble.reason,
        detail: trouble.detail,
        startedAt: begun,
        finishedAt: at,
      });
      state = "failed";
      continue;
    }
    const tookMs = trouble?.kind === "unknown" ? TIMEOUT_MS : callMs(base.payload, roll);
    const begun = at;
    after(tookMs);
    if (trouble?.kind === "unknown" && !trouble.decidedBy) {
      calls.push({
        at: begun,
        seq,
        attempt: 1,
        outcome: "unknown",
        tookMs,
        reason: trouble.reason,
        detail: trouble.detail,
      });
      parts.push({
        ...base,
        status: "unknown",
        attempt: 1,
        errorCode: trouble.reason,
        detail: trouble.detail,
        startedAt: begun,
        finishedAt: at,
      });
      state = "unknown";
      continue;
    }
    if (trouble?.kind === "unknown") {
      calls.push({
        at: begun,
        seq,
        attempt: 1,
        outcome: "unknown",
        tookMs,
        reason: trouble.reason,
        detail: trouble.detail,
      });
      // A person needs a while to look into the room.
      const decidedAt = after(roll(4, 9) * 60_000);
      parts.push({
        ...base,
        status: "sent",
        certainty: "delivered",
        attempt: 1,
        startedAt: begun,
        finishedAt: decidedAt,
      });
    } else {
      const ref = String(7_300_000_000 + roll(1, 9_999_999));
      calls.push({ at: begun, seq, attempt: 1, outcome: "accepted", tookMs, ref });
      const certainty = trouble?.kind === "accepted" ? ("accepted" as const) : ("delivered" as const);
      const proof = certainty === "delivered" ? { providerRef: ref } : {};
      parts.push({ ...base, status: "sent", certainty, ...proof, attempt: 1, startedAt: begun, finishedAt: at });
    }
    if (seq < planned.length - 1) {
      waitMs += waitAfterMs;
      after(waitAfterMs + STEP_MS);
    }
  }
  return { parts, calls, startedAt, endedAt: at, waitMs };
}

const callMs = (payload: StoryPart["payload"], roll: ReturnType<typeof dice>): number =>
  payload.kind === "text" ? PROOF_MS + roll(60, 480) : PROOF_MS + roll(300, 700) + 350 * payload.keys.length;
