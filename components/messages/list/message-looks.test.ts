import { expect, test } from "vitest";
import { noCounts } from "@/lib/messages/status";
import { lookOf } from "./message-looks";

const standing = { sendAt: null, counts: noCounts() };

test("accepted by the provider is not arrived: only when no report is missing any more", () => {
  expect(lookOf({ ...standing, status: "sent", counts: { ...noCounts(), sent: 1, delivered: 9 } }).kind).toBe(
    "accepted",
  );
  expect(lookOf({ ...standing, status: "sent", counts: { ...noCounts(), delivered: 10 } })).toEqual({
    look: "arrived",
    kind: "arrived",
  });
});
test("what waits for its time is booked, what waits for a worker is queued", () => {
  expect(lookOf({ ...standing, status: "queued" }).look).toBe("queued");
  expect(lookOf({ ...standing, status: "queued", sendAt: "2026-12-24T08:00:00.000Z" }).look).toBe("booked");
});
test("what is held neither waits for its turn nor goes; what came to its end is that", () => {
  const held = { ...standing, heldReason: "auth_failed", sendAt: "2026-12-24T08:00:00.000Z" };
  for (const status of ["queued", "sending"] as const)
    expect(lookOf({ ...held, status })).toEqual({ look: "held", kind: "deferred" });
  expect(lookOf({ ...held, status: "cancelled" }).look).toBe("cancelled");
});
test("a part that nobody knows of is a question, not a failure", () => {
  expect(lookOf({ ...standing, status: "partial", counts: { ...noCounts(), delivered: 3, unknown: 1 } }).kind).toBe(
    "unknown",
  );
  expect(lookOf({ ...standing, status: "partial", counts: { ...noCounts(), delivered: 3, failed: 1 } }).kind).toBe(
    "failed",
  );
});
test("of an old system's message only reports prove that all arrived, not the want of rows", () => {
  const old = { ...standing, status: "sent", origin: "imported", recipientCount: 102 } as const;
  expect(lookOf(old).look).toBe("sent");
  expect(lookOf({ ...old, counts: { ...noCounts(), delivered: 41 } }).look).toBe("sent");
  expect(lookOf({ ...old, counts: { ...noCounts(), delivered: 102 } }).look).toBe("arrived");
});
