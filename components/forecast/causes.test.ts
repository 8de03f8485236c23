import { expect, test } from "vitest";
import { accessRefusals } from "@/lib/dispatch/access-refusal";
import type { ForecastDto } from "@/lib/dispatch/forecast-queries";
import { SCHEDULE_STOPPED } from "@/lib/dispatch/schedule-feed";
import { forecast as en } from "@/lib/i18n/en/forecast";
import { forecast as ko } from "@/lib/i18n/ko/forecast";
import { limitNames } from "@/lib/rooms/limits";
import { causesOf, knownRules } from "./causes";

const item = (over: Partial<ForecastDto>): ForecastDto => ({
  ...{ at: "2026-11-20T09:00:00.000Z", scheduleId: 1, roomId: 2, outcome: "block", kind: "schedule" },
  ...{ title: "제목", roomName: "톡방" },
  ...over,
});

test("every rule of the engine has its sentence in both languages", () => {
  const rules = [...accessRefusals, "image_missing", "schedule_broken", SCHEDULE_STOPPED, "scheduler_down", "too_old"];
  const parked = [
    "bot_offline",
    "gateway_unsure",
    "auth_failed",
    "egress_denied",
    "gateway_missing",
    "secret_unreadable",
  ];
  for (const rule of [...rules, ...parked, "device_busy", "room_busy", "wait_over"]) {
    expect(knownRules, rule).toContain(rule);
    for (const words of [ko, en]) expect(Object.keys(words.why), rule).toContain(rule);
  }
  for (const words of [ko, en]) expect(Object.keys(words.why.limit)).toEqual([...limitNames]);
});

test("each cause is told once, what blocks first; the same words about another schedule lead elsewhere", () => {
  const limit = { value: 30, origin: { kind: "product" as const } };
  const late = item({ outcome: "defer", rule: "minGapSeconds", limit });
  const causes = causesOf([
    item({ outcome: "send" }),
    late,
    late,
    item({ rule: "room_inactive" }),
    item({ rule: "image_missing" }),
    item({ rule: "image_missing", scheduleId: 3 }),
    item({ rule: "image_missing" }),
    item({ rule: "something_new" }),
  ]);
  expect(causes.map(({ outcome, count, why, fix }) => [outcome, count, why, fix?.href])).toEqual([
    ["block", 2, "image_missing", "/schedules/1"],
    ["block", 1, "room_inactive", "/settings/rooms?room=2"],
    ["block", 1, "image_missing", "/schedules/3"],
    ["block", 1, "other", undefined],
    ["defer", 2, { limit: "minGapSeconds", value: 30, origin: { kind: "product" } }, "/settings/rooms?room=2"],
  ]);
});

test("a limit that is kept up late and one that costs the run are two causes; so are two origins", () => {
  const org = { kind: "org" as const, id: 7, level: "hq" as const, name: "새봄청과" };
  const of = (outcome: "defer" | "block", origin: { kind: "product" } | typeof org) =>
    item({ outcome, rule: "runsPerDay", limit: { value: 1, origin } });
  expect(causesOf([of("defer", org), of("block", org), of("block", { kind: "product" })])).toHaveLength(3);
});

test("a device or a room too busy for an hour is no mere delay", () => {
  expect(causesOf([item({ rule: "room_busy" })])[0]).toMatchObject({ why: "room_over" });
  expect(causesOf([item({ rule: "device_busy" })])[0]).toMatchObject({ why: "device_over", fix: { to: "schedule" } });
  expect(causesOf([item({ outcome: "defer", rule: "device_busy" })])[0]).toMatchObject({
    why: "device_busy",
    fix: null,
  });
});
