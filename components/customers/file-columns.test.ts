import { expect, test } from "vitest";
import { ImportQuery } from "@/lib/customers/import-schema";
import { letterOf, mappingProblems, mappingQuery } from "./file-columns";

test("what a person chose is what the API reads", () => {
  const fields = ["phone", null, "name", null] as const;
  const asked = Object.fromEntries(new URLSearchParams(`orgId=1${mappingQuery({ fields, hasHead: false })}`));
  expect(ImportQuery.parse(asked)).toMatchObject({ columns: fields, head: false });
  const query = mappingQuery({ fields, hasHead: true });
  expect(ImportQuery.parse(Object.fromEntries(new URLSearchParams(`orgId=1${query}`)))).toMatchObject({ head: true });
});
test("a mapping needs a name and a number, each once", () => {
  expect(mappingProblems([null, "phone", "memo", "memo", "memo"])).toEqual({ missing: ["name"], twice: ["memo"] });
  expect(mappingProblems(["phone", "name"])).toEqual({ missing: [], twice: [] });
});
test("columns have the letters of a spreadsheet", () => {
  expect([0, 25, 26, 51, 52, 701, 702].map(letterOf)).toEqual(["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
});
