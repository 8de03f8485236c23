import type { Certainty } from "@/db/enums";
import type { CallOutcome } from "./prepare-call";

/** How long after each question the gateway is asked again, in ms; after the last one only a person can tell. */
const AGAIN_MS = [10_000, 30_000, 120_000, 600_000, 1_800_000, 7_200_000, 21_600_000, 86_400_000];

/** When the next question is due after `asked` of them, or null when there is none left. */
export const nextAskAt = (asked: number, now: Date): Date | null => {
  const ms = AGAIN_MS[asked];
  return ms === undefined ? null : new Date(now.getTime() + ms);
};

/** Whether asking the gateway later can still tell something of a call: it left a trace, and less than arrival is known of it. */
export function canBeAsked(outcome: CallOutcome, mark: string | null): boolean {
  if (outcome.kind === "rejected") return false;
  const leftTrace = mark !== null || outcome.ref !== undefined;
  if (outcome.kind === "unknown") return leftTrace;
  // Where only a reference was left, the gateway itself is asked, and handed off is the most it can say.
  return outcome.certainty === "accepted" ? leftTrace : outcome.certainty === "handed_off" && mark !== null;
}

export type Neighbour = {
  startedAt: Date | null;
  mark: string | null;
  providerRef: string | null;
  status: string;
  kind: "text" | "images";
  text: string | null;
  count: number;
};

/** Rows of a phone's log may appear late: so long an earlier call without proof could still be what is seen. */
const LATE_MS = 10 * 60_000;

/**
 * What other calls into the same room say about where this one's trace can be: not among the rows credited to others, and
 * not behind the next call's place. Null where an earlier twin without proof could pass for it: then nothing is proved.
 */
export function searchBounds(
  part: Pick<Neighbour, "startedAt" | "kind" | "text" | "count" | "mark" | "providerRef">,
  others: readonly Neighbour[],
): { nextMark: string | null; taken: string[] } | null {
  const at = part.startedAt?.getTime() ?? 0;
  const isTwin = (other: Neighbour) =>
    other.kind === part.kind && other.text === part.text && other.count === part.count;
  const before = others.filter((other) => other.startedAt && other.startedAt.getTime() <= at);
  // What the gateway itself named is that and nothing else.
  const isNamed = part.mark === null && part.providerRef !== null;
  const hides =
    !isNamed &&
    before.some(
      (other) =>
        isTwin(other) &&
        other.providerRef === null &&
        (other.status === "sent" || other.status === "unknown") &&
        at - (other.startedAt?.getTime() ?? 0) < LATE_MS,
    );
  if (hides) return null;
  const after = others
    .filter((other) => other.startedAt && other.startedAt.getTime() > at && other.mark !== null)
    .sort((a, b) => (a.startedAt?.getTime() ?? 0) - (b.startedAt?.getTime() ?? 0));
  return { nextMark: after[0]?.mark ?? null, taken: others.flatMap((other) => other.providerRef ?? []) };
}

const RANK: Record<Certainty, number> = { accepted: 0, handed_off: 1, delivered: 2 };
/** True when `found` says more than what is known. */
export const saysMore = (found: Certainty, known: Certainty | null): boolean =>
  RANK[found] > (known ? RANK[known] : -1);
