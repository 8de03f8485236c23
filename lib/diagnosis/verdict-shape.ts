import type { Layer } from "@/db/enums";

/**
 * How far something is known to have got. `delivered`, `handed_off` and `sent` need evidence of their own; `waiting` and
 * `moving` are healthy; `stuck` may still go once the fix is done; `ended` will never go by itself; `unknown`: it may have
 * gone, nobody saw it; `unrecorded`: there is no record of then, and nothing is guessed.
 */
export const standings = [
  "delivered",
  "handed_off",
  "sent",
  "waiting",
  "moving",
  "stuck",
  "ended",
  "unknown",
  "unrecorded",
] as const;
export type Standing = (typeof standings)[number];

/** It has gone out, as far as that is known at all. */
const GONE: readonly Standing[] = ["delivered", "handed_off", "sent"];
export const hasGone = (standing: Standing): boolean => GONE.includes(standing);

/** On its way or there, with nothing in its way: nobody has to look after it. */
const WELL: readonly Standing[] = [...GONE, "waiting", "moving"];
export const isWell = ({ standing, cause }: Pick<Verdict, "standing" | "cause">): boolean =>
  cause === null && WELL.includes(standing);

/** What of a layer is known: passed, broken here, being there now, not reached yet, or no record of it. */
export const layerStates = ["passed", "broken", "here", "not_reached", "no_record"] as const;
export type LayerState = (typeof layerStates)[number];

/**
 * The answer of `verdict(facts)`. `layer`, `cause` and `fix` are null together, and only for what is healthy or has no
 * record: `cause` names one row of the table of conditions, `fix` the one thing to do about it.
 */
export type Verdict = {
  standing: Standing;
  layer: Layer | null;
  cause: string | null;
  fix: string | null;
  layers: Record<Layer, LayerState>;
};
