import { expect, test } from "vitest";
import { logFileWords } from "./log-file-words";

const words = logFileWords("ko");

test("a run's line names its layer, and speaks of a bot where a text would speak of Solapi", () => {
  expect(words.runStop({ status: "failed", reasonCode: "auth_failed" })).toEqual({
    layer: "공급자",
    reason: expect.stringContaining("봇"),
  });
  expect(words.runStop({ status: "missed", reasonCode: "scheduler_down" }).layer).toBe("워커");
  expect(words.runStop({ status: "skipped", reasonCode: "perHour" })).toMatchObject({
    layer: "대기열",
    reason: "1시간 한도",
  });
});

test("what is well or stopped by a person names none", () => {
  expect(words.runStop({ status: "success", reasonCode: null })).toEqual({ layer: "", reason: "" });
  expect(words.runStop({ status: "deferred", reasonCode: "perHour" }).layer).toBe("");
  expect(words.runStop({ status: "cancelled", reasonCode: "schedule_off" }).layer).toBe("");
  expect(words.messageStop(null)).toEqual({ layer: "", reason: "" });
});

test("a message without credit stopped at the first layer", () => {
  expect(words.messageStop("insufficient_balance")).toMatchObject({
    layer: "API",
    reason: expect.stringMatching("잔액"),
  });
});
