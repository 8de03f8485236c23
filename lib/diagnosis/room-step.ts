import type { OrgStatus } from "@/db/enums";
import { callsOf } from "@/lib/deliveries/proof";
import type { RoomFacts, TrailFact } from "./facts";
import type { PassRow, RunRow, readDecisions, readLane, readParts } from "./room-queries";
import type { RoomStepEvent } from "./room-step-events";
import { type MakeStep, makeStep } from "./trail-step";

type Rows<F extends (...args: never[]) => PromiseLike<readonly unknown[]>> = Awaited<ReturnType<F>>;
export type PartRow = Rows<typeof readParts>[number];

/** What the steps of an occurrence are made of: the facts its verdict was made of, and the records that only show. */
export type RoomRecords = {
  facts: RoomFacts;
  run: RunRow;
  /** The organisation it belongs to and all above it, from the top. */
  orgs: readonly { path: string; status: OrgStatus }[];
  parts: readonly PartRow[];
  /** Oldest first. */
  trail: readonly TrailFact[];
  decisions: Rows<typeof readDecisions>;
  lane: Awaited<ReturnType<typeof readLane>>;
  /** Passes that were under way when something happened to it. */
  passes: readonly PassRow[];
  living: readonly { name: string; kind: string; version: string; heartbeatAt: Date }[];
  pass: { id: number; at: Date } | null;
};

/** One step of a layer. */
export const stepOf: MakeStep<RoomStepEvent> = makeStep;

/** One call as the run's own row remembers it, with the time its line of the trail or its part gives it. */
export type Call = {
  part: number;
  attempt: number;
  outcome: string;
  tookMs: number;
  certainty: string | null;
  reason: string | null;
  detail: string | null;
  /** When it was over; null where no record says so any more. */
  at: Date | null;
  line: TrailFact | null;
};

const TOLD: readonly string[] = ["rejected", "postponed", "parked", "lost"];

/**
 * Everything the worker did with its parts, in order. What was not taken has its line in the trail, one each and in the same
 * order; what was taken has its time in its part.
 */
export function callsMade({ run, parts, trail }: Pick<RoomRecords, "run" | "parts" | "trail">): Call[] {
  const kept = (run.log.apiResponse as { calls?: Record<string, unknown>[] } | null)?.calls ?? [];
  const calls = callsOf(run.log.apiResponse);
  const untaken = calls.filter(({ outcome }) => outcome !== "accepted").length;
  // The trail is bounded: its newest lines belong to the newest calls.
  const lines = trail.filter(({ event }) => TOLD.includes(event));
  let next = lines.length - untaken;
  return calls.map((call, i) => {
    const row = parts.find(({ seq }) => seq === call.seq);
    const isTaken = call.outcome === "accepted";
    const line = isTaken ? null : (lines[next++] ?? null);
    const isLast = row?.attempt === call.attempt && row.finishedAt !== null;
    return {
      ...{ part: call.seq + 1, attempt: call.attempt, outcome: call.outcome, tookMs: Number(kept[i]?.tookMs ?? 0) },
      ...{ certainty: wordOf(kept[i]?.certainty), reason: wordOf(kept[i]?.reason), detail: wordOf(kept[i]?.detail) },
      at: line?.at ?? (isTaken && isLast ? takenAt(row, Number(kept[i]?.tookMs ?? 0)) : null),
      line,
    };
  });
}

const wordOf = (value: unknown): string | null => (typeof value === "string" ? value : null);

/** A part's own end is when it was last known better: a call that was taken ended when it had lasted. */
const takenAt = ({ startedAt, finishedAt }: PartRow, tookMs: number): Date | null =>
  startedAt && tookMs > 0 ? new Date(startedAt.getTime() + tookMs) : finishedAt;

/** Something may still go by itself. */
export const isOpen = ({ log }: RoomFacts): boolean => ["planned", "deferred", "sending"].includes(log.status);
