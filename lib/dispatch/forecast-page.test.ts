import { expect, test } from "vitest";
import { endOfPage } from "./forecast-page";

const at = (text: string) => new Date(`${text}:00+09:00`);
const daily = (time: string, nextSendAt: string | null, validUntil = "2027-01-01T00:00") => ({
  scheduleType: "daily" as const,
  scheduleTime: time,
  validFrom: at("2026-01-01T00:00"),
  validUntil: at(validUntil),
  nextSendAt: nextSendAt === null ? null : at(nextSendAt),
});
const now = at("2026-11-20T17:00");
const week = at("2026-11-27T17:00");
const two = [daily("18:00", "2026-11-20T18:00"), daily("09:00", "2026-11-21T09:00")];

test("until one more than fits has fallen due", () => {
  expect(endOfPage(two, now, week, 1)).toEqual(at("2026-11-21T09:00"));
  expect(endOfPage(two, now, week, 3)).toEqual(at("2026-11-22T09:00"));
  expect(endOfPage(two, at("2026-11-22T09:00"), week, 1)).toEqual(at("2026-11-23T09:00"));
});

test("where everything fits, to the end", () => {
  expect(endOfPage(two, now, week, 14)).toEqual(week);
  expect(endOfPage([], now, week, 1)).toEqual(week);
  expect(endOfPage([daily("18:00", "2026-11-20T18:00", "2026-11-21T12:00")], now, week, 1)).toEqual(week);
  expect(endOfPage([daily("18:00", null), daily("18:00", "2026-12-24T18:00")], now, week, 0)).toEqual(week);
});

test("what should have gone before counts on from its rule", () => {
  expect(endOfPage([daily("18:00", "2026-11-18T18:00")], now, week, 1)).toEqual(at("2026-11-21T18:00"));
});
