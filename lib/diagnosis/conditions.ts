import type { Layer } from "@/db/enums";
import type { Facts } from "./facts";
import type { FixId } from "./fixes";
import type { Standing } from "./verdict-shape";

/**
 * One thing that keeps a message from arriving: where it stops, what to do, and when it holds. `reasons` are the recorded
 * words that mean it; what no row has a word for (nobody took it, nobody asked) is found by `holds` alone.
 */
export type Condition<F extends Facts = Facts> = {
  id: string;
  subject: F["subject"];
  layer: Layer;
  fix: FixId;
  /** Where it is asked for: a requirement, or what of our own engine makes it. */
  source: string;
  reasons: readonly string[];
  /** Where what is recorded alone would say too little: it may have gone, or it has gone and something else is missing. */
  standing?: Extract<Standing, "sent" | "unknown">;
  holds: (facts: F) => boolean;
};

/** How a condition is found from a recorded word, and what is true besides. */
export type Row<F extends Facts> = readonly [
  id: string,
  fix: FixId,
  source: string,
  found: { reasons?: readonly string[]; when?: (facts: F) => boolean; standing?: Condition["standing"] },
];

/** Rows of one layer of one subject; a row without `when` holds where its reason is the recorded one. */
export const onLayer = <F extends Facts>(
  subject: F["subject"],
  layer: Layer,
  reasonOf: (facts: F) => string | null,
  rows: readonly Row<F>[],
): Condition<F>[] =>
  rows.map(([id, fix, source, { reasons = [], when, standing }]) => ({
    ...{ id, subject, layer, fix, source, reasons },
    ...(standing && { standing }),
    holds: (facts) => {
      const reason = reasonOf(facts);
      return reason !== null && reasons.includes(reason) ? true : (when?.(facts) ?? false);
    },
  }));

/** A row that holds for its own name. */
export const plain = <F extends Facts>(id: string, fix: FixId, source: string): Row<F> => [
  id,
  fix,
  source,
  { reasons: [id] },
];

/** Longer due than this without anybody taking it is more than a busy moment, in ms. */
export const UNTAKEN_MS = 3 * 60_000;
/** A line that moves, but too slowly: when people are told of it too (queue_age). */
export const LONG_LINE_MS = 10 * 60_000;
/** A hold of a program that is gone ends by itself; beyond that nobody came to go on. */
export const LEFT_MS = 2 * 60_000;
