import type { Layer } from "@/db/enums";
import type { TrailFact } from "./facts";
import type { Evidence, XrayStep } from "./xray-dto";

type Fields = Record<string, string | number | boolean | Date | null | undefined>;
export type Told = {
  at: Date | null;
  values?: Record<string, string | number>;
  ok: boolean | null;
  code?: string | null;
  ms?: number | null;
  evidence: Evidence;
};

export type MakeStep<E extends string> = (layer: Layer, event: E, told: Told) => XrayStep;

/** One step of a layer; phones and rooms each name their own events. */
export const makeStep: MakeStep<string> = (layer, event, { at, values, ok, code = null, ms = null, evidence }) => ({
  ...{ layer, at: at?.toISOString() ?? null, event, ok, code, ms, evidence },
  ...(values && { values }),
});

const shown = (fields: Fields): Evidence["fields"] =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value instanceof Date ? value.toISOString() : value]],
    ),
  );

/** A row that says so. */
export const rowOf = (table: string, id: number | string, fields: Fields): Evidence => ({
  ...{ kind: "row", table, id, fields: shown(fields) },
});

/** A record that was looked for and isn't there. */
export const absence = (table: string, fields: Fields): Evidence => ({
  ...{ kind: "absence", table, id: null, fields: shown(fields) },
});

/** A line of the trail. Whatever looks like a number in its words is taken out of them: they are the provider's own. */
export const lineOf = (
  { id, layer, event, code, detail, httpStatus, ms, at }: TrailFact,
  more: Fields = {},
): Evidence => ({
  ...{ kind: httpStatus === null ? "event" : "answer", table: "delivery_events", id },
  fields: shown({ layer, event, code, detail: detail && withoutNumbers(detail), httpStatus, ms, at, ...more }),
});

const withoutNumbers = (text: string): string => text.replace(/\b0\d{1,3}[- ]?\d{3,4}[- ]?\d{4}\b/g, "***");
