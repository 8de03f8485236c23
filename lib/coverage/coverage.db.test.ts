import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { messages } from "@/db/schema/messages";
import { scopeOf } from "@/lib/access/scope";
import { sendMessage } from "@/lib/messages/send-message";
import { bringIn, logFile, messageFile, oldNumber } from "@/scripts/testing/history-rig";
import { messageRows, numberOf, orderOf, plantMessageWorld } from "@/scripts/testing/message-rig";
import { plantOldSystem, recoverAll } from "@/scripts/testing/recovery-rig";
import { testRig } from "@/scripts/testing/test-rig";
import { countGaps, listGaps } from "./gap-queries";
import { readCoverage, readTrend } from "./queries";
import { snapshotNightly } from "./snapshot-nightly";

const rig = testRig(plantMessageWorld, messageRows);
const read = (actor = rig.w.admin, filter = {}) => readCoverage(rig.db, scopeOf(actor), filter, rig.now);
const gaps = async (filter: Partial<Parameters<typeof listGaps>[3]> = {}, actor = rig.w.admin) =>
  listGaps(rig.db, scopeOf(actor), rig.rt.env.LOOKUP_KEY, { limit: 50, ...filter }, rig.now);
const people = (count: number, from = 0) => Array.from({ length: count }, (_, i) => oldNumber(from + i));
const send = (body = {}) =>
  sendMessage(
    rig.rt,
    rig.w.operator,
    orderOf({ recipients: [{ phone: numberOf(1) }, { phone: "02-000-0000" }], ...body }),
  );

describe("coverage", () => {
  test("of the old system is what its own check told, once of what it looked at and once of everything (C-01, C-02)", async () => {
    await plantOldSystem(rig.rt);
    const { imported, new: own } = await read();
    expect(imported.sentOrPartial).toMatchObject({
      messages: 29,
      gaps: 25,
      expected: 2_544,
      recorded: 602,
      pct: 23.66,
    });
    expect(imported).toMatchObject({
      messages: 32,
      expected: 2_870,
      recorded: 602,
      pct: 20.98,
      missing: 1_866,
      unrecoverable: 402,
    });
    expect(imported.byStatus.failed).toMatchObject({ messages: 3, expected: 326, recorded: 0, pct: 0 });
    expect(own).toMatchObject({ messages: 0, expected: 0, pct: null });
    await recoverAll(rig.rt);
    const after = (await read()).imported;
    expect(after).toMatchObject({ recorded: 2_468, pct: 85.99, missing: 0, certainPct: 20.98 });
    expect(after.certainty).toEqual({
      observed: 602,
      confirmed: 0,
      inferred: 1_866 - after.certainty.unknown,
      unknown: after.certainty.unknown,
      missing: 0,
      unrecoverable: 402,
    });
    expect(after.certainty.unknown).toBeGreaterThan(0);
  }, 60_000);

  test("of our own messages is whole from the first moment, refused recipients and tests included, tests apart (C-04, C-07)", async () => {
    await send();
    await send({ is_test: true });
    const { new: own, tests, imported } = await read();
    expect(own).toMatchObject({ messages: 1, expected: 2, recorded: 2, pct: 100, missing: 0 });
    expect(tests.new).toMatchObject({ messages: 1, expected: 2, recorded: 2, pct: 100 });
    expect(imported.expected).toBe(0);
  });

  test("is each organisation's own, from where one looks", async () => {
    await send();
    const top = await read();
    expect(top.byOrg.map(({ orgId, new: own }) => [orgId, own.expected])).toEqual([[rig.w.agency.id, 2]]);
    expect((await read(rig.w.stranger)).new.expected).toBe(0);
    expect((await read(rig.w.operator)).new.expected).toBe(2);
    expect((await read(rig.w.admin, { orgId: rig.w.branch.id })).byLevel).toMatchObject({
      branch: { new: { expected: 2 } },
    });
    const refused = await rig.refusal(() => read(rig.w.stranger, { orgId: rig.w.branch.id }));
    expect(refused.code).toBe("not_found");
  });

  test("may be asked for by period, channel and status", async () => {
    await bringIn(
      rig.rt,
      messageFile([
        { id: 1, numbers: people(3), at: "2026-01-31 23:59:59" },
        { id: 2, numbers: people(4), at: "2026-02-01 00:00:00", status: "failed" },
      ]),
    );
    const of = async (filter: Parameters<typeof readCoverage>[2]) =>
      (await readCoverage(rig.db, scopeOf(rig.w.admin), filter, rig.now)).imported.expected;
    expect(await of({ from: new Date("2026-01-31T15:00:00.000Z") })).toBe(4);
    expect(await of({ to: new Date("2026-01-31T14:59:59.999Z") })).toBe(3);
    expect([await of({ status: ["failed"] }), await of({ mode: ["sms"] }), await of({ mode: ["lms"] })]).toEqual([
      4, 7, 0,
    ]);
  });

  test("is kept every night and shown as it went", async () => {
    await bringIn(rig.rt, messageFile([{ id: 1, numbers: people(4) }]));
    await bringIn(rig.rt, logFile([{ id: 1, phone: oldNumber(0) }]), { fileName: "l" });
    await send();
    await snapshotNightly(rig.db, rig.now);
    await recoverAll(rig.rt);
    const trend = await readTrend(rig.db, scopeOf(rig.w.admin), { days: 30 }, rig.now);
    expect(trend).toEqual({
      new: [{ day: "2026-11-20", expected: 2, recorded: 2, pct: 100, certainPct: 100 }],
      imported: [{ day: "2026-11-20", expected: 4, recorded: 1, pct: 25, certainPct: 25 }],
      recoveries: [{ runId: expect.any(Number), at: rig.now.toISOString(), before: 25, after: 100 }],
    });
  });
});

describe("gaps", () => {
  test("are told with their reason, newest first, page by page, and found by a number", async () => {
    await bringIn(
      rig.rt,
      messageFile([
        { id: 1, numbers: people(3), at: "2026-03-01 10:00:00" },
        { id: 2, numbers: people(3, 3), at: "2026-03-02 10:00:00" },
        { id: 3, numbers: people(2, 6), at: "2026-03-03 10:00:00", status: "failed" },
        { id: 4, numbers: null, sent: 9, at: "2026-03-04 10:00:00", group: "G4V20260304100000AAAAAAAAAAAAAAA" },
        { id: 5, numbers: people(1, 8), at: "2026-03-05 10:00:00", status: "sending" },
        { id: 6, numbers: people(1, 9), at: "2026-03-06 10:00:00" },
      ]),
    );
    await bringIn(
      rig.rt,
      logFile([
        { id: 2, phone: oldNumber(3) },
        { id: 6, phone: oldNumber(9) },
      ]),
      { fileName: "l" },
    );
    const { items } = await gaps();
    expect(
      items.map(({ legacyId, reason, expected, recorded, missing, unrecoverable }) => [
        legacyId,
        reason,
        expected,
        recorded,
        missing,
        unrecoverable,
      ]),
    ).toEqual([
      ["5", "never_logged", 1, 0, 1, 0],
      ["4", "list_lost", 9, 0, 0, 9],
      ["3", "failed_unlogged", 2, 0, 2, 0],
      ["2", "partly_logged", 3, 1, 2, 0],
      ["1", "never_logged", 3, 0, 3, 0],
    ]);
    expect(items[1]).toMatchObject({
      hasGroup: true,
      providerAskedAt: null,
      providerUntil: "2026-09-04T01:00:00.000Z",
    });
    expect(items[0]).toMatchObject({ isStuck: true });
    const first = await gaps({ limit: 2 });
    expect(first.nextCursor).not.toBeNull();
    expect((await gaps({ kind: ["partial"] })).items.map(({ legacyId }) => legacyId)).toEqual(["2"]);
    expect((await gaps({ kind: ["stuck"] })).items.map(({ legacyId }) => legacyId)).toEqual(["5"]);
    // What no old id can be is looked for in the words all the same.
    expect((await gaps({ q: "옛 안내" })).items.length).toBeGreaterThan(0);
    expect((await gaps({ q: "010-0000-0004" })).items.map(({ legacyId }) => legacyId)).toEqual(["2"]);
    expect((await gaps({}, rig.w.stranger)).items).toEqual([]);
    expect(await countGaps(rig.db, scopeOf(rig.w.admin), undefined, rig.now)).toEqual({
      missing: 3,
      partial: 1,
      unrecoverable: 1,
      stuck: 1,
    });
    await rig.db.update(messages).set({ createdAt: rig.now }).where(eq(messages.legacyId, "5"));
    expect((await gaps({ kind: ["stuck"] })).items).toEqual([]);
  });
});
