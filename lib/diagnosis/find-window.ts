import { invalid } from "@/lib/errors";
import { type FindInput, LAST4_MS, MOST_MS, USUAL_MS } from "./find-schema";

export type FindWindow = { from: Date; to: Date };

/**
 * From when until when is looked: the last day unless told otherwise.
 * @throws AppError invalid where that is too long, or the wrong way round
 */
export function findWindow({ from, to }: Pick<FindInput, "from" | "to">, now: Date, isLast4: boolean): FindWindow {
  const end = to ?? now;
  const window = { from: from ?? new Date(end.getTime() - USUAL_MS), to: end };
  const ms = window.to.getTime() - window.from.getTime();
  if (ms <= 0) throw invalid("to", "badDateTime");
  if (isLast4 && ms > LAST4_MS) throw invalid("from", "last4Window");
  if (ms > MOST_MS) throw invalid("from", "findWindow");
  return window;
}
