import { type Ask, decideRateLimit, notePace } from "@/lib/deliveries/rate-limit";
import { nextPartStatus } from "@/lib/deliveries/status";
import type { LimitName } from "@/lib/rooms/limits";
import type { LockedLog, LockedPart } from "./call-rows";
import type { ResultAsk } from "./decide-result";
import type { Lease } from "./lane";
import type { Run, RunPart } from "./load-runs";
import type { RoomPace } from "./room-paces";

export type IntentAsk = {
  lease: Lease;
  run: Run;
  part: RunPart;
  /** The room's place before the call. */
  mark: string | null;
  /** The lane's result this intent takes for granted, while it isn't known yet to be what was expected. */
  after?: (() => ResultAsk | null) | undefined;
};
export type Intent =
  /** Committed: the call may start now. */
  | { kind: "intended"; part: RunPart; at: Date }
  /** A limit stands in the way until then. */
  | { kind: "deferred"; until: Date; rule: LimitName }
  /** The run was cancelled or changed hands meanwhile. */
  | { kind: "gone" }
  /** Another instance holds the device. */
  | { kind: "lost" };

export type IntentChange = {
  log: { id: number } & Partial<LockedLog>;
  part?: { id: number } & Partial<RunPart>;
  pace?: RoomPace;
};

const OPEN: readonly string[] = ["planned", "deferred", "sending"];

/** Whether a call may start, from the rows as they are locked now, and what that writes. */
export function decideIntent(
  { lease, run, part, mark }: IntentAsk,
  log: LockedLog | undefined,
  parts: readonly LockedPart[],
  pace: RoomPace,
  now: Date,
): { intent: Intent; change?: IntentChange } {
  const current = parts.find(({ id }) => id === part.id);
  if (!log?.nextAttemptAt || !OPEN.includes(log.status) || !current) return { intent: { kind: "gone" } };
  const attempt = part.attempt + 1;
  const begun: RunPart = { ...part, status: "sending", attempt, fence: lease.fence, startedAt: now, mark };
  // An earlier try of this very transaction came through, only its answer was lost: nobody else writes with this fence.
  if (current.status === "sending" && current.fence === lease.fence && current.attempt === attempt)
    return { intent: { kind: "intended", part: begun, at: now } };
  if (nextPartStatus(current.status, "begin") === null || current.attempt !== part.attempt)
    return { intent: { kind: "gone" } };
  // What comes before it in its run is over.
  if (parts.some(({ seq, status }) => seq < current.seq && (status === "sending" || status === "pending")))
    return { intent: { kind: "gone" } };
  const rate: Ask = log.startedAt ? "call" : "run";
  const decision = decideRateLimit(run.limits, pace, rate, now);
  if (!decision.ok) {
    const until = log.expiresAt && log.expiresAt < decision.retryAt ? log.expiresAt : decision.retryAt;
    return {
      // Runs behind it in its room wait no longer than it does itself; one that is over is ended at the next look.
      intent: { kind: "deferred", until: until > now ? until : decision.retryAt, rule: decision.rule },
      change: { log: { id: log.id, status: "deferred", reasonCode: decision.rule, nextAttemptAt: until } },
    };
  }
  return {
    intent: { kind: "intended", part: begun, at: now },
    change: {
      log: {
        id: log.id,
        status: "sending",
        reasonCode: null,
        attempt: Math.max(log.attempt, attempt),
        startedAt: log.startedAt ?? now,
      },
      part: {
        id: part.id,
        status: "sending",
        attempt,
        fence: lease.fence,
        startedAt: now,
        mark,
        finishedAt: null,
        errorCode: null,
      },
      pace: { ...notePace(pace, rate, now), lastRunAt: rate === "run" ? now : pace.lastRunAt },
    },
  };
}
