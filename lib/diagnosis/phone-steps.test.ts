import fc from "fast-check";
import { expect, test } from "vitest";
import { batchPhases, type Layer, layers, logSources, messageLogStatuses, messageOrigins } from "@/db/enums";
import { CANCEL_REQUESTED } from "@/lib/messages/status";
import { ago, HOUR, MINUTE, phoneFacts, word } from "@/scripts/testing/diagnosis-facts";
import type { PhoneFacts } from "./facts";
import { knownOf, unknownOf } from "./phone-known";
import type { PhoneRecords } from "./phone-step";
import { phoneSpanEvents, phoneStepEvents } from "./phone-step-events";
import { phoneSteps } from "./phone-steps";
import { verdict } from "./verdict";

const pick = <T>(...values: readonly T[]) => fc.constantFrom(...values);
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: null });
const at = maybe(fc.integer({ min: -2 * HOUR, max: 30 * HOUR }).map(ago));
const LINES: readonly [string, Layer][] = [
  ...(["accepted", "resent", "cancelled", "cancel_requested", "decided"] as const).map(
    (event) => [event, "api"] as const,
  ),
  ...(["queued", "claimed", "not_published"] as const).map((event) => [event, "queue"] as const),
  ...(["held", "not_built", "worker_error", "night", "parked", "withdrawing", "leaving_out"] as const).map(
    (event) => [event, "worker"] as const,
  ),
  ...(["unsure", "refused", "expired", "done", "follow_up"] as const).map((event) => [event, "worker"] as const),
  ...(["built", "found", "sent", "found_sent", "done"] as const).map((event) => [event, "provider"] as const),
].map(([event, layer]) => [event, layer]);
const trail = fc
  .array(
    fc.record({
      line: pick(...LINES),
      code: maybe(pick("1062", "no_balance", "messaging_inactive", "group_failed", "gateway_5xx", "AccessDenied")),
      detail: maybe(pick("2 taken, 1 refused", "0 taken, 3 refused", "worker-2", "HTTP 403 Forbidden")),
      ms: maybe(fc.nat({ max: 5_000 })),
      waitMs: fc.nat({ max: HOUR }),
    }),
    { maxLength: 8 },
  )
  .map((lines) => {
    let since = 10 * HOUR;
    return lines.map(({ line: [event, layer], waitMs, ...over }, i) => {
      since -= waitMs;
      return word(event, { ...over, id: i + 1, layer, at: ago(since) });
    });
  });
const heldWord = maybe(pick("no_balance", "messaging_inactive", "group_failed", "build_lost", CANCEL_REQUESTED));

const facts: fc.Arbitrary<PhoneFacts> = fc
  .record({
    row: maybe(
      fc.record({
        ...{ status: pick(...messageLogStatuses), source: pick(...logSources), isInferred: fc.boolean() },
        ...{ reasonCode: maybe(pick("provider_refused", "opted_out", "no_report", "nobody_knows", "expired")) },
        ...{ providerCode: maybe(pick("4000", "1062", "3047", "3048")), sentAt: at, finalAt: at },
      }),
    ),
    batch: maybe(
      fc.record({
        ...{ phase: pick(...batchPhases), heldReason: heldWord, attempt: fc.nat({ max: 4 }), hasGroup: fc.boolean() },
        ...{ lostBuilds: fc.nat({ max: 3 }), availableAt: at, leaseUntil: at, publishedAt: at, sendBefore: at },
        ...{ committedAt: at, sentAt: at, doneAt: at, pollAt: at },
      }),
    ),
    trail,
    tenant: fc.record({ parkReason: maybe(pick("no_balance", "key_unreadable", "sender_unregistered")) }),
    system: fc.record({
      ...{ isStopped: fc.boolean(), workers: fc.nat({ max: 1 }), lastPassAt: at },
      queueDriver: pick("mysql" as const, "sqs" as const),
    }),
    origin: pick(...messageOrigins),
  })
  .map(({ origin, ...over }) => {
    const made = phoneFacts(over);
    return { ...made, message: { ...made.message, origin } };
  });

const recordsOf = (one: PhoneFacts): PhoneRecords => ({
  ...{ facts: one, verdict: verdict(one) },
  message: { recipientCount: 3, duplicateCount: 1, skippedCount: 1, tenantId: 2 },
  batch: one.batch && { size: 3, groupId: one.batch.hasGroup ? "G4V1" : null },
  credit: [
    { kind: "reserve", amount: "30.00", id: 1, at: ago(HOUR) },
    { kind: "release", amount: "10.00", id: 2, at: ago(MINUTE) },
  ],
  ahead: 4,
  living: [{ name: "worker-2", version: "1.4.0", heartbeatAt: ago(1_000) }],
  pass: { id: 9, at: ago(1_000) },
  ...{ key: { isOwn: true, ending: "K2Q8" }, earlier: [] },
});

const all = (holds: (one: PhoneFacts) => void) =>
  fc.assert(
    fc.property(facts, (one) => {
      holds(one);
    }),
    { numRuns: 500 },
  );

test("whatever the records say: layer by layer, bad only where it stops, and there always", () => {
  all((one) => {
    const records = recordsOf(one);
    const { steps } = phoneSteps(records);
    const places = steps.map(({ layer }) => layers.indexOf(layer));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    const bad = new Set(steps.flatMap(({ layer, ok }) => (ok === false ? [layer] : [])));
    expect([...bad]).toEqual(records.verdict.layer === null ? [] : [records.verdict.layer]);
  });
});

test("every step has its values and its record, and what isn't there has no time", () => {
  all((one) => {
    const { steps, spans } = phoneSteps(recordsOf(one));
    for (const { event, values = {}, evidence, at: when } of steps) {
      const wanted: readonly string[] = phoneStepEvents[event as keyof typeof phoneStepEvents];
      expect([event, ...Object.keys(values).toSorted()]).toEqual([event, ...wanted.toSorted()]);
      expect([event, evidence.id === null]).toEqual([event, evidence.kind === "absence"]);
      if (evidence.kind === "absence") expect([event, when]).toEqual([event, null]);
    }
    for (const { event, values = {}, from, to } of spans) {
      const wanted: readonly string[] = phoneSpanEvents[event as keyof typeof phoneSpanEvents];
      expect([event, ...Object.keys(values).toSorted()]).toEqual([event, ...wanted.toSorted()]);
      expect(to === null || from <= to).toBe(true);
    }
  });
});

test("nothing is said to have left, or arrived, or never been made, against the rows", () => {
  all((one) => {
    const events = phoneSteps(recordsOf(one)).steps.map(({ event }) => event);
    const { row, batch } = one;
    const hasLeft = batch?.sentAt != null || one.trail.some(({ event }) => event === "sent" || event === "found_sent");
    if (events.includes("sent") || events.includes("found_sent")) expect(hasLeft).toBe(true);
    if (events.includes("delivered")) expect([row?.status, row?.isInferred]).toEqual(["delivered", false]);
    if (events.includes("no_group")) expect(batch?.hasGroup).toBe(false);
    if (events.includes("never_claimed")) expect(one.trail.some(({ event }) => event === "claimed")).toBe(false);
    if (events.includes("not_fired")) expect(hasLeft).toBe(false);
  });
});

test("what is known and what isn't never say both of one thing", () => {
  all((one) => {
    const known = knownOf(one, verdict(one));
    const unknown = unknownOf(one);
    expect(known.includes("nothing_left") && (known.includes("left_once") || unknown.includes("has_it_left"))).toBe(
      false,
    );
    expect(known.includes("arrived") && unknown.includes("has_it_arrived")).toBe(false);
    if (known.includes("arrived")) expect([one.row?.status, one.row?.isInferred]).toEqual(["delivered", false]);
    const money = known.filter((key) => key.startsWith("credit_"));
    expect(money.length).toBeLessThanOrEqual(1);
  });
});

test("a line told many times is one step that says how often", () => {
  const trails = [1, 2, 3].map((id) => word("held", { id, code: "messaging_inactive", at: ago(id * MINUTE) }));
  const one = phoneFacts({ batch: { phase: "held", heldReason: "messaging_inactive" }, trail: trails });
  const held = phoneSteps(recordsOf(one)).steps.filter(({ event }) => event === "held");
  expect(held).toMatchObject([{ values: { times: 3 }, ok: false, code: "messaging_inactive", layer: "worker" }]);
});

test("a number in somebody else's words is not passed on", () => {
  const told = word("not_built", { code: "timeout", detail: "no answer for 010-0000-1234 and 01000001234" });
  const { steps } = phoneSteps(recordsOf(phoneFacts({ trail: [told] })));
  expect(JSON.stringify(steps)).not.toMatch(/1234/);
});
