/** Pure moves of pictures between the two ordered groups of a schedule. */

export type Group = 1 | 2;
export type Placed = { localId: string; group: Group };

/** The pictures of one group, in order. */
export const inGroup = <T extends Placed>(shots: readonly T[], group: Group): T[] =>
  shots.filter((shot) => shot.group === group);

/** All pictures with group 1 before group 2; inside a group the given order stays. */
const sorted = <T extends Placed>(shots: readonly T[]): T[] => [...inGroup(shots, 1), ...inGroup(shots, 2)];

/**
 * Puts a picture at `index` of `group` (an index past the end means last). Nothing happens for an unknown id, or when
 * the other group already holds `cap` pictures.
 */
export function moveShot<T extends Placed>(
  shots: readonly T[],
  localId: string,
  group: Group,
  index: number,
  cap: number,
): T[] {
  const shot = shots.find((one) => one.localId === localId);
  if (!shot || (shot.group !== group && inGroup(shots, group).length >= cap)) return sorted(shots);
  const others = shots.filter((one) => one.localId !== localId);
  const target = inGroup(others, group);
  target.splice(Math.max(0, Math.min(index, target.length)), 0, { ...shot, group });
  const rest = inGroup(others, group === 1 ? 2 : 1);
  return sorted([...target, ...rest]);
}

/** Group 2 needs group 1 (C-35): when only group 2 holds pictures they become group 1. */
export function normaliseGroups<T extends Placed>(shots: readonly T[]): { shots: T[]; moved: boolean } {
  const moved = inGroup(shots, 1).length === 0 && shots.length > 0;
  return { shots: moved ? shots.map((shot) => ({ ...shot, group: 1 as const })) : sorted(shots), moved };
}
