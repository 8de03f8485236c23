import fc from "fast-check";
import { expect, test } from "vitest";
import type { NoticeEvent } from "@/db/enums";
import { CALM_MS, REPEAT_MS, type StoredAlert, stepOf } from "./alert-step";

const at = (minute: number) => new Date(Date.UTC(2026, 10, 20) + minute * 60_000);

/** Plays checks against one stored row, the way check-alerts writes it. */
function play(checks: readonly { minute: number; raised: boolean; muteMinutes?: number | null }[]) {
  let row = null as (StoredAlert & { count: number }) | null;
  const told: { minute: number; notice: NoticeEvent }[] = [];
  for (const { minute, raised, muteMinutes } of checks) {
    const now = at(minute);
    if (row && muteMinutes)
      row = { ...row, mutedUntil: at(minute + muteMinutes), state: row.state === "on" ? "muted" : row.state };
    const step = stepOf("bot_parked", row, raised, now);
    if (!step) continue;
    if (step.do === "touch") row = { ...row!, lastAt: now };
    else {
      if (step.notice) told.push({ minute, notice: step.notice });
      row = {
        state: step.state,
        firstAt: step.begins || !row ? now : row.firstAt,
        lastAt: now,
        notifiedAt: step.notice ? now : step.begins ? null : (row?.notifiedAt ?? null),
        mutedUntil: row?.mutedUntil ?? null,
        count: (row?.count ?? 0) + (step.begins ? 1 : 0),
      };
    }
  }
  return { told: told.map(({ minute, notice }) => `${minute} ${notice}`), row };
}
const every = (from: number, to: number, raised: boolean) =>
  Array.from({ length: to - from }, (_, i) => ({ minute: from + i, raised }));

test("coming on and going are each told once", () => {
  const { told, row } = play([...every(0, 5, true), ...every(5, 20, false)]);
  expect(told).toEqual(["0 on", "6 off"]);
  expect(row).toMatchObject({ state: "off", count: 1 });
});

test("what flickers within two minutes never left", () => {
  const flicker = Array.from({ length: 30 }, (_, i) => ({ minute: i, raised: i % 2 === 0 }));
  expect(play(flicker).told).toEqual(["0 on"]);
});

test("it is told again after six hours, not before", () => {
  expect(play(every(0, 13 * 60, true)).told).toEqual(["0 on", "360 repeat", "720 repeat"]);
});

test("a mute is silent, ends with one notice if it is still wrong, and covers coming back", () => {
  const mute = { minute: 1, raised: true, muteMinutes: 120 };
  expect(play([...every(0, 1, true), mute, ...every(2, 200, true)]).told).toEqual(["0 on", "121 repeat"]);
  const gone = play([
    ...every(0, 1, true),
    mute,
    ...every(2, 60, false),
    ...every(60, 90, true),
    ...every(90, 99, false),
  ]);
  expect(gone.told).toEqual(["0 on"]);
  expect(gone.row).toMatchObject({ state: "off", count: 2 });
  // Muted before anyone was told of this time: the first word is that it is on.
  expect(play([...every(0, 1, true), mute, ...every(2, 60, false), ...every(60, 130, true)]).told).toEqual([
    "0 on",
    "121 on",
  ]);
});

test("after a night without checks an alert that is gone goes at once", () => {
  expect(
    play([
      { minute: 0, raised: true },
      { minute: 600, raised: false },
    ]).told,
  ).toEqual(["0 on", "600 off"]);
});

test("a schedule in error is told again once a day", () => {
  const stored = { state: "on" as const, firstAt: at(0), lastAt: at(0), notifiedAt: at(0), mutedUntil: null };
  const hours = (n: number) => stepOf("schedule_error", { ...stored, lastAt: at(n * 60) }, true, at(n * 60));
  expect([hours(7), hours(24)]).toEqual([null, { do: "turn", state: "on", begins: false, notice: "repeat" }]);
});

test("whatever happens, on and off are told in turn, and nothing twice within six hours", () => {
  const minutes = fc.array(fc.record({ gap: fc.integer({ min: 1, max: 90 }), raised: fc.boolean() }), {
    maxLength: 80,
  });
  fc.assert(
    fc.property(minutes, (gaps) => {
      let minute = 0;
      const checks = gaps.map(({ gap, raised }) => {
        minute += gap;
        return { minute, raised };
      });
      let isOn = false;
      let lastTold = Number.NEGATIVE_INFINITY;
      for (const line of play(checks).told) {
        const [when, notice] = [Number(line.split(" ")[0]), line.split(" ")[1]];
        if (notice === "off") expect(isOn).toBe(true);
        if (notice === "on") expect(isOn).toBe(false);
        if (notice === "repeat") expect(when - lastTold).toBeGreaterThanOrEqual(REPEAT_MS.else / 60_000);
        isOn = notice !== "off";
        lastTold = when;
      }
      expect(CALM_MS).toBe(120_000);
    }),
  );
});
