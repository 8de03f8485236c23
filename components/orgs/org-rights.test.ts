import { expect, test } from "vitest";
import type { OrgLevel } from "@/db/enums";
import { flatten, growTree } from "@/lib/orgs/tree";
import { mayMoveTo } from "./move-goals";
import { orgRights } from "./org-rights";

const org = (id: number, parentId: number | null, level: OrgLevel, status: "active" | "inactive" = "active") => ({
  id,
  parentId,
  level,
  status,
  name: `조직 ${id}`,
  code: `C${id}`,
  path: "",
  rooms: 0,
  people: 0,
});
const nodes = flatten(
  growTree([
    org(1, null, "hq"),
    org(2, 1, "distributor"),
    org(3, 1, "distributor"),
    org(4, 2, "agency"),
    org(5, 4, "branch"),
    org(6, 1, "distributor", "inactive"),
    org(7, 6, "branch"),
  ]),
);
const at = (id: number) => nodes.find((node) => node.org.id === id)!;
const hqAdmin = { isAdmin: true, orgId: 1 };

test("an organisation may go below every higher open one elsewhere", () => {
  const goals = (id: number) =>
    nodes
      .filter((goal) => mayMoveTo(at(id), goal))
      .map((goal) => goal.org.id)
      .sort();
  expect(goals(4)).toEqual([1, 3]);
  expect(goals(5)).toEqual([1, 2, 3]);
  expect(goals(2)).toEqual([]);
  expect(goals(1)).toEqual([]);
});

test("what can't be done has its reason", () => {
  expect(orgRights(at(4), nodes, hqAdmin)).toEqual({
    move: null,
    addOrg: null,
    addPerson: null,
    edit: null,
    state: null,
    remove: null,
  });
  expect(orgRights(at(5), nodes, hqAdmin).addOrg).toBe("branch");
  expect(orgRights(at(1), nodes, hqAdmin)).toMatchObject({ move: "top", state: "top", remove: "top", addOrg: null });
  expect(orgRights(at(2), nodes, hqAdmin).move).toBe("nowhere");
  expect(orgRights(at(7), nodes, hqAdmin)).toMatchObject({ addPerson: "closed", addOrg: "closed", edit: null });
  expect(orgRights(at(4), nodes, { isAdmin: true, orgId: 4 })).toMatchObject({
    move: "own",
    state: "own",
    addPerson: null,
  });
  expect(new Set(Object.values(orgRights(at(4), nodes, { isAdmin: false, orgId: 1 })))).toEqual(new Set(["notAdmin"]));
});
