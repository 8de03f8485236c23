import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { auditLog } from "@/db/schema/audit";
import { bringIn, messageFile, oldNumber } from "@/scripts/testing/history-rig";
import { messageRows, plantMessageWorld } from "@/scripts/testing/message-rig";
import { testRig } from "@/scripts/testing/test-rig";
import { exportPhoneLogs, exportRoomLogs, type LogWords, logColumns } from "./export-logs";
import { LogExport, MessageExport } from "./export-logs-schema";

const rig = testRig(plantMessageWorld, messageRows);
const same = (word: string) => word;
const runStop = ({ reasonCode }: { reasonCode: string | null }) => ({ layer: "", reason: reasonCode ?? "" });
const messageStop = (reasonCode: string | null) => runStop({ reasonCode });
const words: LogWords = {
  title: same,
  kind: same,
  status: same,
  mode: same,
  messageStatus: same,
  runStop,
  messageStop,
};
const textOf = (file: { body: ReadableStream<Uint8Array> | Buffer }) => new Response(file.body as BodyInit).text();
const linesOf = (text: string) => text.trim().split("\r\n");

test("a file of the phones' ledger has every message its filter finds, page after page, and says who took it", async () => {
  const many = Array.from({ length: 230 }, (_, i) => ({ id: i, numbers: [oldNumber(i)] }));
  await bringIn(rig.rt, messageFile([...many, { id: 999, numbers: [oldNumber(1)], status: "failed" }]));
  const file = async (query: object) =>
    linesOf(await textOf(await exportPhoneLogs(rig.rt, rig.w.admin, MessageExport.parse(query), words)));
  const all = await file({});
  expect(all[0]).toContain(logColumns.join(","));
  expect(new Set(all.slice(1).map((line) => line.split(",").at(-1))).size).toBe(231);
  const failed = await file({ status: "failed" });
  expect(failed).toHaveLength(2);
  expect(failed[1]).toContain("옛 안내 999");
  await file({ q: oldNumber(7) });
  const notes = await rig.db.select().from(auditLog).where(eq(auditLog.action, "log.export"));
  expect(notes).toHaveLength(3);
  expect(JSON.stringify(notes).replaceAll("-", "")).not.toContain("01000000007");
});

test("nobody takes what is not theirs", async () => {
  await bringIn(rig.rt, messageFile([{ id: 1, numbers: [oldNumber(1)] }]));
  const file = await exportPhoneLogs(rig.rt, rig.w.stranger, MessageExport.parse({}), words);
  expect(linesOf(await textOf(file))).toHaveLength(1);
  const rooms = await exportRoomLogs(rig.rt, rig.w.stranger, LogExport.parse({}), words);
  expect(linesOf(await textOf(rooms))).toHaveLength(1);
});
