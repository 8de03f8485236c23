import fc from "fast-check";
import { expect, test } from "vitest";
import { mostSilenceMs, raisedBy, type Standing, skewsOf } from "./alert-rules";

const now = new Date("2026-11-20T05:00:00.000Z");
const ago = (ms: number) => new Date(now.getTime() - ms);
const MINUTE = 60_000;

const calm: Standing = {
  now,
  budgetMs: 50_000,
  hour: { finished: 100, succeeded: 100 },
  busy: { runs: 100, averageMs: 900 },
  lastPassAt: ago(30_000),
  isActive: true,
  skews: [{ host: "web-1", skewMs: 3 }],
  parked: [],
  stopped: [],
  queue: { waiting: 0, oldestAt: null },
  unsure: { runs: 0, oldestAt: null },
  tenants: { paused: [], low: [], mismatched: [], lapsed: [] },
  batches: { held: [], late: [] },
  coverage: { shortfall: { messages: 0, missing: 0 }, imported: null },
  images: null,
  layers: [],
};
const kinds = (over: Partial<Standing>) => raisedBy({ ...calm, ...over }).map(({ kind }) => kind);

test("all is well: nothing is on", () => {
  expect(raisedBy(calm)).toEqual([]);
});

test.each([
  [{ finished: 9, succeeded: 0 }, false],
  [{ finished: 10, succeeded: 9 }, false],
  [{ finished: 10, succeeded: 8 }, true],
  [{ finished: 1000, succeeded: 899 }, true],
  [{ finished: 1000, succeeded: 900 }, false],
  [{ finished: 0, succeeded: 0 }, false],
])("success rate below 90 percent of ten runs or more: %j", (hour, on) => {
  expect(kinds({ hour })).toEqual(on ? ["success_rate"] : []);
});

test("the share is cut, never rounded up to the line", () => {
  const [alert] = raisedBy({ ...calm, hour: { finished: 10_000, succeeded: 8_999 } });
  expect(alert?.facts).toEqual({ percent: 89.9, succeeded: 8_999, finished: 10_000 });
});

test.each([
  [5_000, 100, false],
  [5_001, 100, true],
  [60_000, 2, false],
  [60_000, 3, true],
])("processing of %i ms over %i runs", (averageMs, runs, on) => {
  expect(kinds({ busy: { runs, averageMs } })).toEqual(on ? ["slow"] : []);
});

test.each([
  [3 * MINUTE - 1, true, false],
  [3 * MINUTE, true, true],
  [3 * MINUTE, false, false],
])("no pass for %i ms, active %s", (ms, isActive, on) => {
  expect(kinds({ lastPassAt: ago(ms), isActive })).toEqual(on ? ["no_tick"] : []);
});

test("a dispatcher that never passed is missed only where something is to be sent, and dated by nothing", () => {
  expect(raisedBy({ ...calm, lastPassAt: null })).toEqual([
    { kind: "no_tick", subject: "", facts: { ever: "no", minutes: 0 } },
  ]);
  expect(kinds({ lastPassAt: null, isActive: false })).toEqual([]);
});

test("a pass that may take long may end late", () => {
  expect(mostSilenceMs(50_000)).toBe(3 * MINUTE);
  expect(mostSilenceMs(290_000)).toBe(410_000);
  expect(kinds({ lastPassAt: ago(5 * MINUTE), budgetMs: 290_000 })).toEqual([]);
});

test.each([2_000, -2_000])("a clock %i ms off is right enough, one more isn't", (skewMs) => {
  const host = (ms: number) => [{ host: "web-1", skewMs: ms }];
  expect(kinds({ skews: host(skewMs) })).toEqual([]);
  expect(kinds({ skews: host(skewMs + Math.sign(skewMs)) })).toEqual(["clock_skew"]);
});

test("every bot and every schedule is an alert of its own", () => {
  const raised = raisedBy({
    ...calm,
    parked: [
      { id: 3, botName: "새봄봇 03", reason: "bot_offline" },
      { id: 4, botName: "새봄봇 04", reason: "auth_failed" },
    ],
    stopped: [{ id: 12, title: "새벽장", roomName: "해운대 과일톡", at: ago(5 * MINUTE) }],
  });
  expect(raised.map(({ subject }) => subject)).toEqual(["bot:3", "bot:4", "schedule:12"]);
  expect(raised[1]?.facts).toEqual({ bot: "새봄봇 04", reason: "auth_failed" });
  expect(raised[2]?.since).toEqual(ago(5 * MINUTE));
});

test("a queue older than ten minutes, and doubts however few", () => {
  expect(kinds({ queue: { waiting: 5, oldestAt: ago(10 * MINUTE) } })).toEqual([]);
  expect(kinds({ queue: { waiting: 5, oldestAt: ago(10 * MINUTE + 1) } })).toEqual(["queue_age"]);
  expect(kinds({ unsure: { runs: 1, oldestAt: ago(61 * MINUTE) } })).toEqual(["unknown_waiting"]);
});

test("no two alerts of one standing share kind and subject", () => {
  const some = fc.array(fc.nat(20), { maxLength: 5 }).map((ids) => [...new Set(ids)]);
  fc.assert(
    fc.property(fc.nat(50), fc.nat(50), some, some, fc.integer(), (finished, succeeded, bots, schedules, skewMs) => {
      const raised = raisedBy({
        ...calm,
        hour: { finished, succeeded: Math.min(finished, succeeded) },
        parked: bots.map((id) => ({ id, botName: "봇", reason: "bot_offline" })),
        stopped: schedules.map((id) => ({ id, title: "글", roomName: "방", at: now })),
        skews: [{ host: "a", skewMs }],
      });
      const keys = raised.map(({ kind, subject }) => `${kind}/${subject}`);
      expect(new Set(keys).size).toBe(keys.length);
      // What is stored as a key must fit its column.
      for (const { subject } of raised) expect(subject).toMatch(/^[\x20-\x7e]{0,60}$/);
    }),
  );
});

test("one busy moment is not a wrong clock; a wrong clock is seen at once and per machine", () => {
  const pass = (instance: string, skewMs: number | null) => ({ instance, skewMs });
  expect(skewsOf([pass("web:1", 4_000), pass("web:1", 9), pass("web:1", 12)])).toEqual([{ host: "web", skewMs: 9 }]);
  expect(skewsOf([pass("worker@db:7", -3_000), pass("web:1", 2), pass("web:2", null)])).toEqual([
    { host: "db", skewMs: -3_000 },
    { host: "web", skewMs: 2 },
  ]);
  // Only the newest passes count: it was right once is no excuse.
  expect(skewsOf([3_000, 3_001, 3_002, 0].map((ms) => pass("web:1", ms)))).toEqual([{ host: "web", skewMs: 3_000 }]);
});

test("a held tenant, one whose numbers lapsed, one with little credit and one whose ledger differs are told one by one", () => {
  const tenants = {
    paused: [{ id: 3, orgName: "성남대리점", reason: "auth_failed" }],
    lapsed: [{ id: 4, orgName: "분당지점", number: "02-***-0000", numbers: 2 }],
    low: [{ id: 4, orgName: "분당지점", available: "1,200" }],
    mismatched: [{ id: 3, orgName: "성남대리점", difference: "−0.5" }],
  };
  expect(raisedBy({ ...calm, tenants })).toEqual([
    { kind: "tenant_paused", subject: "tenant:3", facts: { org: "성남대리점", reason: "auth_failed" } },
    {
      kind: "sender_lapsed",
      subject: "tenant:4",
      facts: { org: "분당지점", number: "02-***-0000", numbers: 2 },
    },
    { kind: "ledger_mismatch", subject: "tenant:3", facts: { org: "성남대리점", difference: "−0.5" } },
    { kind: "balance_low", subject: "tenant:4", facts: { org: "분당지점", available: "1,200" } },
  ]);
});

test.each([
  [null, []],
  [{ expected: 100, recorded: 95 }, []],
  [
    { expected: 2_870, recorded: 602 },
    [{ kind: "coverage_low", subject: "", facts: { expected: 2_870, recorded: 602, percent: "20.98", target: 95 } }],
  ],
])("imported history %j", (imported, told) => {
  expect(raisedBy({ ...calm, coverage: { shortfall: { messages: 0, missing: 0 }, imported } })).toEqual(told);
});

test("one row of our own that is gone is an incident, whatever the share (C-04)", () => {
  const coverage = { shortfall: { messages: 1, missing: 1 }, imported: null };
  expect(raisedBy({ ...calm, coverage })).toEqual([
    { kind: "coverage_shortfall", subject: "", facts: { messages: 1, missing: 1 } },
  ]);
});

test("held batches are told with who must act: a person, or the set-up", () => {
  const why = { reason: "group_lost", reasons: 2 };
  const held = [{ id: 3, orgName: "성남대리점", batches: 3, recipients: 20_100, forPerson: 1, ...why }];
  expect(raisedBy({ ...calm, batches: { held, late: [] } })).toEqual([
    {
      kind: "batch_held",
      subject: "tenant:3",
      facts: { org: "성남대리점", recipients: 20_100, person: 1, setup: 2, ...why },
    },
  ]);
});

test.each([
  [9, 9, false],
  [10, 10, true],
  [10, 50, true],
  [10, 51, false],
  [19_999, 100_000, false],
  [20_000, 100_000, true],
])("%i of %i without a report", (open, went, on) => {
  const late = [{ id: 3, orgName: "성남대리점", open, went, oldestAt: ago(45 * MINUTE) }];
  const raised = raisedBy({ ...calm, batches: { held: [], late } });
  expect(raised.map(({ kind, since }) => ({ kind, since }))).toEqual(
    on ? [{ kind: "results_late", since: ago(45 * MINUTE) }] : [],
  );
});

test("what looking found broken is told, unless a rule of its own tells it", () => {
  const since = ago(6 * MINUTE);
  const layers: Standing["layers"] = [
    { key: "schema", probe: "schema", id: null, layer: "api", name: "", cause: "schema_behind", since },
    { key: "bot:3", probe: "bot", id: 3, layer: "provider", name: "봇", cause: "bot_offline", since },
    { key: "account:7", probe: "account", id: 7, layer: "provider", name: "조직", cause: "auth_failed", since },
  ];
  expect(raisedBy({ ...calm, layers }).map(({ subject, since: at }) => [subject, at])).toEqual([
    ["schema", since],
    ["bot:3", since],
    ["account:7", since],
  ]);
  const told = {
    parked: [{ id: 3, botName: "봇", reason: "bot_offline" }],
    tenants: { ...calm.tenants, paused: [{ id: 7, orgName: "조직", reason: "auth_failed" }] },
  };
  const subjects = raisedBy({ ...calm, layers, ...told }).map(({ kind, subject }) => `${kind} ${subject}`);
  expect(subjects.sort()).toEqual(["bot_parked bot:3", "layer_broken schema", "tenant_paused tenant:7"]);
});
