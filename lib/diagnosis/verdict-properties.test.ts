import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  batchPhases,
  botStatuses,
  certainties,
  layers,
  logSources,
  logStatuses,
  messageLogStatuses,
  partStatuses,
  scheduleStatuses,
  senderStatuses,
} from "@/db/enums";
import { accessRefusals } from "@/lib/dispatch/access-refusal";
import { logs } from "@/lib/i18n/ko/logs";
import { reasons } from "@/lib/i18n/ko/reasons";
import { limitNames } from "@/lib/rooms/limits";
import { knownCodes } from "@/lib/transports/solapi-codes";
import { ago, HOUR, MINUTE, NOW, part, phoneFacts, roomFacts, word } from "@/scripts/testing/diagnosis-facts";
import { allConditions } from "./all-conditions";
import type { Facts, PhoneFacts, RoomFacts } from "./facts";
import { phoneConditions } from "./phone-conditions";
import { roomConditions } from "./room-conditions";
import { verdict } from "./verdict";

const RUNS = { numRuns: 1_000 };
const at = fc.option(fc.integer({ min: -26 * HOUR, max: 80 * HOUR }).map(ago), { nil: null });
const near = fc.option(fc.integer({ min: -10 * MINUTE, max: 20 * MINUTE }).map(ago), { nil: null });
const pick = <T>(...values: readonly T[]) => fc.constantFrom(...values);
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: null });
const phoneWord = maybe(fc.oneof(pick(...Object.keys(reasons)), fc.string({ maxLength: 12 })));
const roomWord = maybe(fc.oneof(pick(...Object.keys(logs.reasons), ...limitNames), fc.string({ maxLength: 12 })));
const events = [
  "not_built",
  "unsure",
  "refused",
  "withdrawing",
  "worker_error",
  "held",
  "claimed",
  "built",
  "sent",
  "not_published",
  "night",
  "lost",
];
const trail = fc.array(
  fc
    .record({
      event: pick(...events),
      layer: pick(...layers),
      code: maybe(pick("timeout", "AccessDenied", "1062", "429")),
    })
    .map(({ event, ...over }) => word(event, over)),
  { maxLength: 4 },
);
const system = fc.record({
  isStopped: fc.boolean(),
  workers: fc.nat({ max: 2 }),
  queueDriver: pick("mysql" as const, "sqs" as const),
});

const phone: fc.Arbitrary<PhoneFacts> = fc
  .record({
    row: maybe(
      fc.record({
        ...{ status: pick(...messageLogStatuses), source: pick(...logSources), isInferred: fc.boolean() },
        ...{ reasonCode: phoneWord, providerCode: maybe(pick(...knownCodes, "ValidationError", "")) },
        ...{ sentAt: at, finalAt: at },
      }),
    ),
    batch: maybe(
      fc.record({
        ...{ phase: pick(...batchPhases), heldReason: phoneWord, attempt: fc.nat({ max: 4 }) },
        ...{ lostBuilds: fc.nat({ max: 6 }), hasGroup: fc.boolean(), availableAt: near, leaseUntil: near },
        ...{ publishedAt: near, committedAt: at, sentAt: at, doneAt: at, pollAt: at },
      }),
    ),
    trail,
    tenant: fc.record({ isActive: fc.boolean(), senderStatus: maybe(pick(...senderStatuses)), parkReason: phoneWord }),
    system,
  })
  .map(phoneFacts);

const parts = fc.array(
  fc
    .record({
      ...{ status: pick(...partStatuses), certainty: maybe(pick(...certainties)), errorCode: roomWord },
      ...{ attempt: fc.nat({ max: 3 }), startedAt: near, finishedAt: near },
    })
    .map(part),
  { maxLength: 3 },
);
const room: fc.Arbitrary<RoomFacts> = fc
  .record({
    log: fc.record({
      ...{ status: pick(...logStatuses), reasonCode: roomWord, nextAttemptAt: near },
      ...{ startedAt: near, completedAt: near },
    }),
    parts,
    trail,
    bot: fc.record({
      ...{ status: pick(...botStatuses), parkReason: roomWord, isHealthy: maybe(fc.boolean()) },
    }),
    schedule: fc.record({ status: pick(...scheduleStatuses) }),
    access: maybe(pick(...accessRefusals)),
    lane: fc.record({ leaseUntil: near, readyAt: near, ahead: fc.nat({ max: 3 }) }),
    system,
  })
  .map(roomFacts);
const request = fc.record({ subject: fc.constant("request" as const), reason: fc.string() });
const any: fc.Arbitrary<Facts> = fc.oneof(phone, room, request);
const all = (facts: fc.Arbitrary<Facts>, holds: (one: Facts) => void) =>
  fc.assert(
    fc.property(facts, (one) => {
      holds(one);
    }),
    RUNS,
  );

const OVER: readonly string[] = ["delivered", "failed", "skipped", "cancelled", "success", "partial", "expired"];

/** Written down again, from the rows alone: what proves how far something got. */
function isProven(facts: Facts, standing: string): boolean {
  if (facts.subject === "request") return false;
  if (facts.subject === "phone") {
    const { row } = facts;
    if (row === null || row.isInferred) return false;
    if (standing === "delivered") return row.status === "delivered" && row.finalAt !== null;
    return standing === "sent" && row.status === "sent" && row.sentAt !== null;
  }
  const { log, parts: calls } = facts;
  const least = calls.reduce(
    (low, { status, certainty }) =>
      Math.min(low, status === "sent" && certainty !== null ? certainties.indexOf(certainty) : -1),
    2,
  );
  const wanted = { sent: 0, handed_off: 1, delivered: 2 }[standing] ?? 3;
  return log.status === "success" && log.completedAt !== null && calls.length > 0 && least >= wanted;
}

/** Rows that claim to have got somewhere, with and without what proves it. */
const claiming: fc.Arbitrary<Facts> = fc.oneof(
  fc.tuple(phone, pick("sent" as const, "delivered" as const)).map(([facts, status]): Facts => {
    return { ...facts, row: facts.row && { ...facts.row, status } };
  }),
  room.map((facts): Facts => ({ ...facts, log: { ...facts.log, status: "success" } })),
  any,
);
test("sent, handed over and delivered are never said without a record that proves it", () => {
  all(claiming, (facts) => {
    const { standing } = verdict(facts);
    if (["sent", "handed_off", "delivered"].includes(standing)) expect(isProven(facts, standing)).toBe(true);
  });
});

test("layer, cause and fix are null together, and else one row of the table", () => {
  all(any, (facts) => {
    const { standing, layer, cause, fix, layers: states } = verdict(facts);
    const broken = layers.filter((one) => states[one] === "broken");
    if (cause === null) {
      expect([layer, fix, broken]).toEqual([null, null, []]);
      expect(["stuck", "unknown"]).not.toContain(standing);
      return;
    }
    const known = allConditions.filter(({ subject, id }) => subject === facts.subject && id === cause);
    expect(known).toMatchObject([{ layer, fix }]);
    expect(broken).toEqual([layer]);
    expect(["delivered", "handed_off", "waiting", "moving", "unrecorded"]).not.toContain(standing);
  });
});

test("of all that hold, the first layer's comes first", () => {
  all(fc.oneof(phone, room), (facts) => {
    const { cause } = verdict(facts);
    if (cause === null) return;
    const holding =
      facts.subject === "phone"
        ? phoneConditions.filter((one) => one.holds(facts))
        : facts.subject === "room"
          ? roomConditions.filter((one) => one.holds(facts))
          : [];
    const least = Math.min(...holding.map(({ layer }) => layers.indexOf(layer)));
    expect(layers.indexOf(verdict(facts).layer!)).toBe(least);
    expect(holding[0]?.id).toBe(cause);
  });
});

test("what is over isn't stuck, and what waits isn't over", () => {
  all(fc.oneof(phone, room), (facts) => {
    const status = facts.subject === "phone" ? facts.row?.status : facts.subject === "room" ? facts.log.status : "";
    const { standing } = verdict(facts);
    if (OVER.includes(status ?? "")) expect(["stuck", "waiting", "moving"]).not.toContain(standing);
    if (status === "queued" || status === "planned") expect(["sent", "ended", "delivered"]).not.toContain(standing);
  });
});

test("a layer counts as passed only with a record of it, and none after the broken one is", () => {
  all(fc.oneof(phone, room), (facts) => {
    const { layer, layers: states } = verdict(facts);
    if (layer !== null)
      for (const later of layers.slice(layers.indexOf(layer) + 1))
        expect(["not_reached", "no_record"]).toContain(states[later]);
    if (facts.subject === "phone") {
      if (facts.batch === null) expect([states.queue, states.worker]).not.toContain("passed");
      if (facts.row === null || facts.row.isInferred) expect(Object.values(states)).not.toContain("passed");
      if (facts.row?.sentAt === null && facts.row.status !== "delivered") expect(states.provider).not.toBe("passed");
    } else if (facts.subject === "room" && facts.parts.length === 0 && facts.trail.length === 0)
      expect(states.provider).not.toBe("passed");
  });
});

const frozen = <T>(value: T): T => {
  if (typeof value === "object" && value !== null && !(value instanceof Date))
    for (const one of Object.values(Object.freeze(value))) frozen(one);
  return value;
};
test("the same facts give the same verdict, and are left as they were", () => {
  all(any, (facts) => {
    const copy = structuredClone(facts);
    expect(verdict(frozen(copy))).toEqual(verdict(facts));
    expect(copy).toEqual(facts);
  });
});

describe("whatever else is wrong in the house, nothing is made of", () => {
  const none = { layer: null, cause: null, fix: null };
  test("a text that has arrived", () => {
    const arrived = phone.map((facts): PhoneFacts => {
      const row = { ...phoneFacts().row!, status: "delivered" as const, sentAt: ago(HOUR), finalAt: ago(0) };
      return { ...facts, row };
    });
    all(arrived, (facts) => expect(verdict(facts)).toMatchObject({ ...none, standing: "delivered" }));
  });
  test("a text whose report may still come", () => {
    const waits = fc.tuple(phone, fc.integer({ min: 0, max: 23 * HOUR })).map(([facts, ms]): PhoneFacts => {
      const row = { ...phoneFacts().row!, status: "sent" as const, sentAt: ago(ms) };
      return { ...facts, row, batch: { ...phoneFacts().batch!, phase: "sent", pollAt: ago(-MINUTE) } };
    });
    all(waits, (facts) => expect(verdict(facts)).toMatchObject({ ...none, standing: "sent" }));
  });
  test("a text that waits for its hour", () => {
    const later = fc.tuple(phone, fc.integer({ min: 1, max: 1_000 * HOUR })).map(([facts, ms]): PhoneFacts => {
      const sound = phoneFacts({ batch: { availableAt: new Date(NOW.getTime() + ms) } });
      return { ...sound, tenant: facts.tenant, system: facts.system };
    });
    all(later, (facts) => expect(verdict(facts)).toMatchObject({ ...none, standing: "waiting" }));
  });
  test("an occurrence that went whole, or that a limit makes wait", () => {
    const whole = fc.tuple(room, pick(...certainties)).map(([facts, certainty]): RoomFacts => {
      const log = { ...facts.log, status: "success" as const, completedAt: ago(0), nextAttemptAt: null };
      return { ...facts, log, parts: [part({ status: "sent", certainty })] };
    });
    all(whole, (facts) => expect(verdict(facts)).toMatchObject(none));
    const limited = fc.tuple(room, pick(...limitNames)).map(([facts, reasonCode]): RoomFacts => {
      const log = { ...facts.log, status: "deferred" as const, reasonCode, nextAttemptAt: ago(-MINUTE) };
      return { ...roomFacts(), log, system: facts.system, lane: facts.lane };
    });
    all(limited, (facts) => expect(verdict(facts)).toMatchObject({ ...none, standing: "waiting" }));
  });
  test("what a person stopped", () => {
    const stopped = fc
      .tuple(room, pick("by_person", "schedule_off", "schedule_deleted"))
      .map(([facts, reasonCode]): RoomFacts => {
        const status = reasonCode === "by_person" ? ("skipped" as const) : ("cancelled" as const);
        return {
          ...facts,
          log: { ...facts.log, status, reasonCode, nextAttemptAt: null },
          parts: [part({ status: "skipped", errorCode: reasonCode })],
        };
      });
    all(stopped, (facts) => expect(verdict(facts)).toMatchObject({ ...none, standing: "ended" }));
  });
  test("what nobody recorded", () => {
    const inferred = phone.map(
      (facts): PhoneFacts => ({ ...facts, row: { ...phoneFacts().row!, ...facts.row, isInferred: true } }),
    );
    all(inferred, (facts) => expect(verdict(facts)).toMatchObject({ ...none, standing: "unrecorded" }));
  });
});
