import { expect, test } from "vitest";
import { findGroups, type Judged } from "./find-groups";
import type { Standing } from "./verdict-shape";

let serial = 0;
const judged = (standing: Standing, cause: string | null, over: Partial<Judged> = {}): Judged => ({
  kind: "phone",
  verdict: {
    standing,
    layer: cause === null ? null : "provider",
    cause,
    fix: cause === null ? null : "resend_message",
    code: null,
  },
  fix: cause === null ? null : { id: "resend_message", href: null, target: null, may: true },
  count: 1,
  newest: [{ id: ++serial, label: "", at: new Date(serial * 1_000).toISOString(), href: `/${serial}` }],
  again: new Map(),
  ...over,
});
const fixOn = (id: string, kind: "tenant" | "bot", on: number, may = true): Judged["fix"] => ({
  ...{ id, href: null, target: { kind, id: on }, may },
});

test("what is stuck comes first, then what nobody knows; of the same, whoever is more; what is well last", () => {
  const found = findGroups([
    judged("delivered", null, { count: 90 }),
    judged("ended", "carrier_failed", { count: 2 }),
    judged("ended", "number_dead", { count: 5 }),
    judged("unknown", "no_report"),
    judged("stuck", "no_balance"),
    judged("ended", "carrier_failed", { count: 4 }),
  ]);
  expect(found.map(({ cause, count }) => [cause, count])).toEqual([
    ["no_balance", 1],
    ["no_report", 1],
    ["carrier_failed", 6],
    ["number_dead", 5],
    [null, 90],
  ]);
});

test("each payer is resumed once and each bot asked once, and only by whoever may", () => {
  const paused = (on: number, may = true) =>
    judged("stuck", "no_balance", { fix: fixOn("charge_solapi", "tenant", on, may) });
  expect(findGroups([paused(1), paused(2), paused(1)])[0]!.bulk).toMatchObject({ kind: "resume", count: 2 });
  expect(findGroups([paused(1, false)])[0]).toMatchObject({ bulk: null, may: false });
  const parked = judged("stuck", "bot_offline", { kind: "room", fix: fixOn("reconnect_bot", "bot", 3) });
  expect(findGroups([parked, parked])[0]!.bulk).toEqual({
    kind: "probe",
    calls: [{ path: "/api/bots/3/probe", body: {} }],
    count: 1,
  });
});

test("to send again names the recipients of each message, never one that may have arrived", () => {
  const off = (again: [number, number[]][]) => judged("ended", "carrier_failed", { again: new Map(again) });
  const [group] = findGroups([
    off([[7, [70, 71]]]),
    off([
      [7, [72]],
      [8, [80]],
    ]),
  ]);
  expect(group!.bulk).toEqual({
    kind: "resend",
    calls: [
      { path: "/api/messages/7/resend", body: { recipientIds: [70, 71, 72] } },
      { path: "/api/messages/8/resend", body: { recipientIds: [80] } },
    ],
    count: 4,
  });
  expect(findGroups([judged("unknown", "no_report", { again: new Map([[7, [70]]]) })])[0]!.bulk).toBeNull();
});
