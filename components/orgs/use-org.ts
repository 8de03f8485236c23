"use client";
import { useMemo } from "react";
import { flatten, growTree, type TreeNode, type TreeOrg } from "@/lib/orgs/tree";
import { type OrgRights, orgRights } from "./org-rights";

/** What every part of the screen needs: the organisations in sight, the one looked at, and who looks. */
export type OrgSight = {
  orgs: readonly TreeOrg[];
  orgId: number;
  actor: { userId: number; orgId: number; isAdmin: boolean };
  /** The server's time, so that both renderings say the same. */
  now: string;
};

/** The tree around the organisation looked at. Only the flat list travels to the browser. */
export function useOrg({ orgs, orgId, actor }: OrgSight): {
  node: TreeNode;
  nodes: readonly TreeNode[];
  rights: OrgRights;
} {
  const nodes = useMemo(() => flatten(growTree(orgs)), [orgs]);
  const node = nodes.find((one) => one.org.id === orgId);
  if (!node) throw new Error("the organisation looked at is always among those in sight");
  return { node, nodes, rights: orgRights(node, nodes, actor) };
}
