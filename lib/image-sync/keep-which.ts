import type { ImageRow } from "./verdict";

/** Newest first; of two of one moment the later row. */
export const byNewest = (a: ImageRow, b: ImageRow): number => b.createdAtMs - a.createdAtMs || b.id - a.id;

/**
 * Which of several rows of the same picture stays: the one that is used, else the newest. All must be ready and have their file.
 * Where several are used none goes by itself: `isDoubtful`, and only unused ones may go.
 */
export function keepWhich(
  rows: readonly ImageRow[],
  used: ReadonlySet<number>,
): { keep: ImageRow; others: ImageRow[]; isDoubtful: boolean } {
  const [newest, ...rest] = [...rows].sort((a, b) => Number(used.has(b.id)) - Number(used.has(a.id)) || byNewest(a, b));
  return { keep: newest!, others: rest, isDoubtful: rest.some(({ id }) => used.has(id)) };
}
