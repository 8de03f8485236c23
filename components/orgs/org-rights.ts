import type { OrgLevel } from "@/db/enums";
import { levelsBelow } from "@/lib/orgs/level";
import type { TreeNode } from "@/lib/orgs/tree";
import { mayMoveTo } from "./move-goals";

/** Why something can't be done with an organisation: a key of `orgs.why`; null = it can. */
export type Why = "notAdmin" | "own" | "top" | "branch" | "closed" | "nowhere" | null;
export type OrgRights = Record<"move" | "addOrg" | "addPerson" | "edit" | "state" | "remove", Why>;

/** What the reader may do with the organisation looked at. Shows what the server decides; decides nothing. */
export function orgRights(
  node: TreeNode,
  nodes: readonly TreeNode[],
  actor: { isAdmin: boolean; orgId: number },
): OrgRights {
  const { org } = node;
  const fromAbove: Why = !actor.isAdmin
    ? "notAdmin"
    : org.level === "hq"
      ? "top"
      : org.id === actor.orgId
        ? "own"
        : null;
  const inside: Why = !actor.isAdmin ? "notAdmin" : node.isClosed ? "closed" : null;
  const noLevel: Why = levelsBelow(org.level as OrgLevel).length === 0 ? "branch" : null;
  const noGoal: Why = nodes.some((goal) => mayMoveTo(node, goal)) ? null : "nowhere";
  return {
    move: fromAbove ?? noGoal,
    addOrg: inside ?? noLevel,
    addPerson: inside,
    edit: actor.isAdmin ? null : "notAdmin",
    state: fromAbove,
    remove: fromAbove,
  };
}
