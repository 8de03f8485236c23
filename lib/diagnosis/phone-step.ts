import type { PhoneFacts, TrailFact } from "./facts";
import type { PhoneStepEvent } from "./phone-step-events";
import { type MakeStep, makeStep } from "./trail-step";
import type { Verdict } from "./verdict-shape";

type Credit = { kind: "charge" | "reserve" | "settle" | "release" | "adjust"; amount: string; id: number; at: Date };
type EarlierRow = {
  id: number;
  leg: number;
  attemptNo: number;
  status: string;
  reasonCode: string | null;
  providerCode: string | null;
  finalAt: Date | null;
};

/** What the steps of one recipient are made of: the facts its verdict was made of, and the records that only show. */
export type PhoneRecords = {
  facts: PhoneFacts;
  verdict: Verdict;
  message: { recipientCount: number; duplicateCount: number; skippedCount: number; tenantId: number };
  batch: { size: number; groupId: string | null } | null;
  credit: readonly Credit[];
  /** Batches that stand before this one now; null where it waits no more. */
  ahead: number | null;
  living: readonly { name: string; version: string; heartbeatAt: Date }[];
  pass: { id: number; at: Date } | null;
  key: { isOwn: boolean; ending: string | null };
  /** What was tried for this recipient before, oldest first. */
  earlier: readonly EarlierRow[];
};

/** One step of a layer. */
export const stepOf: MakeStep<PhoneStepEvent> = makeStep;

/** A kind of line of the trail, however often it is there. */
export type Lines = { first: TrailFact; last: TrailFact; times: number };

/** The trail by event and code, in the order in which each came first. */
export function linesOf(trail: readonly TrailFact[]): Lines[] {
  const found = new Map<string, Lines>();
  for (const fact of trail) {
    const key = `${fact.event}/${fact.code}`;
    const known = found.get(key);
    if (known) found.set(key, { ...known, last: fact, times: known.times + 1 });
    else found.set(key, { first: fact, last: fact, times: 1 });
  }
  return [...found.values()];
}

export const lastOf = (trail: readonly TrailFact[], ...events: string[]): TrailFact | undefined =>
  trail.findLast(({ event }) => events.includes(event));
export const firstOf = (trail: readonly TrailFact[], ...events: string[]): TrailFact | undefined =>
  trail.find(({ event }) => events.includes(event));

/** `3 taken, 1 refused`, as the one who wrote it counted. */
export function countedIn(detail: string | null): { taken: number; refused: number } | null {
  const found = /^(\d+) taken, (\d+) refused$/.exec(detail ?? "");
  return found ? { taken: Number(found[1]), refused: Number(found[2]) } : null;
}

/** Something may still be done with the batch by itself or by a person. */
export const isOpen = ({ batch }: PhoneFacts): boolean =>
  batch !== null && (batch.phase === "new" || batch.phase === "committed" || batch.phase === "held");
