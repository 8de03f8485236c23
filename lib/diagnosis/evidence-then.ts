/** A line of the audit, as far as it says what something was and became. */
export type Change = { id: number; at: Date; action: string; before: unknown; after: unknown };
export type Then = { known: true; value: string | number | boolean | null; audit: number } | { known: false };

const fieldOf = (values: unknown, name: string): string | number | boolean | null | undefined => {
  if (typeof values !== "object" || values === null || !(name in values)) return undefined;
  const value = (values as Record<string, unknown>)[name];
  return value === null || ["string", "number", "boolean"].includes(typeof value)
    ? (value as string | number | boolean | null)
    : undefined;
};

/**
 * What a field was at a moment, by the audit alone: what the first change after it took away, or else what the last one before
 * it brought. Where neither names the field, or an act that may have moved it without naming it lies nearer, nobody knows.
 * @param changes oldest first
 * @param mayMove whether an act may have changed the field without saying what it was
 */
export function thenOf(
  changes: readonly Change[],
  name: string,
  moment: Date,
  mayMove: (action: string) => boolean = () => false,
): Then {
  for (const { id, at, action, before } of changes) {
    if (at <= moment) continue;
    const value = fieldOf(before, name);
    if (value !== undefined) return { known: true, value, audit: id };
    if (mayMove(action)) return { known: false };
  }
  for (const { id, at, action, after } of changes.toReversed()) {
    if (at > moment) continue;
    const value = fieldOf(after, name);
    if (value !== undefined) return { known: true, value, audit: id };
    if (mayMove(action)) return { known: false };
  }
  return { known: false };
}
