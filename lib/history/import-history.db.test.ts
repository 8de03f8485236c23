import { asc, eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import type { Db } from "@/db/client";
import { historyImports, messageRecipients } from "@/db/schema/coverage";
import { messageLogs, messages } from "@/db/schema/messages";
import { counterProblems } from "@/scripts/testing/counter-problems";
import { bringIn, logFile, messageFile, oldNumber } from "@/scripts/testing/history-rig";
import { messageRows, plantMessageWorld } from "@/scripts/testing/message-rig";
import { testRig } from "@/scripts/testing/test-rig";
import { importHistory } from "./import-history";
import { listImports } from "./queries";

const everything = async (db: Db) => ({
  ...(await messageRows(db)),
  recipients: await db.select().from(messageRecipients),
  imports: await db.select().from(historyImports),
});
const rig = testRig(plantMessageWorld, everything);
const numbers = (count: number, from = 0) => Array.from({ length: count }, (_, i) => oldNumber(from + i));
const stored = () => rig.db.select().from(messages).orderBy(asc(messages.id));

describe("messages of an old system", () => {
  test("freeze whom they were meant for, each number once however it was written", async () => {
    const list = [
      "010-0000-0001",
      "01000000001",
      "+82 10-0000-0001",
      "1000000002",
      "０１０－００００－０００３",
      "02-000-0000",
      "??",
    ];
    const report = await bringIn(rig.rt, messageFile([{ id: 7, numbers: list }]));
    expect(report).toMatchObject({
      executed: true,
      lines: 1,
      messages: { added: 1, unchanged: 0 },
      recipients: { added: 5, duplicates: 2 },
      bad: 0,
      finished: true,
    });
    const [message] = await stored();
    expect(message).toMatchObject({ origin: "imported", legacyId: "7", importSource: "legacy", status: "sent" });
    expect(message).toMatchObject({ expectedCount: 5, listedCount: 5, recordedCount: 0, gap: "missing" });
    const rows = await rig.db.select().from(messageRecipients).orderBy(asc(messageRecipients.ordinal));
    expect(rows.map(({ phoneLast4, reasonCode }) => [phoneLast4, reasonCode])).toEqual([
      ["0001", null],
      ["0002", null],
      ["0003", null],
      ["0000", "phone_landline"],
      [null, "phone_invalid"],
    ]);
    expect(await rig.db.select().from(messageLogs)).toEqual([]);
    expect(await counterProblems(rig.db)).toEqual([]);
  });

  test("without a list are as many as the old system counted, and nobody can be named (C-06)", async () => {
    await bringIn(
      rig.rt,
      messageFile([
        { id: 1, sent: 12 },
        { id: 2, numbers: [], sent: 3 },
      ]),
    );
    for (const [message, expected] of (await stored()).map((row, i) => [row, [12, 3][i]!] as const))
      expect(message).toMatchObject({
        expectedCount: expected,
        listedCount: 0,
        recordedCount: 0,
        gap: "unrecoverable",
      });
    await bringIn(
      rig.rt,
      logFile([
        { id: 1, phone: "010-0000-0001" },
        { id: 1, phone: "01000000001" },
      ]),
      { fileName: "l" },
    );
    expect((await stored())[0]).toMatchObject({ expectedCount: 12, listedCount: 1, recordedCount: 1, extraCount: 0 });
    expect(await counterProblems(rig.db)).toEqual([]);
  });

  test("a dry run says the same as the run and writes nothing", async () => {
    const file = JSON.stringify({
      messages: JSON.parse(
        messageFile([
          { id: 1, numbers: numbers(3) },
          { id: 1, numbers: numbers(2) },
        ]),
      ),
      message_logs: JSON.parse(
        logFile([
          { id: 1, phone: oldNumber(0) },
          { id: 9, phone: oldNumber(1) },
        ]),
      ),
    });
    const before = await everything(rig.db);
    const dry = await bringIn(rig.rt, file, { execute: false });
    expect(await everything(rig.db)).toEqual(before);
    const { executed: _, ...wet } = await bringIn(rig.rt, file);
    expect(dry).toEqual({ executed: false, ...wet });
    expect(dry).toMatchObject({ messages: { added: 1 }, logs: { added: 1 }, bad: 2 });
    expect(dry.badLines.map(({ reason }) => reason).toSorted()).toEqual(["id_twice", "message_unknown"]);
  });

  test("the same file again changes nothing", async () => {
    const files = [
      messageFile([
        { id: 1, numbers: numbers(4) },
        { id: 2, sent: 5 },
      ]),
      logFile([{ id: 1, phone: oldNumber(2) }]),
    ];
    for (const file of files) await bringIn(rig.rt, file);
    const before = await messageRows(rig.db);
    expect(await bringIn(rig.rt, files[0]!)).toMatchObject({ messages: { added: 0, unchanged: 2 } });
    expect(await bringIn(rig.rt, files[1]!)).toMatchObject({ logs: { added: 0, unchanged: 1 } });
    expect(await messageRows(rig.db)).toEqual(before);
  });

  test("go on where a reading was cut", async () => {
    const file = messageFile(Array.from({ length: 2_500 }, (_, i) => ({ id: i, numbers: numbers(1, i % 10_000) })));
    let batches = 0;
    const cut = await bringIn(rig.rt, file, { isOver: () => ++batches >= 1 });
    expect(cut).toMatchObject({ lines: 1_000, finished: false, messages: { added: 1_000 } });
    const script = { kind: "system", job: "script" } as const;
    const half = { fileName: "old.csv", state: "running", position: 1_000, messages: 1_000, finishedAt: null };
    expect(await listImports(rig.db, script)).toMatchObject([half]);
    const rest = await bringIn(rig.rt, file);
    expect(rest).toMatchObject({ resumedAfter: 1_000, lines: 2_500, messages: { added: 2_500 }, finished: true });
    expect(await listImports(rig.db, script)).toMatchObject([{ state: "done", position: 2_500, messages: 2_500 }]);
    expect(await stored()).toHaveLength(2_500);
    expect(await counterProblems(rig.db)).toEqual([]);
  });

  test("tell an id the file had before also where there were more than are known by heart, cut or not", async () => {
    const ids = Array.from({ length: 2_200 }, (_, i) => i);
    // Of the first thousand, of the batch before, of its own batch; and one that is known by heart.
    const twice = [700, 1_999, 2_199, 3];
    const file = messageFile([...ids, ...twice].map((id) => ({ id, numbers: numbers(1, id) })));
    const remembered = 100;
    const whole = await bringIn(rig.rt, file, { remembered, source: "first" });
    expect(whole).toMatchObject({ messages: { added: 2_200, unchanged: 0 }, bad: 4 });
    expect(new Set(whole.badLines.map(({ reason }) => reason))).toEqual(new Set(["id_twice"]));
    let batches = 0;
    const cut = { remembered, source: "second", isOver: () => ++batches >= 1 };
    expect(await bringIn(rig.rt, file, cut)).toMatchObject({ lines: 1_000, finished: false });
    const rest = await bringIn(rig.rt, file, { remembered, source: "second" });
    expect(rest).toMatchObject({ messages: { added: 2_200, unchanged: 0 }, bad: 4, resumedAfter: 1_000 });
    expect(await bringIn(rig.rt, file, { remembered, source: "second" })).toMatchObject({ messages: { added: 0 } });
    expect(await counterProblems(rig.db)).toEqual([]);
  });

  test("two readings at once bring everything in once", async () => {
    const file = messageFile(Array.from({ length: 300 }, (_, i) => ({ id: i, numbers: numbers(2) })));
    await Promise.all([bringIn(rig.rt, file), bringIn(rig.rt, file, { fileName: "again" })]);
    expect(await stored()).toHaveLength(300);
    expect(await counterProblems(rig.db)).toEqual([]);
  });
});

describe("rows of an old log", () => {
  test("stand beside their messages; those of nobody it was meant for are told apart (초과 기록)", async () => {
    await bringIn(rig.rt, messageFile([{ id: "a", numbers: numbers(3), status: "partial" }]));
    const report = await bringIn(
      rig.rt,
      `message_id,phone,status,status_code\na,010 0000 0000,delivered,4000\na,01000000001,실패,3032\na,01000000001,sent,\na,01000000009,sent,\nb,01000000001,sent,\na,,sent,\na,01000000002,어쩌면,\n`,
    );
    expect(report).toMatchObject({ lines: 7, logs: { added: 3, unchanged: 1, extra: 1 }, bad: 3 });
    expect(report.badLines).toEqual([
      { line: 6, reason: "message_unknown", column: "message_id" },
      { line: 7, reason: "phone_unreadable", column: "phone" },
      { line: 8, reason: "status_unknown", column: "status" },
    ]);
    const [message] = await stored();
    expect(message).toMatchObject({
      ...{ expectedCount: 3, listedCount: 3, recordedCount: 2, extraCount: 1, confirmedCount: 2, inferredCount: 0 },
      ...{ deliveredCount: 1, failedCount: 1, sentCount: 0, gap: "partial", status: "partial" },
    });
    const rows = await rig.db.select().from(messageLogs).where(eq(messageLogs.messageId, message!.id));
    for (const row of rows) expect(row).toMatchObject({ source: "import", isInferred: false, recoveryRunId: null });
    expect(await counterProblems(rig.db)).toEqual([]);
  });
});

describe("what is no such file", () => {
  test("is refused with what was found", async () => {
    const error = await rig.refusal(() => bringIn(rig.rt, "이름,나이\n봄,3\n"));
    expect(error.detail).toMatchObject({ message: "historyColumns", params: { found: "이름, 나이" } });
    expect((await rig.refusal(() => bringIn(rig.rt, ""))).detail.issues?.[0]?.message).toBe("importEmpty");
    expect((await rig.refusal(() => bringIn(rig.rt, '[{"id": 1, "sent_count": 3'))).detail.issues?.[0]?.message).toBe(
      "importBroken",
    );
  });

  test("and only the headquarters brings one in (rulings 26)", async () => {
    const order = { execute: true, fileName: "old.csv" };
    const nothing = (async function* () {})();
    expect((await rig.refusal(() => importHistory(rig.rt, rig.w.stranger, order, nothing))).code).toBe("forbidden");
  });
});
