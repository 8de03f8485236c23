import fc from "fast-check";
import { expect, test } from "vitest";
import { type Ends, moveProven } from "@/lib/storage/move-proven";
import { afterBringBack, afterSetAside, whyNotBack, whyNotKeeper, whyNotRow } from "./op-step";
import { whyStop } from "./stop-rules";

const CAPS = { ghosts: 20, ghostShare: 0.25, customerShare: 0.5, stageOps: 5_000, errorShare: 0.01, skipShare: 0.1 };
const row = { ver: 3, filePath: "customers/1/a.jpg", status: "ready" as const, deletedAt: null };
const op = { act: "delete_row" as const, ver: 3, filePath: "customers/1/a.jpg" };

test("a row is touched only as it was planned, and never while something uses it", () => {
  expect(whyNotRow(op, row, 0)).toBeNull();
  expect(whyNotRow(op, undefined, 0)).toBe("row_gone");
  expect(whyNotRow(op, { ...row, deletedAt: new Date(0) }, 0)).toBe("row_deleted");
  expect(whyNotRow(op, { ...row, ver: 4 }, 0)).toBe("row_changed");
  expect(whyNotRow(op, { ...row, filePath: "customers/1/A.jpg" }, 0)).toBe("row_changed");
  expect(whyNotRow(op, row, 1)).toBe("in_use");
  expect(whyNotRow({ ...op, act: "mark_missing" }, row, 1)).toBeNull();
});

test("the row that stays is the one that was looked at a moment ago", () => {
  expect(whyNotKeeper(row, row)).toBeNull();
  for (const now of [
    undefined,
    { ...row, ver: 4 },
    { ...row, deletedAt: new Date(0) },
    { ...row, status: "missing" as const },
  ])
    expect(whyNotKeeper(row, now)).toBe("keeper_gone");
});

test("a row comes back where its place is free, a changed one as the run left it", () => {
  expect([whyNotBack(null, undefined), whyNotBack(null, { ver: 1 })]).toEqual([null, "row_taken"]);
  expect([whyNotBack(4, { ver: 4 }), whyNotBack(4, { ver: 5 }), whyNotBack(4, undefined)]).toEqual([
    null,
    "row_changed",
    "row_gone",
  ]);
});

test("a small stage stops at its first failure, people at work stop none", () => {
  expect(whyStop(CAPS, 20, { failed: 0, skipped: 3 })).toBeNull();
  expect(whyStop(CAPS, 20, { failed: 1, skipped: 0 })).toBe("too_many_errors");
  expect(whyStop(CAPS, 20, { failed: 0, skipped: 4 })).toBe("too_many_skips");
  expect(whyStop(CAPS, 1_000, { failed: 10, skipped: 100 })).toBeNull();
  expect(whyStop(CAPS, 1_000, { failed: 11, skipped: 0 })).toBe("too_many_errors");
});

/** The process dies. */
class Dead extends Error {}

/** Two names and what lies under them; dies after so many effects. */
function twoEnds(lies: Map<string, string>, dieAfter: number): Ends {
  let effects = 0;
  return {
    look: async (name) => {
      const found = lies.get(name);
      return found === undefined ? null : { id: `${name}=${found}`, matches: found === "귤" };
    },
    copy: async (from, to) => void lies.set(to, lies.get(from)!),
    remove: async (name) => void lies.delete(name),
    afterEffect: () => {
      if (++effects === dieAfter) throw new Dead();
    },
  };
}
const unlessDead = async <R>(work: Promise<R>): Promise<R | null> =>
  work.catch((error: unknown) => {
    if (error instanceof Dead) return null;
    throw error;
  });

test("a file's move, broken off anywhere and gone on with or taken back: its bytes lie at one end, and at the right one", async () => {
  const word = fc.record({ back: fc.boolean(), dieAfter: fc.integer({ min: 1, max: 4 }) });
  await fc.assert(
    fc.asyncProperty(fc.array(word, { maxLength: 6 }), fc.boolean(), async (broken, isTakenBack) => {
      const lies = new Map([["key", "귤"]]);
      const whole = () => [...lies.values()].every((bytes) => bytes === "귤") && lies.size > 0;
      // Executions come first; once it is being taken back it is never executed again.
      for (const { back, dieAfter } of broken.toSorted((a, b) => Number(a.back) - Number(b.back))) {
        await unlessDead(
          back
            ? moveProven(twoEnds(lies, dieAfter), "place", "key")
            : moveProven(twoEnds(lies, dieAfter), "key", "place"),
        );
        expect(whole()).toBe(true);
      }
      if (isTakenBack || broken.some(({ back }) => back)) {
        const moved = await moveProven(twoEnds(lies, 99), "place", "key");
        expect(afterBringBack(moved === "moved" ? "restored" : moved === "taken" ? "taken" : "absent")).toBeNull();
        expect([...lies]).toEqual([["key", "귤"]]);
      } else {
        const moved = await moveProven(twoEnds(lies, 99), "key", "place");
        expect(afterSetAside(moved as "moved")).toEqual({ state: "done", why: null });
        expect([...lies]).toEqual([["place", "귤"]]);
      }
    }),
    { numRuns: 2_000 },
  );
});

test("nothing at either end is a failure somebody hears of, other bytes are left alone", () => {
  expect(afterSetAside("absent")).toEqual({ state: "failed", why: "file_lost" });
  expect(afterSetAside("changed")).toEqual({ state: "skipped", why: "file_changed" });
  expect([afterBringBack("taken"), afterBringBack("absent")]).toEqual(["file_taken", "file_gone"]);
});
