import type { Layer } from "@/db/enums";
import type { LayerState, Standing, Verdict } from "./verdict-shape";

/** The record behind a step: which row says so, and what of it may be shown. `absence`: no such record, looked for and not found. */
export type Evidence = {
  kind: "row" | "event" | "answer" | "pass" | "absence";
  /** The table it is kept in, or was looked for in. */
  table: string;
  id: number | string | null;
  /** Masked; no number, text, name of a person or secret. */
  fields: Record<string, string | number | boolean | null>;
};

/** One thing that happened, or, with `at` null, one that certainly didn't. `ok` null: neither good nor bad, or not reached. */
export type XrayStep = {
  layer: Layer;
  at: string | null;
  /** Key under `steps` of the `xray` words, with `values` for it. */
  event: string;
  values?: Record<string, string | number>;
  ok: boolean | null;
  code: string | null;
  ms: number | null;
  evidence: Evidence;
};

/** A bar of the time line: how long a layer had it. `to` null: it still has. Spans come from steps, never from a guess. */
export type XraySpan = {
  layer: Layer;
  event: string;
  values?: Record<string, string | number>;
  from: string;
  to: string | null;
  state: "passed" | "broken" | "here";
};

/** What the one recommended fix acts on, and whether this person may do it here. */
export type XrayFix = {
  id: string;
  /** Where it is done: a page of ours, or an action in place. */
  href: string | null;
  /** What the action in place acts on. */
  target: {
    kind: "tenant" | "bot" | "batch" | "run" | "message" | "room" | "schedule";
    id: number;
    version?: number;
  } | null;
  may: boolean;
};

/** Recipients for whom the same is true. `sample` is the row the steps of this group can be read from; null where nobody wrote one. */
export type XrayGroup = {
  standing: Standing;
  layer: Layer | null;
  cause: string | null;
  code: string | null;
  count: number;
  sample: number | null;
};

export type Xray = {
  subject: { kind: "phone" | "room"; id: number; recipient: number | null };
  /** The contract's own three fields first; `code` is the provider's or gateway's, for the dictionary. */
  verdict: Pick<Verdict, "layer" | "cause" | "fix"> & { standing: Standing; code: string | null };
  layers: Record<Layer, LayerState>;
  fix: XrayFix | null;
  steps: XrayStep[];
  spans: XraySpan[];
  /** Keys under `known` and `unknown` of the `xray` words: what is certain, and what nobody can tell. */
  known: string[];
  unknown: string[];
  /** Of a whole message: its recipients by verdict, most first. Empty for one recipient or occurrence. */
  groups: XrayGroup[];
  now: string;
};
