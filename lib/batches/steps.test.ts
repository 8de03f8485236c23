import fc from "fast-check";
import { expect, test } from "vitest";
import { batchPhases } from "@/db/enums";
import { reasons as en } from "@/lib/i18n/en/reasons";
import { reasons as ko } from "@/lib/i18n/ko/reasons";
import { phoneReasons } from "@/lib/transports/phone-port";
import { knownCodes } from "@/lib/transports/solapi-codes";
import { holdReasons, parkReasonOf, parkReasonOfCode } from "./hold-reasons";
import { pollAfterMs, verdictOf } from "./result-rules";
import { backOffMs, mayHaveGroup, oldestGroupAt, stepOf } from "./steps";

const now = new Date("2026-11-20T05:00:00Z");
const state = fc.record({
  phase: fc.constantFrom(...batchPhases),
  groupId: fc.option(fc.constant("G4V1")),
  sendBefore: fc.option(fc.date({ min: new Date(0), max: new Date("2030-01-01"), noInvalidDate: true })),
  heldReason: fc.option(fc.constantFrom("cancel_requested", "no_balance")),
});

test("a batch with a group is never built again, one at its end is never touched, and none goes after its time", () => {
  fc.assert(
    fc.property(state, (batch) => {
      const step = stepOf(batch, now);
      if (step === "build") expect(batch.groupId).toBeNull();
      if (step === "fire") expect(batch.groupId).not.toBeNull();
      if (!["new", "committed", "held"].includes(batch.phase)) expect(step).toBe("nothing");
      if (step === "build" || step === "fire") {
        expect(batch.sendBefore === null || batch.sendBefore > now).toBe(true);
        expect(batch.heldReason).not.toBe("cancel_requested");
      }
    }),
  );
});

test("waits grow and end", () => {
  for (let n = 1; n < 200; n++) {
    expect(backOffMs(n + 1)).toBeGreaterThanOrEqual(backOffMs(n));
    expect(backOffMs(n)).toBeLessThanOrEqual(300_000);
    expect(pollAfterMs(n)).toBeLessThanOrEqual(900_000);
  }
});

test("only 4000 is an arrival; what may still come, or may have come, is left open", () => {
  for (const statusCode of knownCodes) {
    const verdict = verdictOf({ status: "COMPLETE", statusCode });
    expect(verdict === "delivered").toBe(statusCode === "4000");
    expect(verdictOf({ status: "SENDING", statusCode })).toBeNull();
  }
  for (const statusCode of ["2000", "3000", "3014", "3048", "2024", "9999", null])
    expect(verdictOf({ status: "COMPLETE", statusCode })).toBeNull();
});

test("every reason a tenant is parked for is one a batch may be held for", () => {
  const parks = [...phoneReasons.map(parkReasonOf), ...knownCodes.map(parkReasonOfCode)].filter((one) => one !== null);
  for (const reason of parks) expect(holdReasons).toContain(reason);
  expect([parkReasonOfCode("1062"), parkReasonOfCode("3059"), parkReasonOfCode("1030")]).toEqual([
    "sender_unregistered",
    "number_guarded",
    "no_balance",
  ]);
  for (const code of ["1043", "3104", "4000", "3032"]) expect(parkReasonOfCode(code)).toBeNull();
});

test("every reason a batch may be held for has its words", () => {
  for (const words of [ko, en]) for (const reason of holdReasons) expect(words).toHaveProperty(reason);
});

test("a batch may have had a group where it is late or was begun before, and none older than itself and its hour", () => {
  const createdAt = new Date("2026-09-01T00:00:00Z");
  const due = new Date("2026-11-20T00:00:00Z");
  const batch = { attempt: 1, createdAt, sendBefore: new Date(due.getTime() + 24 * 3_600_000) };
  const after = (ms: number) => new Date(due.getTime() + ms);
  expect(mayHaveGroup(batch, after(5_000))).toBe(false);
  expect(mayHaveGroup(batch, after(61_000))).toBe(true);
  expect(mayHaveGroup({ ...batch, attempt: 2 }, after(5_000))).toBe(true);
  // One that was booked months ago: nobody reads all the groups since.
  expect(oldestGroupAt(batch, after(61_000))).toEqual(due);
  expect(oldestGroupAt({ ...batch, createdAt: after(10_000) }, after(61_000))).toEqual(after(10_000));
  expect(oldestGroupAt({ createdAt, sendBefore: null }, after(0))).toEqual(createdAt);
});
