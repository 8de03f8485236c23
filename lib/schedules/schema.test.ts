import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { errors } from "@/lib/i18n/ko/errors";
import { ScheduleInput } from "./schema";
import { checkSchedule, firstSendAt } from "./timeliness";
import { ScheduleUpdate } from "./update-schema";

const good = {
  title: "내일 입고 안내",
  roomId: 7,
  messageText: "논산 설향 딸기 9,900원",
  messageImages1: ["2026/11/a.jpg", "2026/11/b.png"],
  messageImages2: [],
  sendOrder: "text_first",
  sendIntervalSeconds: 1,
  mediaWaitTime1: 3000,
  mediaWaitTime2: 0,
  scheduleType: "weekly",
  scheduleTime: "18:00",
  scheduleWeekdays: ["friday", "tuesday"],
  validFrom: "2026-11-20T00:00",
  validUntil: "2027-01-31T23:59",
  status: "active",
};
const once = { ...good, scheduleType: "once", scheduleDate: "2026-11-21", scheduleWeekdays: null };
const refusals = (value: unknown) => {
  const parsed = ScheduleInput.safeParse(value);
  return parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
};
const images = (n: number) => Array.from({ length: n }, (_, i) => `k/${i}.png`);

test("what the form sends is taken, with the seed's defaults", () => {
  const { title, roomId, messageText, scheduleTime, validFrom, validUntil } = good;
  const parsed = ScheduleInput.parse({
    title,
    roomId,
    messageText,
    scheduleType: "daily",
    scheduleTime,
    validFrom,
    validUntil,
  });
  expect(parsed).toMatchObject({
    description: null,
    messageImages1: [],
    sendOrder: "text_first",
    sendIntervalSeconds: 1,
    mediaWaitTime1: 0,
    scheduleDate: null,
    scheduleWeekdays: [],
    status: "active",
    priority: 5,
    catchUpMinutes: 5,
  });
});

test("what isn't used by the type isn't kept, and the output is input again", () => {
  const values = [
    good,
    once,
    { ...good, scheduleType: "daily", scheduleDate: "2026-11-30" },
    { ...good, title: " 가 \n 나 ", messageText: "a\r\nb\u202e" },
  ];
  for (const value of values) {
    const parsed = ScheduleInput.parse(value);
    expect(ScheduleInput.parse(JSON.parse(JSON.stringify(parsed)))).toEqual(parsed);
  }
  expect(ScheduleInput.parse({ ...once, scheduleWeekdays: ["monday"] }).scheduleWeekdays).toEqual([]);
  expect(ScheduleInput.parse(good).scheduleWeekdays).toEqual(["tuesday", "friday"]);
  expect(ScheduleInput.parse({ ...good, messageText: "a\r\nb\u202e" }).messageText).toBe("a\nb");
});

describe("each mistake is told at its field", () => {
  const bad: [string, object, string][] = [
    ["no title", { title: undefined }, "title: titleRequired"],
    ["a title of blanks", { title: " \u0007\n" }, "title: titleRequired"],
    ["a title too long", { title: "😀".repeat(256) }, "title: titleTooLong"],
    ["no room", { roomId: null }, "roomId: roomRequired"],
    ["a room by name", { roomId: "7" }, "roomId: roomRequired"],
    ["text too long", { messageText: "가".repeat(10_001) }, "messageText: textTooLong"],
    ["11 images", { messageImages1: images(11) }, "messageImages1: tooManyImages"],
    ["11 images in group 2", { messageImages2: images(11) }, "messageImages2: tooManyImages"],
    ["a key that leads elsewhere", { messageImages1: ["../x"] }, "messageImages1.0: badImageKey"],
    ["group 2 alone", { messageImages1: [], messageImages2: ["a"] }, "messageImages2: group2WithoutGroup1"],
    ["nothing at all", { messageText: " \n", messageImages1: [] }, "messageText: nothingToSend"],
    [
      "images only, none there",
      { messageImages1: [], sendOrder: "images_only" },
      "messageImages1: imagesOnlyWithoutImages",
    ],
    ["an unknown order", { sendOrder: "random" }, "sendOrder: sendOrderRequired"],
    ["a negative gap", { sendIntervalSeconds: -1 }, "sendIntervalSeconds: intervalRange"],
    ["a long gap", { sendIntervalSeconds: 61 }, "sendIntervalSeconds: intervalRange"],
    ["half a second", { sendIntervalSeconds: 0.5 }, "sendIntervalSeconds: intervalRange"],
    ["a long wait", { mediaWaitTime2: 30_001 }, "mediaWaitTime2: mediaWaitRange"],
    ["an unknown type", { scheduleType: "monthly" }, "scheduleType: scheduleTypeRequired"],
    ["once without a date", { scheduleType: "once" }, "scheduleDate: dateRequired"],
    ["a day that isn't", { scheduleType: "once", scheduleDate: "2026-02-30" }, "scheduleDate: badDate"],
    ["25 o'clock", { scheduleTime: "25:00" }, "scheduleTime: badTime"],
    ["no time", { scheduleTime: "" }, "scheduleTime: timeRequired"],
    ["weekly without weekdays", { scheduleWeekdays: [] }, "scheduleWeekdays: weekdaysRequired"],
    ["weekly with null", { scheduleWeekdays: null }, "scheduleWeekdays: weekdaysRequired"],
    ["an unknown weekday", { scheduleWeekdays: ["funday"] }, "scheduleWeekdays.0: badWeekday"],
    ["no start", { validFrom: undefined }, "validFrom: validFromRequired"],
    ["an end that isn't", { validUntil: "2026-13-01T00:00" }, "validUntil: badDateTime"],
    ["an instant for a wall time", { validFrom: "2026-11-20T00:00:00Z" }, "validFrom: badDateTime"],
    ["end before start", { validUntil: "2026-11-19T00:00" }, "validUntil: validityOrder"],
    ["a validity that meets no send time", { validUntil: "2026-11-20T17:59" }, "validUntil: validityNeverMeets"],
    ["a status only the engine sets", { status: "completed" }, "status: statusNotSettable"],
    ["priority 0", { priority: 0 }, "priority: priorityRange"],
    ["two minutes of grace", { catchUpMinutes: 2 }, "catchUpMinutes: catchUpRange"],
    ["a day and a minute of grace", { catchUpMinutes: 1441 }, "catchUpMinutes: catchUpRange"],
  ];
  test.each(bad)("%s", (_, change, refusal) => {
    expect(refusals({ ...good, ...change })).toEqual([refusal]);
    expect(Object.keys(errors)).toContain(refusal.split(": ")[1]);
  });
  test("once outside its validity", () => {
    expect(refusals({ ...once, scheduleDate: "2027-02-01" })).toContain("validUntil: onceAfterValidity");
    expect(refusals({ ...once, scheduleDate: "2026-11-19" })).toContain("validFrom: onceBeforeValidity");
  });
  test("an unknown field", () => {
    const parsed = ScheduleInput.safeParse({ ...good, targetBotName: "봇" });
    expect(parsed.error?.issues).toMatchObject([{ code: "unrecognized_keys", keys: ["targetBotName"] }]);
  });
  test("several at once are all told", () => {
    expect(
      refusals({
        ...good,
        title: "",
        scheduleWeekdays: [],
        messageImages1: [],
        messageImages2: ["a"],
        priority: 99,
      }).sort(),
    ).toEqual([
      "messageImages2: group2WithoutGroup1",
      "priority: priorityRange",
      "scheduleWeekdays: weekdaysRequired",
      "title: titleRequired",
    ]);
  });
  test("a change needs the version it is based on", () => {
    expect(ScheduleUpdate.safeParse({ ...good, id: "12" }).error?.issues).toMatchObject([
      { path: ["version"], message: "versionRequired" },
    ]);
    expect(ScheduleUpdate.parse({ ...good, id: "12", version: 3 })).toMatchObject({ id: 12, version: 3 });
  });
});

test("limits themselves are allowed", () => {
  for (const change of [
    { title: "😀".repeat(255) },
    { messageText: "가".repeat(10_000) },
    { messageImages1: images(10), messageImages2: images(10) },
    { validUntil: "2026-11-20T18:00" },
  ])
    expect(refusals({ ...good, ...change })).toEqual([]);
});

test("whatever comes in, it is refused or normal; nothing throws", () => {
  const junk = fc.oneof(
    fc.anything(),
    fc.record(Object.fromEntries(Object.keys(good).map((key) => [key, fc.anything()])), { requiredKeys: [] }),
  );
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...Object.keys(good), "x"), fc.anything()), junk, (change, whole) => {
      ScheduleInput.safeParse(whole);
      const parsed = ScheduleInput.safeParse({ ...good, ...change });
      if (parsed.success) expect(ScheduleInput.parse(parsed.data)).toEqual(parsed.data);
    }),
    { numRuns: 500 },
  );
});

describe("at a given moment", () => {
  const check = (value: object, now: string) =>
    checkSchedule(ScheduleInput.parse(value), new Date(now)).map(
      (issue) => `${issue.path.join(".")}: ${issue.message}`,
    );
  test("a once in the past is refused at the field that is past", () => {
    expect(check(once, "2026-11-21T08:59:59.999Z")).toEqual([]);
    expect(check(once, "2026-11-21T09:00:00.000Z")).toEqual([]);
    expect(check(once, "2026-11-21T09:00:00.001Z")).toEqual(["scheduleTime: timeInPast"]);
    expect(check(once, "2026-11-21T15:00:00.000Z")).toEqual(["scheduleDate: dateInPast"]);
  });
  test("a repeated one whose last time is over is refused at its end", () => {
    expect(check({ ...good, validUntil: "2026-11-24T18:00" }, "2026-11-24T09:00:00.000Z")).toEqual([]);
    expect(check({ ...good, validUntil: "2026-11-24T18:00" }, "2026-11-24T09:00:00.001Z")).toEqual([
      "validUntil: validityOver",
    ]);
  });
  test("the first run is today's, if it is still to come", () => {
    expect(firstSendAt(ScheduleInput.parse(good), new Date("2026-11-20T08:00:00Z"))).toEqual(
      new Date("2026-11-20T09:00:00Z"),
    );
  });
});
