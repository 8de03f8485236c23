import { createServer, type Server } from "node:net";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { createDb } from "@/db/client";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { unlessDatabaseDown } from "./unless-database-down";

let t: TestDatabase;
let silent: Server;
beforeAll(async () => {
  t = await openTestDatabase();
  silent = createServer(() => {});
  await new Promise<void>((ready) => silent.listen(0, "127.0.0.1", ready));
});
afterAll(async () => {
  silent.close();
  await t.drop();
});
afterEach(() => vi.unstubAllGlobals());

const stands = () => vi.stubGlobal("dochakRuntime", { db: t.db });
/** A database that refuses, or takes the connection and never says a word. */
function isGone(how: "refuses" | "silent") {
  const port = how === "refuses" ? 1 : (silent.address() as { port: number }).port;
  const db = createDb(`mysql://nobody@127.0.0.1:${port}/none`, 2);
  vi.stubGlobal("dochakRuntime", { db });
}
const failing = () => Promise.reject(new Error("a fault of the page"));
const never = () => new Promise<string>(() => {});

test.each(["refuses", "silent"] as const)(
  "a database that %s: whatever failed or hangs is put down to it",
  async (how) => {
    isGone(how);
    const startMs = performance.now();
    const ways = [unlessDatabaseDown(failing()), unlessDatabaseDown(never())];
    expect(await Promise.all(ways)).toEqual([null, null]);
    expect(await unlessDatabaseDown(Promise.resolve({ ok: false }), ({ ok }) => !ok)).toBeNull();
    expect(performance.now() - startMs).toBeLessThan(10_000);
  },
);

test("what came to something is believed without asking, even where the database is gone since", async () => {
  isGone("refuses");
  expect(await unlessDatabaseDown(Promise.resolve("a page"))).toBe("a page");
});

test("with a database that answers a fault stays a fault, and what is slow is waited for", async () => {
  stands();
  await expect(unlessDatabaseDown(failing())).rejects.toThrow("a fault of the page");
  expect(await unlessDatabaseDown(Promise.resolve({ ok: false }), ({ ok }) => !ok)).toEqual({ ok: false });
  const slow = new Promise<string>((resolve) => setTimeout(() => resolve("late"), 2_300));
  expect(await unlessDatabaseDown(slow)).toBe("late");
});
