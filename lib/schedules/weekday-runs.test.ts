import fc from "fast-check";
import { expect, test } from "vitest";
import { weekdays } from "@/db/enums";
import { weekdayRuns } from "./weekday-runs";

test("three in a row are a span, two are not", () => {
  expect(weekdayRuns(["monday", "tuesday", "wednesday", "thursday", "friday"])).toEqual([["monday", "friday"]]);
  expect(weekdayRuns(["saturday", "sunday"])).toEqual([
    ["saturday", "saturday"],
    ["sunday", "sunday"],
  ]);
  expect(weekdayRuns(["monday", "thursday", "friday", "saturday"])).toEqual([
    ["monday", "monday"],
    ["thursday", "saturday"],
  ]);
});

test("the spans are the days, no more and no less", () => {
  fc.assert(
    fc.property(fc.subarray([...weekdays]), (days) => {
      const said = weekdayRuns(days).flatMap(([first, last]) =>
        weekdays.slice(weekdays.indexOf(first), weekdays.indexOf(last) + 1),
      );
      expect(said).toEqual(weekdays.filter((day) => days.includes(day)));
    }),
  );
});
