import { expect, test } from "vitest";
import { type HealthFacts, healthOf } from "./health";

const now = new Date("2026-11-20T05:00:00.000Z");
const limits = { now, mostSilenceMs: 180_000, mostQueueMs: 600_000 };
const ago = (ms: number) => new Date(now.getTime() - ms);
const up = { ok: true, ms: 2 };
const fine: HealthFacts = {
  isCurrent: true,
  lastPassAt: ago(20_000),
  isActive: true,
  queue: { runs: 2, oldestAt: ago(3_000), freeOldestAt: ago(3_000) },
};
const status = (over: Partial<HealthFacts>, writable: boolean | null = true) =>
  healthOf(up, { ...fine, ...over }, writable, limits).status;

test("everything is well", () => {
  expect(healthOf(up, fine, true, limits)).toEqual({
    status: "ok",
    ok: true,
    database: { ok: true, ms: 2 },
    migrations: { current: true },
    tick: { lastAt: "2026-11-20T04:59:40.000Z", ageSeconds: 20, late: false },
    queue: { depth: 2, ageSeconds: 3, late: false },
    storage: { writable: true },
  });
});

test("it serves, and something needs a look", () => {
  expect(status({ isCurrent: false })).toBe("degraded");
  expect(status({ lastPassAt: ago(180_000) })).toBe("degraded");
  expect(status({ lastPassAt: null })).toBe("degraded");
  expect(status({ queue: { runs: 1, oldestAt: ago(600_001), freeOldestAt: ago(600_001) } })).toBe("degraded");
  // A limit may hold a run for an hour.
  expect(status({ queue: { runs: 1, oldestAt: ago(600_001), freeOldestAt: null } })).toBe("ok");
  expect(status({}, false)).toBe("degraded");
  expect(healthOf(up, null, true, limits)).toMatchObject({ status: "degraded", migrations: null, tick: null });
});

test("a dispatcher nobody needs may rest, and a storage that can't tell is no fault", () => {
  expect(status({ lastPassAt: null, isActive: false })).toBe("ok");
  expect(status({}, null)).toBe("ok");
});

test("without a database it can't serve", () => {
  expect(healthOf({ ok: false, ms: 2_000 }, null, true, limits)).toMatchObject({ status: "down", ok: false });
});
