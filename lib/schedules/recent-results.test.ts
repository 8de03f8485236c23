import { expect, test } from "vitest";
import { logStatuses } from "@/db/enums";
import { arrivalRate, type ResultLook, resultLook } from "./recent-results";

const at = (ms: number) => new Date(1_800_000_000_000 + ms);
const log = { isCatchUp: false, scheduledAt: at(0), startedAt: at(30_000) };

test("what isn't finished has no look", () => {
  const open = logStatuses.filter((status) => resultLook({ ...log, status }) === null);
  expect(open).toEqual(["planned", "sending", "deferred"]);
});

test("late is what started late or caught up", () => {
  expect(resultLook({ ...log, status: "success" })).toBe("arrived");
  expect(resultLook({ ...log, status: "success", startedAt: at(120_001) })).toBe("late");
  expect(resultLook({ ...log, status: "success", isCatchUp: true })).toBe("late");
  expect(resultLook({ ...log, status: "failed", isCatchUp: true })).toBe("failed");
});

test("the rate leaves out what was skipped and counts the rest", () => {
  const looks = (...n: [ResultLook, number][]) => n.flatMap(([look, times]) => Array<ResultLook>(times).fill(look));
  expect(arrivalRate(looks(["arrived", 13], ["skipped", 1]))).toBe(1);
  expect(arrivalRate(looks(["arrived", 12], ["late", 1], ["unknown", 1]))).toBeCloseTo(13 / 14);
  expect(arrivalRate(looks(["partial", 1], ["missed", 1]))).toBe(0);
  expect(arrivalRate(looks(["skipped", 3]))).toBeNull();
});
