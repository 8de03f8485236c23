import fc from "fast-check";
import { expect, test } from "vitest";
import { logStatuses, scheduleStatuses } from "@/db/enums";
import { failuresAfter, nextScheduleStatus, type ScheduleEvent } from "./status";

const soon = new Date("2026-11-20T00:00:00Z");
const next = fc.constantFrom(soon, null);
const engine: fc.Arbitrary<ScheduleEvent> = fc.oneof(
  next.map((nextSendAt) => ({ kind: "advance" as const, nextSendAt })),
  fc.constant({ kind: "fault" as const }),
);

test("the engine alone never wakes a schedule that is off, over or faulty", () => {
  fc.assert(
    fc.property(
      fc.constantFrom("inactive" as const, "completed" as const, "error" as const),
      fc.array(engine),
      (first, events) => {
        let status: (typeof scheduleStatuses)[number] = first;
        for (const event of events) {
          status = nextScheduleStatus(status, event) ?? status;
          expect(status).not.toBe("active");
        }
      },
    ),
  );
});

test("switching on needs something left to send, switching off always works", () => {
  for (const status of scheduleStatuses) {
    expect(nextScheduleStatus(status, { kind: "switch_on", nextSendAt: soon })).toBe("active");
    expect(nextScheduleStatus(status, { kind: "switch_on", nextSendAt: null })).toBeNull();
    expect(nextScheduleStatus(status, { kind: "switch_off" })).toBe("inactive");
  }
  expect(nextScheduleStatus("active", { kind: "advance", nextSendAt: null })).toBe("completed");
});

test("failures in a row: only a failure adds, only something sent resets", () => {
  for (const run of logStatuses)
    expect(failuresAfter(2, run)).toBe(run === "failed" ? 3 : run === "success" || run === "partial" ? 0 : 2);
});
