import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { messageLogStatuses } from "@/db/enums";
import { type Counts, isAllFinal, noCounts, statusOf } from "./status";

const of = (given: Partial<Counts>) => statusOf({ ...noCounts(), ...given });

describe("what recipients come to", () => {
  test.each<[Partial<Counts>, string]>([
    [{ queued: 3, skipped: 1 }, "queued"],
    [{ queued: 2, cancelled: 1 }, "queued"],
    [{ queued: 2, sending: 1 }, "sending"],
    [{ queued: 1, delivered: 1 }, "sending"],
    [{ queued: 1, failed: 1 }, "sending"],
    [{ sending: 1 }, "sending"],
    [{ sent: 1, delivered: 2, skipped: 4 }, "sent"],
    [{ delivered: 2, failed: 1 }, "partial"],
    [{ sent: 2, unknown: 1 }, "partial"],
    [{ delivered: 2, cancelled: 1 }, "partial"],
    [{ unknown: 2 }, "partial"],
    [{ failed: 2, skipped: 1 }, "failed"],
    [{ failed: 1, cancelled: 1 }, "failed"],
    [{ cancelled: 2, skipped: 1 }, "cancelled"],
    [{ skipped: 2 }, "failed"],
  ])("%j → %s", (given, status) => expect(of(given)).toBe(status));

  test("nothing open is never under way, and something open never over", () => {
    const counts = fc.record(
      Object.fromEntries(messageLogStatuses.map((status) => [status, fc.nat(3)])) as Record<
        (typeof messageLogStatuses)[number],
        fc.Arbitrary<number>
      >,
    );
    fc.assert(
      fc.property(counts, (given) => {
        const isOpen = given.queued + given.sending > 0;
        expect(["queued", "sending"].includes(statusOf(given))).toBe(isOpen);
        if (isOpen) expect(isAllFinal(given)).toBe(false);
      }),
    );
  });
});
