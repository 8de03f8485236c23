import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Certainty, certainties, type PartStatus } from "@/db/enums";
import { isPartOver, nextPartStatus, type PartEvent, summaryOf } from "@/lib/deliveries/status";
import { OPEN_AFTER, soundStanding, standingAfter } from "./breaker";
import { eventOf, type PartState, runAfter } from "./part-result";
import type { CallOutcome } from "./prepare-call";
import { MAX_ATTEMPTS } from "./retry";

const now = new Date("2026-11-20T00:00:00.000Z");
const refused = { kind: "rejected" as const, retryable: true, configuration: false, detail: "" };
const outcomes: CallOutcome[] = [
  { kind: "accepted", certainty: "handed_off" },
  { ...refused, reason: "gateway_refused" },
  { ...refused, reason: "queue_full" },
  { ...refused, reason: "bot_offline" },
  { ...refused, reason: "image_missing", retryable: false },
  { ...refused, reason: "auth_failed", retryable: false, configuration: true },
  { kind: "unknown", reason: "timeout", detail: "" },
  { kind: "unknown", reason: "interrupted", detail: "" },
];
const events: PartEvent[] = [
  ...(["begin", "accepted", "rejected", "postponed", "parked", "lost", "dropped"] as const),
  ...(["evidence_delivered", "evidence_failed"] as const),
  ...(["person_delivered", "person_not_delivered", "person_resend", "person_give_up"] as const),
];

/** Runs as they can be: what was sent, then at most one part under way, then what waits; or ended. */
const run: fc.Arbitrary<PartState[]> = fc
  .record({
    sent: fc.array(fc.constantFrom<Certainty>(...certainties), { maxLength: 4 }),
    middle: fc.option(fc.constantFrom<PartStatus>("sending", "unknown", "failed")),
    rest: fc.nat(4),
  })
  .filter(({ sent, middle, rest }) => sent.length + rest + (middle ? 1 : 0) > 0)
  .map(({ sent, middle, rest }) => {
    const after = middle === "failed" ? ("skipped" as const) : ("pending" as const);
    const statuses = [...sent.map(() => "sent" as const), ...(middle ? [middle] : []), ...Array(rest).fill(after)];
    return statuses.map((status: PartStatus, seq) => ({
      ...{ id: seq + 1, seq, kind: seq === 0 ? ("text" as const) : ("images_1" as const), status },
      ...{ certainty: sent[seq] ?? null, waitAfterMs: 500 * seq },
      payload:
        seq === 0
          ? { kind: "text" as const, text: "글" }
          : { kind: "images" as const, keys: [`k${seq}`], waitMs: 0, bytes: 1 },
    }));
  });

describe("a part that certainly didn't go", () => {
  test("is tried three times in all, however its refusals follow each other", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...outcomes), fc.double({ min: 0, max: 0.999, noNaN: true }))),
        (answers) => {
          let status: PartStatus = "pending";
          let attempt = 0;
          let standing = soundStanding;
          for (const [outcome, random] of answers) {
            if (status !== "pending") break;
            status = nextPartStatus(status, "begin")!;
            attempt++;
            standing = standingAfter(standing, outcome, now);
            const { event, delayMs } = eventOf(outcome, attempt, random, standing, now);
            if (event === "parked") attempt--;
            status = nextPartStatus(status, event)!;
            expect(status).not.toBeNull();
            expect(attempt).toBeLessThanOrEqual(MAX_ATTEMPTS);
            if (attempt === MAX_ATTEMPTS) expect(status).not.toBe("pending");
            expect(status === "pending").toBe(delayMs > 0);
            // Whoever can't be sure never tries again.
            if (outcome.kind === "unknown") expect(status).toBe("unknown");
          }
        },
      ),
    );
  });

  test("doesn't lose its last try to a phone that is away", () => {
    let standing = soundStanding;
    const offline = { ...refused, reason: "bot_offline" as const };
    for (let attempt = 1; attempt < OPEN_AFTER; attempt++) {
      standing = standingAfter(standing, offline, now);
      expect(eventOf(offline, attempt, 0.5, standing, now).event).toBe("postponed");
    }
    standing = standingAfter(standing, offline, now);
    expect(eventOf(offline, OPEN_AFTER, 0.5, standing, now).event).toBe("parked");
  });
});

describe("where a run stands after an event", () => {
  test("what is over stays as it is, what follows a failure is dropped, and nothing goes on past an unknown part", () => {
    fc.assert(
      fc.property(
        run,
        fc.nat(),
        fc.constantFrom(...events),
        fc.constantFrom(0, 30_000),
        (parts, pick, event, delayMs) => {
          const part = parts[pick % parts.length]!;
          const next = nextPartStatus(part.status, event);
          const state = runAfter(parts, part.id, event, delayMs);
          const after = parts.map((row) => {
            const status = row.id === part.id ? (next ?? row.status) : row.status;
            return state.dropped.includes(row.id) ? ("skipped" as const) : status;
          });
          for (const [i, row] of parts.entries()) if (isPartOver(row.status)) expect(after[i]).toBe(row.status);
          // Only parts nobody has begun are dropped, and only behind a failure.
          for (const id of state.dropped) expect(parts.find((row) => row.id === id)?.status).toBe("pending");
          if (state.dropped.length > 0) expect(after).toContain("failed");
          const sum = summaryOf(after);
          expect(state.status).toBe(
            sum === "planned" || sum === "sending" ? (delayMs > 0 ? "deferred" : "sending") : sum,
          );
          expect(state.isOver).toBe(after.every(isPartOver));
          expect(state.waitMs === null).toBe(after.includes("unknown") || after.every(isPartOver));
          // Told is what went, in its order, and nothing else.
          const sent = parts.filter((_, i) => after[i] === "sent");
          expect(state.sentMessageText).toBe(sent.some((row) => row.kind === "text") ? "글" : null);
          expect(state.sentImages1 ?? []).toEqual(sent.flatMap((row) => (row.kind === "text" ? [] : [`k${row.seq}`])));
        },
      ),
      { numRuns: 500 },
    );
  });
});
