import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findingActions } from "@/db/enums";
import { planHashOf } from "./plan-hash";
import { actsOf, isActedUpon, type PlanFinding, planOps } from "./plan-ops";
import { STAGES, seatsOf } from "./stage-of";

const finding = (over: Partial<PlanFinding> = {}): PlanFinding => ({
  ...{ id: 1, seq: 0, customerId: 1, action: "delete_row", imageId: 1, ver: 1, filePath: "customers/1/a.jpg" },
  ...{ toPath: null, bytes: 3, sha256: Buffer.alloc(32, 1) },
  ...over,
});
const someFindings = fc
  .array(
    fc.record({
      customerId: fc.option(fc.integer({ min: 1, max: 90 })),
      action: fc.constantFrom(...findingActions),
      filePath: fc.constantFrom("customers/1/a.jpg", "../a.jpg", "customers/가.jpg", "customers/1/b\u0000.jpg"),
    }),
    { maxLength: 200 },
  )
  .map((all) => all.map((one, i) => finding({ ...one, id: i + 1, seq: i, imageId: i })));

describe("the gates", () => {
  test("ten with the fewest findings, then fifty, then the rest, whatever order they come in", () => {
    const loads = Array.from({ length: 100 }, (_, i) => ({ customerId: 100 - i, findings: (i * 7) % 23 }));
    const seats = seatsOf(loads, 1, 10);
    const of = (stage: number) => loads.filter(({ customerId }) => seats.get(customerId)?.stage === stage);
    expect(STAGES.map((stage) => of(stage).length)).toEqual([10, 50, 40]);
    const most = (stage: number) => Math.max(...of(stage).map(({ findings }) => findings));
    const least = (stage: number) => Math.min(...of(stage).map(({ findings }) => findings));
    expect([most(1) <= least(2), most(2) <= least(3)]).toEqual([true, true]);
    expect(seatsOf([...loads].reverse(), 1, 10)).toEqual(seats);
  });

  test("once the first has begun, the next fifty sit in the second; batches are as large as was asked", () => {
    const loads = Array.from({ length: 60 }, (_, i) => ({ customerId: i + 1, findings: 1 }));
    const seats = [...seatsOf(loads, 2, 5).values()];
    expect([seats.filter(({ stage }) => stage === 2).length, seats.filter(({ stage }) => stage === 3).length]).toEqual([
      50, 10,
    ]);
    const batches = seats.filter(({ stage }) => stage === 2).map(({ batch }) => batch);
    expect([Math.max(...batches), batches.filter((batch) => batch === 3).length]).toEqual([9, 5]);
  });
});

describe("the steps", () => {
  test("a certain finding is acted upon unless kept, a doubtful one only when somebody says so", () => {
    expect(["open", "approved", "kept"].map((word) => isActedUpon("certain", word as "open"))).toEqual([
      true,
      true,
      false,
    ]);
    expect(["open", "approved", "kept"].map((word) => isActedUpon("doubtful", word as "open"))).toEqual([
      false,
      true,
      false,
    ]);
  });

  test("a row goes before its file, a report does nothing, a path that is no key has no file", () => {
    expect(actsOf(finding({ action: "delete_and_set_aside" }))).toEqual(["delete_row", "set_aside"]);
    expect(actsOf(finding({ action: "delete_and_set_aside", filePath: "../../etc/passwd" }))).toEqual(["delete_row"]);
    expect(actsOf(finding({ action: "set_aside", filePath: "a\\b" }))).toEqual([]);
    expect(actsOf(finding({ action: "report" }))).toEqual([]);
  });

  test("small pictures go while their original is where it was", () => {
    const ops = planOps(
      7,
      [finding({ id: 1, seq: 0, action: "delete_and_set_aside" }), finding({ id: 2, seq: 1, action: "set_aside" })],
      10,
    );
    expect(ops.map(({ findingId, act }) => [findingId, act])).toEqual([
      [2, "set_aside"],
      [1, "delete_row"],
      [1, "set_aside"],
    ]);
    expect(ops.map(({ place }) => place)).toEqual(["7/0/customers/1/a.jpg", null, "7/2/customers/1/a.jpg"]);
  });

  test("are numbered without gaps, lie together by stage, batch and customer, and come out the same again", () => {
    fc.assert(
      fc.property(someFindings, fc.constantFrom(5, 10), (findings, batchSize) => {
        const ops = planOps(3, findings, batchSize);
        expect(ops.map(({ seq }) => seq)).toEqual(ops.map((_, i) => i));
        expect(planOps(3, [...findings].reverse(), batchSize)).toEqual(ops);
        const groups = ops.map(({ stage, batch, customerId }) => `${stage}/${batch}/${customerId}`);
        expect(groups.filter((group, i) => group !== groups[i - 1])).toEqual([...new Set(groups)]);
        expect(ops.every((op) => (op.place === null) === (op.act !== "set_aside"))).toBe(true);
        expect(ops.length).toBe(findings.flatMap((one) => actsOf(one)).length);
        for (const stage of [1, 2] as const)
          expect(new Set(ops.filter((op) => op.stage === stage).map((op) => op.customerId)).size).toBeLessThanOrEqual(
            stage === 1 ? 10 : 50,
          );
      }),
      { numRuns: 200 },
    );
  });
});

describe("the hash", () => {
  const ops = planOps(
    3,
    [finding(), finding({ id: 2, seq: 1, customerId: 2, action: "repoint_row", toPath: "b.jpg" })],
    10,
  );
  const hash = (over: object = {}, runId = 3) => planHashOf(runId, [ops[0]!, { ...ops[1]!, ...over }]).toString("hex");

  test("names these steps of this run and nothing else", () => {
    expect(hash()).toBe(hash());
    const others = [
      ...[
        { ver: 2 },
        { filePath: "customers/1/A.jpg" },
        { toPath: "c.jpg" },
        { act: "delete_row" },
        { stage: 2 },
        { batch: 1 },
      ],
      ...[
        { imageId: 9 },
        { customerId: 9 },
        { bytes: 4 },
        { sha256: Buffer.alloc(32) },
        { sha256: null },
        { findingId: 9 },
        { place: "x" },
      ],
    ];
    expect(new Set([hash(), hash({}, 4), ...others.map((over) => hash(over))]).size).toBe(others.length + 2);
  });

  test("tells paths apart that look the same", () => {
    expect(hash({ filePath: "가.jpg".normalize("NFC") })).not.toBe(hash({ filePath: "가.jpg".normalize("NFD") }));
  });
});
