import { describe, expect, test } from "vitest";
import { productLimits } from "@/lib/rooms/limits";
import { defaultMediaWaitMs } from "@/lib/transports/media-wait";
import { forecast, type World } from "./forecast";
import type { DeviceWorld, LedgerRun, WorldSchedule } from "./forecast-world";
import type { ScheduleRow } from "./load-targets";

/** 2026-11-20 (Friday) 17:00 in Seoul. */
const now = new Date("2026-11-20T08:00:00.000Z");
const seoul = (text: string) => new Date(`${text}:00+09:00`);
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000);

const row: ScheduleRow = {
  id: 1,
  title: "저녁 특가 안내",
  description: null,
  createdByType: "branch",
  createdById: 1,
  createdByMbId: "one",
  ownerOrgId: 1,
  roomRef: 1,
  targetBotName: "봇",
  targetRoomId: "18441",
  messageText: "귤이 싸요",
  messageImages1: [],
  messageImages2: [],
  sendOrder: "text_first",
  sendIntervalSeconds: 0,
  mediaWaitTime1: 0,
  mediaWaitTime2: 0,
  scheduleType: "daily",
  scheduleDate: null,
  scheduleTime: "18:00:00",
  scheduleWeekdays: null,
  timezone: "Asia/Seoul",
  validFrom: inDays(-30),
  validUntil: inDays(60),
  status: "active",
  priority: 5,
  catchUpMinutes: 5,
  lastSentAt: null,
  nextSendAt: seoul("2026-11-20T18:00"),
  sendCount: 0,
  consecutiveFailures: 0,
  version: 1,
  deletedAt: null,
  createdAt: now,
  updatedAt: now,
};
const rules = { maxImagesPerCall: 30, maxCallBytes: 1e9, defaultMediaWaitMs, bytesOf: () => 1000 };
const schedule = (id: number, over: Partial<ScheduleRow> = {}, refusal: WorldSchedule["refusal"] = null) => {
  const mine = { ...row, ...over, id };
  const room = { id: mine.roomRef, roomId: "1", botId: 1, ownerOrgId: 1, roomType: "production" as const };
  const bot = { id: 1, deviceId: "d", gateway: "iris_plain" as const, isSandbox: false };
  return { target: { schedule: mine, room, bot }, rules, refusal };
};
const world = (schedules: WorldSchedule[], over: Partial<DeviceWorld> = {}, callMs = 0): World => ({
  now,
  callMs,
  devices: [
    {
      restUntil: null,
      bots: new Map([[1, { minGapMs: 1000, standing: null }]]),
      rooms: new Map([1, 2].map((id) => [id, { limits: productLimits, pace: { callTimes: [], runTimes: [] } }])),
      schedules,
      runs: [],
      missing: new Set(),
      ...over,
    },
  ],
});
const rooms = (limits: Partial<typeof productLimits>, times: number[] = []) => ({
  rooms: new Map([[1, { limits: { ...productLimits, ...limits }, pace: { callTimes: times, runTimes: times } }]]),
});
/** In words: when it is due, what becomes of it, until when, why, how much of it goes. */
const told = (of: World, days = 1) =>
  forecast(of, now, inDays(days)).map(({ at, scheduleId, outcome, until, rule, sent, parts }) =>
    [
      `#${scheduleId}`,
      new Date(at.getTime() + 9 * 3_600_000).toISOString().slice(8, 16),
      outcome,
      until && `until ${new Date(until.getTime() + 9 * 3_600_000).toISOString().slice(11, 19)}`,
      rule && `by ${rule}`,
      parts !== undefined && `${sent} of ${parts}`,
    ]
      .filter(Boolean)
      .join(" "),
  );

describe("what goes", () => {
  test("every occurrence inside the range, by time; the range's ends count", () => {
    expect(
      told(world([schedule(1), schedule(2, { scheduleTime: "09:00", nextSendAt: seoul("2026-11-21T09:00") })]), 2),
    ).toEqual(["#1 20T18:00 send", "#2 21T09:00 send", "#1 21T18:00 send", "#2 22T09:00 send"]);
    const [one] = [world([schedule(1)])];
    expect(forecast(one, seoul("2026-11-20T18:00"), seoul("2026-11-20T18:00"))).toHaveLength(1);
    expect(forecast(one, seoul("2026-11-21T18:00"), seoul("2026-11-22T17:59"))).toHaveLength(1);
  });

  test("a validity's end, a single run, weekdays", () => {
    expect(told(world([schedule(1, { validUntil: seoul("2026-11-21T18:00") })]), 7)).toHaveLength(2);
    const once = { scheduleType: "once" as const, scheduleDate: "2026-11-20" };
    expect(told(world([schedule(1, once)]), 7)).toEqual(["#1 20T18:00 send"]);
    const weekly = { scheduleType: "weekly" as const, scheduleWeekdays: ["friday" as const, "monday" as const] };
    expect(told(world([schedule(1, weekly)]), 7)).toEqual(["#1 20T18:00 send", "#1 23T18:00 send"]);
  });

  test("more than 31 days are nobody's to know", () => {
    expect(() => forecast(world([]), now, inDays(31))).not.toThrow();
    expect(() => forecast(world([]), now, inDays(31.001))).toThrow(RangeError);
  });
});

describe("what is late", () => {
  test("two runs of a room: the second 30 seconds later, by priority", () => {
    expect(told(world([schedule(1), schedule(2, { priority: 1 })]))).toEqual([
      "#1 20T18:00 defer until 18:00:30 by minGapSeconds",
      "#2 20T18:00 send",
    ]);
  });

  test("what the room has behind it counts", () => {
    const times = [seoul("2026-11-20T17:30").getTime(), seoul("2026-11-20T17:40").getTime()];
    expect(told(world([schedule(1)], rooms({ perHour: 2 }, times)))).toEqual([
      "#1 20T18:00 defer until 18:30:00 by perHour",
    ]);
  });

  test("the rest of a run under way", () => {
    const content = { messageImages1: ["a"], messageImages2: ["b"], mediaWaitTime1: 1, mediaWaitTime2: 1 };
    expect(told(world([schedule(1, content)], rooms({ perMinute: 2 })))).toEqual([
      "#1 20T18:00 defer until 18:01:00 by perMinute 2 of 3",
    ]);
  });

  test("behind a long run of its own room, and behind another room's calls on the device", () => {
    const long = { messageImages1: ["a"], messageImages2: ["b"], sendIntervalSeconds: 50, priority: 1 };
    expect(told(world([schedule(1, long), schedule(2)]))[1]).toBe("#2 20T18:00 defer until 18:01:41 by room_busy");
    const other = world([schedule(1, { priority: 1 }), schedule(2, { roomRef: 2 })], {}, 90_000);
    expect(told(other)[1]).toBe("#2 20T18:00 defer until 18:01:31 by device_busy");
    expect(told(world([schedule(1), schedule(2, { roomRef: 2 })]))[1]).toBe("#2 20T18:00 send");
  });
});

describe("what doesn't go", () => {
  test("over a day's limit: given up after an hour, the next day goes again", () => {
    const both = [schedule(1, { priority: 1 }), schedule(2)];
    expect(told(world(both, rooms({ runsPerDay: 1 })), 2)).toEqual([
      "#1 20T18:00 send",
      "#2 20T18:00 block until 19:00:00 by runsPerDay",
      "#1 21T18:00 send",
      "#2 21T18:00 block until 19:00:00 by runsPerDay",
    ]);
    expect(told(world([...both, schedule(3)], rooms({ runsPerDay: 1 })))[2]).toBe(
      "#3 20T18:00 block until 19:00:00 by room_busy",
    );
    expect(told(world([schedule(1, { messageImages1: ["a"] })], rooms({ callsPerDay: 1 })))).toEqual([
      "#1 20T18:00 block until 19:00:00 by callsPerDay 1 of 2",
    ]);
  });

  test("refused: the first three say why, then the schedule stands still", () => {
    expect(told(world([schedule(1, {}, "room_inactive")]), 5)).toEqual([
      "#1 20T18:00 block by room_inactive",
      "#1 21T18:00 block by room_inactive",
      "#1 22T18:00 block by room_inactive",
      "#1 23T18:00 block by schedule_stopped",
      "#1 24T18:00 block by schedule_stopped",
    ]);
    expect(told(world([schedule(1, { consecutiveFailures: 2 }, "sender_disabled")]), 2)).toEqual([
      "#1 20T18:00 block by sender_disabled",
      "#1 21T18:00 block by schedule_stopped",
    ]);
  });

  test("a picture that is gone, a content nobody can send", () => {
    const missing = new Set(["gone"]);
    expect(told(world([schedule(1, { messageImages1: ["gone"] })], { missing }))).toEqual([
      "#1 20T18:00 block by image_missing 1 of 2",
    ]);
    expect(told(world([schedule(1, { messageText: null })]), 2)).toEqual([
      "#1 20T18:00 block by schedule_broken",
      "#1 21T18:00 block by schedule_stopped",
    ]);
  });

  test("a bot that can't be used keeps every run waiting for its hour", () => {
    const bots = new Map([[1, { minGapMs: 0, standing: "bot_offline" }]]);
    expect(told(world([schedule(1)], { bots }))).toEqual(["#1 20T18:00 block until 19:00:00 by bot_offline"]);
    expect(told(world([schedule(1, {}, "bot_not_approved"), schedule(2, { roomRef: 2 })]))).toEqual([
      "#1 20T18:00 block until 19:00:00 by bot_not_approved",
      "#2 20T18:00 block until 19:00:00 by bot_not_approved",
    ]);
  });

  test("what nobody sent in time is told as the engine will write it, where the past is asked for", () => {
    const late = world([schedule(1, { nextSendAt: seoul("2026-11-20T16:00"), scheduleTime: "16:00" })]);
    expect(told(late)).toEqual(["#1 21T16:00 send"]);
    expect(forecast(late, inDays(-1), inDays(1))).toMatchObject([
      { outcome: "block", rule: "scheduler_down" },
      { outcome: "send" },
    ]);
  });
});

describe("what the ledger already holds", () => {
  const part = (seq: number, status: "pending" | "sent" | "sending", waitAfterMs = 0) => ({
    ...{ id: 100 + seq, seq, kind: "text" as const, status, certainty: null, waitAfterMs },
    payload: { kind: "text" as const, text: "글" },
  });
  const run = (over: Partial<LedgerRun>): LedgerRun => ({
    ...{ id: 7, scheduleId: 9, roomRef: 1, botId: 1, kind: "schedule", priority: 5, refusal: null },
    ...{ scheduledAt: new Date(now.getTime() - 60_000), nextAttemptAt: now, startedAt: null },
    ...{
      expiresAt: new Date(now.getTime() + 3_540_000),
      status: "planned",
      reasonCode: null,
      parts: [part(0, "pending")],
    },
    ...over,
  });

  test("an open run goes first; one put off by a limit until that opens; one under way isn't overtaken", () => {
    expect(told(world([], { runs: [run({})] }))).toEqual(["#9 20T16:59 defer until 17:00:00 by device_busy"]);
    const times = [now.getTime() - 10_000];
    const deferred = run({
      status: "deferred",
      reasonCode: "minGapSeconds",
      nextAttemptAt: new Date(now.getTime() + 20_000),
    });
    expect(told(world([], { runs: [deferred], ...rooms({}, times) }))).toEqual([
      "#9 20T16:59 defer until 17:00:20 by minGapSeconds",
    ]);
    const started = run({ status: "sending", startedAt: now, parts: [part(0, "sending"), part(1, "pending")] });
    expect(told(world([], { runs: [run({ id: 8, scheduleId: 3, priority: 1 }), started] }))[0]).toContain("#3");
  });
});
