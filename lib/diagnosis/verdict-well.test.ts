import { describe, expect, test } from "vitest";
import { ago, HOUR, MINUTE, part, phoneFacts, roomFacts, word } from "@/scripts/testing/diagnosis-facts";
import type { Facts } from "./facts";
import { verdict } from "./verdict";
import type { Standing } from "./verdict-shape";

const stopped = { isStopped: true, lastPassAt: ago(HOUR) };

describe("nothing is broken where", () => {
  const past = { finalAt: ago(0), sentAt: ago(HOUR) };
  const well: [string, Standing, Facts][] = [
    ["it has arrived", "delivered", phoneFacts({ row: { status: "delivered", ...past }, batch: { phase: "done" } })],
    [
      "it went and its report may still come",
      "sent",
      phoneFacts({ row: { status: "sent", sentAt: ago(HOUR) }, batch: { phase: "sent", pollAt: ago(-MINUTE) } }),
    ],
    ["it waits for its hour", "waiting", phoneFacts({ batch: { availableAt: ago(-HOUR) }, system: stopped })],
    ["it has just fallen due", "waiting", phoneFacts()],
    [
      "somebody builds it after one who was lost",
      "moving",
      phoneFacts({ batch: { leaseUntil: ago(-MINUTE), attempt: 2, lostBuilds: 2 } }),
    ],
    ["somebody works on it", "moving", phoneFacts({ batch: { leaseUntil: ago(-MINUTE), attempt: 1 } })],
    ["a person wants it back", "moving", phoneFacts({ batch: { heldReason: "cancel_requested", hasGroup: true } })],
    [
      "a person took it back",
      "ended",
      phoneFacts({ row: { status: "cancelled", reasonCode: "cancelled" }, batch: { phase: "cancelled" } }),
    ],
    [
      "an advertisement waits for the morning",
      "waiting",
      phoneFacts({ batch: { availableAt: ago(-HOUR) }, trail: [word("night")] }),
    ],
    ["nobody wrote a row", "unrecorded", phoneFacts({ row: null, batch: null })],
    [
      "a rule made the row",
      "unrecorded",
      phoneFacts({ row: { status: "sent", isInferred: true, source: "recovery", ...past }, batch: null }),
    ],
    [
      "an old log says it failed",
      "unrecorded",
      phoneFacts({ row: { status: "failed", source: "import", finalAt: ago(0) }, batch: null }),
    ],
    [
      "an old log doesn't know",
      "unrecorded",
      phoneFacts({ row: { status: "unknown", source: "import" }, batch: null }),
    ],
    ["the row says sent and not when", "unrecorded", phoneFacts({ row: { status: "sent" } })],
    ["the row says delivered and not when", "unrecorded", phoneFacts({ row: { status: "delivered" } })],
    [
      "it was seen in the room",
      "delivered",
      roomFacts({
        log: { status: "success", completedAt: ago(0), nextAttemptAt: null },
        parts: [part({ status: "sent", certainty: "delivered" })],
      }),
    ],
    [
      "it was handed over",
      "handed_off",
      roomFacts({
        log: { status: "success", completedAt: ago(0), nextAttemptAt: null },
        parts: [
          part({ status: "sent", certainty: "delivered" }),
          part({ seq: 2, status: "sent", certainty: "handed_off" }),
        ],
      }),
    ],
    [
      "the bot took it",
      "sent",
      roomFacts({
        log: { status: "success", completedAt: ago(0), nextAttemptAt: null },
        parts: [part({ status: "sent", certainty: "accepted" })],
      }),
    ],
    [
      "it says success and no part does",
      "unrecorded",
      roomFacts({ log: { status: "success", completedAt: ago(0), nextAttemptAt: null }, parts: [] }),
    ],
    [
      "a limit makes it wait",
      "waiting",
      roomFacts({ log: { status: "deferred", reasonCode: "perMinute", nextAttemptAt: ago(-MINUTE) } }),
    ],
    [
      "runs are ahead of it",
      "waiting",
      roomFacts({ lane: { ahead: 2, leaseUntil: ago(-MINUTE) }, log: { nextAttemptAt: ago(2 * MINUTE) } }),
    ],
    [
      "a call is under way",
      "moving",
      roomFacts({
        log: { status: "sending", startedAt: ago(1_000) },
        parts: [part({ status: "sending", attempt: 1, startedAt: ago(1_000) })],
        lane: { leaseUntil: ago(-MINUTE) },
      }),
    ],
    [
      "a person skipped it",
      "ended",
      roomFacts({ log: { status: "skipped", reasonCode: "by_person", nextAttemptAt: null } }),
    ],
    [
      "its schedule was switched off",
      "ended",
      roomFacts({ log: { status: "cancelled", reasonCode: "schedule_off", nextAttemptAt: null } }),
    ],
    [
      "a person ended it",
      "ended",
      roomFacts({
        log: { status: "failed", reasonCode: null, nextAttemptAt: null },
        parts: [part({ status: "failed", errorCode: "given_up" })],
      }),
    ],
  ];
  test.each(well)("%s", (_, standing, facts) => {
    expect(verdict(facts)).toMatchObject({ standing, layer: null, cause: null, fix: null });
    expect(Object.values(verdict(facts).layers)).not.toContain("broken");
  });
});
