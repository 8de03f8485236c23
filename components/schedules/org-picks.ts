/** An organisation of the filter's tree, with the schedules it owns itself. */
export type PickOrg = { id: number; name: string; parentId: number | null; count: number };
export type PickNode = PickOrg & { total: number; children: PickNode[] };

/** The tree in the order of names; `total` counts what is below as well. */
export function orgForest(orgs: readonly PickOrg[]): PickNode[] {
  const known = new Set(orgs.map((org) => org.id));
  const below = new Map<number | null, PickOrg[]>();
  for (const org of [...orgs].sort((a, b) => a.name.localeCompare(b.name, "ko"))) {
    const parent = org.parentId !== null && known.has(org.parentId) ? org.parentId : null;
    below.set(parent, [...(below.get(parent) ?? []), org]);
  }
  const build = (parent: number | null): PickNode[] =>
    (below.get(parent) ?? []).map((org) => {
      const children = build(org.id);
      return { ...org, children, total: children.reduce((sum, child) => sum + child.total, org.count) };
    });
  return build(null);
}

const idsOf = (node: PickNode): number[] => [node.id, ...node.children.flatMap(idsOf)];

/** Every organisation the picks stand for: each with all below it. */
export function covered(forest: readonly PickNode[], picks: readonly number[]): Set<number> {
  const found = new Set<number>();
  const walk = (node: PickNode) => {
    if (picks.includes(node.id)) for (const id of idsOf(node)) found.add(id);
    else node.children.forEach(walk);
  };
  forest.forEach(walk);
  return found;
}

/** How a node's box looks: a pick covers what is below it. */
export function checkOf(forest: readonly PickNode[], picks: readonly number[], id: number): boolean | "mixed" {
  const node = find(forest, id);
  if (!node) return false;
  const all = covered(forest, picks);
  if (all.has(id)) return true;
  return idsOf(node).some((one) => all.has(one)) ? "mixed" : false;
}

/** The picks after a press on a box: a ticked one is taken out with all below it, any other is put in. The fewest picks that say so. */
export function togglePick(forest: readonly PickNode[], picks: readonly number[], id: number): number[] {
  const node = find(forest, id);
  if (!node) return [...picks];
  const all = covered(forest, picks);
  const remove = all.has(id);
  for (const one of idsOf(node))
    if (remove) all.delete(one);
    else all.add(one);
  // Who lost something below is no longer there as a whole.
  const whole = (one: PickNode): boolean => all.has(one.id) && one.children.every(whole);
  const fewest = (one: PickNode): number[] => (whole(one) ? [one.id] : one.children.flatMap(fewest));
  return forest.flatMap(fewest);
}

function find(forest: readonly PickNode[], id: number): PickNode | null {
  for (const node of forest) {
    const found = node.id === id ? node : find(node.children, id);
    if (found) return found;
  }
  return null;
}
