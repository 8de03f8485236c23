import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { certainties, logStatuses, type PartStatus, partStatuses } from "@/db/enums";
import {
  certaintyOf,
  isLogOver,
  isPartOver,
  type LogEvent,
  needsPerson,
  nextLogStatus,
  nextPartStatus,
  type PartEvent,
  summaryOf,
} from "./status";

const machine: PartEvent[] = [
  "begin",
  "accepted",
  "rejected",
  "postponed",
  "parked",
  "lost",
  "dropped",
  "evidence_delivered",
  "evidence_failed",
];
const person: PartEvent[] = ["person_delivered", "person_not_delivered", "person_resend", "person_give_up"];
const parts = fc.array(fc.constantFrom(...partStatuses), { minLength: 1, maxLength: 21 });
const logEvents: LogEvent[] = [
  ...(["start", "defer", "miss", "skip", "expire", "cancel", "person_give_up", "person_resend"] as const).map(
    (kind) => ({ kind }),
  ),
  ...(["planned", "sending", "success", "partial", "failed", "unknown"] as const).map((summary) => ({
    kind: "parts" as const,
    summary,
  })),
];

describe("a part", () => {
  test("what is over stays over, whatever happens", () => {
    for (const status of partStatuses.filter(isPartOver))
      for (const event of [...machine, ...person]) expect(nextPartStatus(status, event)).toBeNull();
  });
  test("without a person an unknown part never goes to sending again", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...machine)), (events) => {
        let status: PartStatus = "unknown";
        for (const event of events) {
          status = nextPartStatus(status, event) ?? status;
          expect(["unknown", "sent", "failed"]).toContain(status);
        }
      }),
    );
    expect(nextPartStatus("unknown", "person_resend")).toBe("pending");
  });
  test("nothing is called before its intent is committed, and no answer is taken without a call", () => {
    for (const status of partStatuses)
      for (const event of machine)
        if (nextPartStatus(status, event) === "sending") expect([status, event]).toEqual(["pending", "begin"]);
    expect(nextPartStatus("pending", "accepted")).toBeNull();
    expect(nextPartStatus("sending", "begin")).toBeNull();
  });
  test("only a certain failure or a person makes a called part waiting again", () => {
    const called = partStatuses.filter((status) => status !== "pending");
    const back = called.flatMap((status) =>
      [...machine, ...person]
        .filter((event) => nextPartStatus(status, event) === "pending")
        .map((event) => [status, event]),
    );
    expect(back).toEqual([
      ["sending", "postponed"],
      ["sending", "parked"],
      ["unknown", "person_resend"],
    ]);
    expect(nextPartStatus("sending", "lost")).toBe("unknown");
  });
  test("a person decides only what is unknown", () => {
    for (const status of partStatuses)
      for (const event of person) expect(nextPartStatus(status, event) !== null).toBe(status === "unknown");
  });
});

describe("an occurrence", () => {
  test("what is over stays over", () => {
    for (const status of logStatuses.filter(isLogOver))
      for (const event of logEvents) expect(nextLogStatus(status, event)).toBeNull();
  });
  test("each status is over, open or waits for a person", () => {
    for (const status of logStatuses) {
      const open = ["planned", "deferred", "sending"].includes(status);
      expect([isLogOver(status), needsPerson(status), open].filter(Boolean)).toHaveLength(1);
    }
  });
  test("a missed one goes out only by a person's word", () => {
    const out = logEvents.filter((event) => ["planned", "sending"].includes(nextLogStatus("missed", event) ?? ""));
    expect(out).toEqual([{ kind: "person_resend" }]);
  });
  test("a started run can't be cancelled, missed or skipped as a whole", () => {
    for (const kind of ["cancel", "miss", "skip"] as const) expect(nextLogStatus("sending", { kind })).toBeNull();
  });
});

describe("what parts come to", () => {
  test("known sums", () => {
    expect(summaryOf(["sent", "sent"])).toBe("success");
    expect(summaryOf(["sent", "failed"])).toBe("partial");
    expect(summaryOf(["sent", "skipped"])).toBe("partial");
    expect(summaryOf(["failed", "skipped"])).toBe("failed");
    expect(summaryOf(["sent", "unknown", "pending"])).toBe("unknown");
    expect(summaryOf(["sent", "pending"])).toBe("sending");
    expect(summaryOf(["pending", "pending"])).toBe("planned");
  });
  test("success means every part was sent, partial that some were and some weren't", () => {
    fc.assert(
      fc.property(parts, (all) => {
        const sum = summaryOf(all);
        expect(sum === "success").toBe(all.every((part) => part === "sent"));
        if (sum === "partial" || sum === "failed") expect(all.every(isPartOver)).toBe(true);
        if (sum === "failed") expect(all).not.toContain("sent");
        if (all.includes("unknown")) expect(sum).toBe("unknown");
        expect(summaryOf([...all].reverse())).toBe(sum);
      }),
    );
  });
  test("certainty is the lowest of what was sent", () => {
    const sent = fc.record({
      status: fc.constantFrom(...partStatuses),
      certainty: fc.option(fc.constantFrom(...certainties)),
    });
    fc.assert(
      fc.property(fc.array(sent), (all) => {
        const least = certaintyOf(all);
        const known = all.filter((part) => part.status === "sent" && part.certainty);
        expect(least === null).toBe(known.length === 0);
        for (const part of known)
          if (part.certainty && least)
            expect(certainties.indexOf(least)).toBeLessThanOrEqual(certainties.indexOf(part.certainty));
      }),
    );
  });
});
