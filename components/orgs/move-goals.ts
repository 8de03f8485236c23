import { mayStandUnder } from "@/lib/orgs/level";
import type { TreeNode } from "@/lib/orgs/tree";

const isWithin = (node: TreeNode, top: TreeNode): boolean =>
  node.org.id === top.org.id || (node.parent !== null && isWithin(node.parent, top));

/** True where `goal` may become the parent of `node`: higher, open, elsewhere, and not below it. */
export const mayMoveTo = (node: TreeNode, goal: TreeNode): boolean =>
  mayStandUnder(node.org.level, goal.org.level) &&
  !goal.isClosed &&
  goal.org.id !== node.org.parentId &&
  !isWithin(goal, node);
