import { type OrgLevel, type OrgStatus, orgLevels } from "@/db/enums";

/** What the tree needs to know of an organisation. */
export type TreeOrg = {
  id: number;
  level: OrgLevel;
  code: string;
  name: string;
  parentId: number | null;
  path: string;
  status: OrgStatus;
  /** Rooms and people it owns itself. */
  rooms: number;
  people: number;
};

export type TreeNode<T extends TreeOrg = TreeOrg> = {
  org: T;
  /** 0 at the top of what the reader may see. */
  depth: number;
  parent: TreeNode<T> | null;
  children: TreeNode<T>[];
  /** Branches, organisations and rooms of the whole subtree; it itself counts only for the rooms. */
  branches: number;
  below: number;
  roomsBelow: number;
  /** Closed itself or below a closed one. */
  isClosed: boolean;
};

const byName = new Intl.Collator("ko", { numeric: true });

/** Organisations of one scope as a forest: those whose parent can't be seen stand at the top. Open ones first, then by level and name. */
export function growTree<T extends TreeOrg>(orgs: readonly T[]): TreeNode<T>[] {
  const known = new Set(orgs.map((org) => org.id));
  const childrenOf = new Map<number | null, T[]>();
  for (const org of orgs) {
    const parent = org.parentId !== null && known.has(org.parentId) ? org.parentId : null;
    childrenOf.set(parent, [...(childrenOf.get(parent) ?? []), org]);
  }
  const grow = (parent: TreeNode<T> | null): TreeNode<T>[] =>
    [...(childrenOf.get(parent?.org.id ?? null) ?? [])].sort(inOrder).map((org) => {
      const node: TreeNode<T> = {
        org,
        depth: parent ? parent.depth + 1 : 0,
        parent,
        children: [],
        branches: 0,
        below: 0,
        roomsBelow: org.rooms,
        isClosed: org.status !== "active" || (parent?.isClosed ?? false),
      };
      node.children = grow(node);
      for (const child of node.children) {
        node.branches += child.branches + (child.org.level === "branch" ? 1 : 0);
        node.below += child.below + 1;
        node.roomsBelow += child.roomsBelow;
      }
      return node;
    });
  return grow(null);
}

const inOrder = (a: TreeOrg, b: TreeOrg): number =>
  Number(a.status !== "active") - Number(b.status !== "active") ||
  orgLevels.indexOf(a.level) - orgLevels.indexOf(b.level) ||
  byName.compare(a.name, b.name);

/** Every node, parents before children. */
export const flatten = <T extends TreeOrg>(nodes: readonly TreeNode<T>[]): TreeNode<T>[] =>
  nodes.flatMap((node) => [node, ...flatten(node.children)]);

/** From the top the reader sees down to the node itself. */
export const lineOf = <T extends TreeOrg>(node: TreeNode<T>): TreeNode<T>[] =>
  node.parent ? [...lineOf(node.parent), node] : [node];

const folded = (text: string) => text.normalize("NFC").toLowerCase();

/** Where `words` stands in a name, for marking it; null where it doesn't. */
export function foundIn(name: string, words: string): [start: number, end: number] | null {
  const at = words.trim() ? folded(name).indexOf(folded(words.trim())) : -1;
  return at < 0 ? null : [at, at + folded(words.trim()).length];
}

export const isFound = (org: TreeOrg, words: string): boolean =>
  foundIn(org.name, words) !== null || foundIn(org.code, words) !== null;

/**
 * The rows a tree shows. Without words: what stands in open nodes. With words: every match and the way to it, and what
 * a match has below it where the reader opened it.
 */
export function visibleRows<T extends TreeOrg>(
  nodes: readonly TreeNode<T>[],
  open: ReadonlySet<number>,
  words = "",
): { node: TreeNode<T>; isOpen: boolean }[] {
  const isSearch = words.trim() !== "";
  const leads = (node: TreeNode<T>): boolean => isFound(node.org, words) || node.children.some(leads);
  const walk = (list: readonly TreeNode<T>[], isInside: boolean): { node: TreeNode<T>; isOpen: boolean }[] =>
    list.flatMap((node) => {
      if (isSearch && !isInside && !leads(node)) return [];
      const leadsOn = isSearch && node.children.some(leads);
      const isOpen = node.children.length > 0 && (leadsOn || open.has(node.org.id));
      const mayShowAll = open.has(node.org.id) && (isInside || isFound(node.org, words));
      return [{ node, isOpen }, ...(isOpen ? walk(node.children, isSearch && mayShowAll) : [])];
    });
  return walk(nodes, false);
}
