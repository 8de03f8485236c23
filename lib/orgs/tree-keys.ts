import type { TreeNode } from "./tree";

type Row = { node: TreeNode; isOpen: boolean };
/** What a key does in the tree: move the focus, or fold and unfold. */
export type TreeStep = { focus: number } | { toggle: number; open: boolean };

/** Arrow keys, Home and End as the tree pattern of WAI-ARIA says; null where a key means nothing here. */
export function treeStep(key: string, rows: readonly Row[], at: number): TreeStep | null {
  const row = rows[at];
  if (!row) return null;
  const { node, isOpen } = row;
  const to = (target: TreeNode | undefined | null): TreeStep | null => (target ? { focus: target.org.id } : null);
  switch (key) {
    case "ArrowDown":
      return to(rows[at + 1]?.node);
    case "ArrowUp":
      return to(rows[at - 1]?.node);
    case "Home":
      return to(rows[0]?.node);
    case "End":
      return to(rows.at(-1)?.node);
    case "ArrowRight":
      if (isOpen) return to(rows[at + 1]?.node);
      return node.children.length > 0 ? { toggle: node.org.id, open: true } : null;
    case "ArrowLeft":
      return isOpen ? { toggle: node.org.id, open: false } : to(node.parent);
    default:
      return null;
  }
}
