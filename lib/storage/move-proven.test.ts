import { describe, expect, test } from "vitest";
import { type Ends, type Moved, moveProven } from "./move-proven";

type Lies = "expected" | "other" | undefined;

/** Two ends that hold what they are told to; `spoil` = the copy comes out as something else. */
function ends(from: Lies, to: Lies, { spoil = false, isOne = false } = {}) {
  const there = new Map<string, Lies>([
    ["from", from],
    ["to", to],
  ]);
  const did: string[] = [];
  const port: Ends = {
    async look(name) {
      const lies = there.get(name);
      return lies ? { id: isOne ? "one" : name, matches: lies === "expected" } : null;
    },
    async copy() {
      did.push("copy");
      there.set("to", spoil ? "other" : there.get("from"));
    },
    async remove(name) {
      did.push(`remove ${name}`);
      there.set(name, undefined);
    },
  };
  return { there, did, port };
}

describe("whatever lies at the two ends", () => {
  const cases: [Lies, Lies, Moved, string][] = [
    [undefined, undefined, "absent", ""],
    [undefined, "expected", "moved", ""],
    [undefined, "other", "foreign", ""],
    ["expected", undefined, "moved", "copy, remove from"],
    ["expected", "expected", "moved", "remove from"],
    ["expected", "other", "taken", ""],
    ["other", undefined, "changed", ""],
    ["other", "expected", "moved", ""],
    ["other", "other", "taken", ""],
  ];
  test.each(cases)("%s and %s: %s", async (from, to, outcome, did) => {
    const world = ends(from, to);
    expect(await moveProven(world.port, "from", "to")).toBe(outcome);
    expect(world.did.join(", ")).toBe(did);
    // What was expected and lay somewhere still does, and nothing else was touched.
    const had = from === "expected" || to === "expected";
    expect([...world.there.values()].includes("expected")).toBe(had);
    if (from === "other") expect(world.there.get("from")).toBe("other");
    if (to === "other") expect(world.there.get("to")).toBe("other");
  });
});

test("a copy that came out as something else takes nothing away", async () => {
  const world = ends("expected", undefined, { spoil: true });
  await expect(moveProven(world.port, "from", "to")).rejects.toThrow("left alone");
  expect(world.did).toEqual(["copy"]);
  expect(world.there.get("from")).toBe("expected");
});

test("of one thing with two names that became another, the second name is taken back", async () => {
  const world = ends("other", "other", { isOne: true });
  expect(await moveProven(world.port, "from", "to")).toBe("changed");
  expect(world.did).toEqual(["remove to"]);
});
