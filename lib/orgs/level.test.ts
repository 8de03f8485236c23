import { expect, test } from "vitest";
import { orgLevels } from "@/db/enums";
import { levelsBelow, mayStandUnder } from "./level";

test("a parent stands strictly higher, levels may be skipped", () => {
  const allowed = orgLevels.map((parent) => orgLevels.filter((child) => mayStandUnder(child, parent)));
  expect(allowed).toEqual([["distributor", "agency", "branch"], ["agency", "branch"], ["branch"], []]);
  expect(orgLevels.map(levelsBelow)).toEqual(allowed);
});
