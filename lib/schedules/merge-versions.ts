import type { ScheduleInput } from "./schema";

export type FieldName = keyof ScheduleInput;

/** One field both people changed, to different values. */
export type Clash = { field: FieldName; base: unknown; mine: unknown; theirs: unknown };
/** One field only one of them changed. */
export type Merged = { field: FieldName; base: unknown; value: unknown; by: "mine" | "theirs" };

export type Merge = { clashes: Clash[]; merged: Merged[] };

const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/**
 * Three-way comparison of a schedule two people edited: what only one changed merges itself, what both changed to
 * different values is asked. Both changing to the same value is no event at all.
 */
export function mergeVersions(base: ScheduleInput, mine: ScheduleInput, theirs: ScheduleInput): Merge {
  const result: Merge = { clashes: [], merged: [] };
  for (const field of Object.keys(base) as FieldName[]) {
    const [b, m, t] = [base[field], mine[field], theirs[field]];
    if (same(m, t)) continue;
    if (same(b, m)) result.merged.push({ field, base: b, value: t, by: "theirs" });
    else if (same(b, t)) result.merged.push({ field, base: b, value: m, by: "mine" });
    else result.clashes.push({ field, base: b, mine: m, theirs: t });
  }
  return result;
}

/** The schedule that results once every clash was decided; `choices` names the side per clashing field. */
export function applyMerge(
  theirs: ScheduleInput,
  merge: Merge,
  choices: Partial<Record<FieldName, "mine" | "theirs">>,
): ScheduleInput {
  const mineOf = (one: Clash) => (choices[one.field] === "mine" ? [[one.field, one.mine]] : []);
  const own = merge.merged.flatMap((one) => (one.by === "mine" ? [[one.field, one.value]] : []));
  return { ...theirs, ...Object.fromEntries([...own, ...merge.clashes.flatMap(mineOf)]) };
}
