import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { testRig } from "@/scripts/testing/test-rig";
import { mostWithin } from "./budget";
import { spendBudget } from "./spend-budget";

const rig = testRig(
  async () => {},
  async () => [],
);
const account = (name: string) => createHash("sha256").update(name).digest();
/** Quick, so that a test sees many windows of it. */
const allowances = { write: { everyMs: 6, burst: 8 }, read: { everyMs: 40, burst: 3 } };
/** So slow that nothing is given back while a test looks, however busy the machine. */
const slow = { write: { everyMs: 60_000, burst: 8 }, read: { everyMs: 60_000, burst: 3 } };

test("any number of hands on one account keep its budget together", async () => {
  const spent: number[] = [];
  const hand = async () => {
    for (let n = 0; n < 12; n++) {
      await spendBudget(rig.db, account("a"), "write", { allowances });
      spent.push(performance.now());
    }
  };
  await Promise.all(Array.from({ length: 8 }, hand));
  expect(spent).toHaveLength(96);
  spent.sort((a, b) => a - b);
  // All of them in no less than what the allowance takes to give them.
  expect(spent.at(-1)! - spent[0]!).toBeGreaterThanOrEqual((96 - 8) * 6 - 30);
  expect(96).toBeLessThanOrEqual(mostWithin(allowances.write, spent.at(-1)! - spent[0]! + 30));
});

test("another account, and the other kind, have a budget of their own", async () => {
  for (let n = 0; n < 3; n++)
    expect(await spendBudget(rig.db, account("a"), "read", { allowances: slow })).not.toBeNull();
  const deadlineMs = performance.now();
  expect(await spendBudget(rig.db, account("a"), "read", { allowances: slow, deadlineMs })).toBeNull();
  expect(await spendBudget(rig.db, account("a"), "write", { allowances: slow, deadlineMs })).toBe(0);
  expect(await spendBudget(rig.db, account("b"), "read", { allowances: slow, deadlineMs })).toBe(0);
});

test("several at once are taken together or not at all, and more than a burst when the allowance is whole", async () => {
  const deadlineMs = performance.now();
  expect(await spendBudget(rig.db, account("a"), "write", { allowances: slow, units: 10, deadlineMs })).toBe(0);
  expect(await spendBudget(rig.db, account("a"), "write", { allowances: slow, units: 2, deadlineMs })).toBeNull();
});

test("whoever waits can be called off", async () => {
  const ended = new AbortController();
  await spendBudget(rig.db, account("a"), "read", { allowances: slow, units: 3 });
  const waiting = spendBudget(rig.db, account("a"), "read", { allowances: slow, signal: ended.signal });
  ended.abort();
  expect(await waiting).toBeNull();
});
