import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import writeExcel from "write-excel-file/node";
import type { Db } from "@/db/client";
import { auditLog } from "@/db/schema/audit";
import { customers } from "@/db/schema/customers";
import { plantOrg, plantUser } from "@/db/testing/plant";
import { uploadOf } from "@/scripts/testing/sheet-bytes";
import { testRig } from "@/scripts/testing/test-rig";
import { type ImportOrder, importCustomers } from "./import-customers";
import { openUpload } from "./open-upload";
import { XLSX_MAX_BYTES } from "./upload-limits";

async function plant(db: Db) {
  const hq = await plantOrg(db, "hq", null);
  const own = await plantOrg(db, "agency", hq);
  const foreign = await plantOrg(db, "agency", hq);
  const operator = await plantUser(db, own, "operator");
  const viewer = await plantUser(db, own, "viewer");
  return { hq, own, foreign, operator, viewer };
}
const t = testRig(plant, async (db) => [await db.select().from(customers), await db.$count(auditLog)]);

const run = (
  file: string | Uint8Array,
  {
    execute = true,
    orgId = t.w.own.id,
    as = t.w.operator,
    ...how
  }: { execute?: boolean; orgId?: number; as?: typeof t.w.operator } & Pick<ImportOrder, "columns" | "hasHead"> = {},
) =>
  importCustomers(
    t.rt,
    as,
    { orgId, execute, fileName: "단골.csv", nameOf: (field) => field, ...how },
    openUpload(uploadOf(typeof file === "string" ? Buffer.from(file) : file)),
  );
const people = () => t.db.select().from(customers).orderBy(customers.id);
const FILE = [
  "이름,휴대폰,코드,광고동의,야간동의,메모",
  "김하늘,010-0000-0001,,예,예,단골",
  "박바다,010-0000-0002,C-2,아니오,,",
  "이나무,02-000-0000,,,,",
  "최가을,1000000004,,동의,,=1+1",
  "김하늘,010-0000-0001,,,,또 왔어요",
  "강봄,010-0000-0006,,,예,",
].join("\n");

test("a dry run tells everything and writes nothing; the same file then does just that, and twice changes nothing", async () => {
  const before = await t.rows();
  const told = await run(FILE, { execute: false });
  expect(await t.rows()).toEqual(before);
  expect(told).toMatchObject({ executed: false, lines: 6, added: 3, changed: 0, unchanged: 0, refused: 3 });
  expect(told.refusals).toEqual([
    { line: 4, column: "phone", reason: "phone_landline" },
    { line: 6, column: null, reason: "duplicate_line", other: 2 },
    { line: 7, column: "nightConsent", reason: "night_without_ad" },
  ]);
  expect(told.columns.map((column) => column.field)).toEqual([
    "name",
    "phone",
    "code",
    "adConsent",
    "nightConsent",
    "memo",
  ]);
  expect(await run(FILE)).toEqual({ ...told, executed: true });
  const once = await people();
  t.now = new Date(t.now.getTime() + 60_000);
  expect(await run(FILE)).toMatchObject({ added: 0, changed: 0, unchanged: 3, refused: 3 });
  expect(await people()).toEqual(once);
  expect(once.map((row) => [row.name, row.phoneLast4, row.memo, row.adConsent, row.adConsentVia])).toEqual([
    ["김하늘", "0001", "단골", true, "단골.csv"],
    ["박바다", "0002", null, false, null],
    ["최가을", "0004", "=1+1", true, "단골.csv"],
  ]);
});

test("columns a person chose count for the dry run and the writing alike, and a file may have no titles", async () => {
  const how = { columns: ["phone", null, "name"] as const, hasHead: false };
  const file = "010-0000-0001,이름,김하늘\n010-0000-0002,휴대폰,박바다";
  const told = await run(file, { ...how, execute: false });
  expect(told).toMatchObject({ lines: 2, added: 2, refused: 0 });
  expect(told.columns.map(({ title, field }) => [title, field])).toEqual([
    ["", "phone"],
    ["", null],
    ["", "name"],
  ]);
  expect(await people()).toEqual([]);
  expect(await run(file, how)).toMatchObject({ executed: true, added: 2 });
  expect((await people()).map(({ name, phoneLast4 }) => [name, phoneLast4])).toEqual([
    ["김하늘", "0001"],
    ["박바다", "0002"],
  ]);
});

test("a later file changes what it says and leaves what it doesn't; the deleted come back", async () => {
  await run(FILE);
  await t.db.update(customers).set({ deletedAt: t.now });
  expect(await run("코드,이름,휴대폰\nC-2,박바다,010-0000-0002")).toMatchObject({ added: 1, changed: 0 });
  const later = "코드,이름,휴대폰,메모\nC-2,박하늘,010-0000-0022,\nC-3,번호 없음,,";
  expect(await run(later)).toMatchObject({ added: 1, changed: 1, unchanged: 0, refused: 0 });
  const [, two] = await people();
  expect(two).toMatchObject({ name: "박하늘", phoneLast4: "0022", deletedAt: null, version: 3 });
  expect(await run("코드,이름,휴대폰\nC-2,박하늘,")).toMatchObject({ unchanged: 1 });
});

test("more lines than a transaction takes all arrive, and the audit tells the whole without a number", async () => {
  const lines = Array.from({ length: 1203 }, (_, i) => `고객${i},010-0000-${String(i).padStart(4, "0")}`);
  expect(await run(["이름,휴대폰", ...lines].join("\r\n"))).toMatchObject({ lines: 1203, added: 1203 });
  expect(await t.db.$count(customers)).toBe(1203);
  const audits = await t.db.select().from(auditLog);
  expect(audits.map((row) => row.action)).toEqual(["customer.import", "customer.imported"]);
  expect(audits[1]?.after).toEqual({ file: "단골.csv", added: 1203, changed: 0, unchanged: 0, refused: 0 });
});

describe("refused as a whole", () => {
  test("without the role, into a foreign organisation, without the columns, without lines", async () => {
    const refused = async (work: () => Promise<unknown>) => {
      const { code, detail } = await t.refusal(work);
      return [code, detail.issues?.[0]?.message, detail.params?.columns];
    };
    expect(await refused(() => run(FILE, { as: t.w.viewer as typeof t.w.operator }))).toEqual([
      "forbidden",
      undefined,
      undefined,
    ]);
    expect(await refused(() => run(FILE, { orgId: t.w.foreign.id }))).toEqual(["invalid", "ownerNotFound", undefined]);
    expect(await refused(() => run("가,나\n1,2"))).toEqual(["invalid", "importColumnsMissing", "name, phone"]);
    expect(await refused(() => run("이름,휴대폰\n\n"))).toEqual(["invalid", "importEmpty", undefined]);
    expect(await refused(() => run(""))).toEqual(["invalid", "importEmpty", undefined]);
  });

  test("a body that was cut on its way, and one that is too large", async () => {
    const upload = uploadOf(Buffer.from(FILE));
    upload.headers.set("content-length", "9999");
    const order = { orgId: t.w.own.id, execute: false, fileName: "a.csv", nameOf: () => "" };
    const cut = await t.refusal(() => importCustomers(t.rt, t.w.operator, order, openUpload(upload)));
    expect(cut.detail.issues?.[0]?.message).toBe("importIncomplete");
    const big = Buffer.alloc(XLSX_MAX_BYTES + 1, 1);
    big.write("PK\x03\x04", "latin1");
    expect((await t.refusal(() => run(big))).detail).toMatchObject({ status: 413, params: { maximum: 20 } });
  });

  test("what calls itself a zip and is no sheet", async () => {
    const junk = Buffer.concat([Buffer.from("PK\x03\x04"), readFileSync("package.json")]);
    expect((await t.refusal(() => run(junk))).detail.issues?.[0]?.message).toBe("importNotXlsx");
  });
});

test("an Excel sheet is read like a CSV, with numbers that lost their zero and days that are dates", async () => {
  const sheet = await writeExcel([
    ["고객명", "연락처", "광고동의", "동의일"].map((value) => ({ value })),
    [
      { value: "김하늘" },
      { value: 1000000001, type: Number },
      { value: true, type: Boolean },
      { value: new Date("2026-10-04T00:00:00Z"), type: Date, format: "yyyy-mm-dd" },
    ],
    [{ value: "박바다" }, { value: "010-0000-0002" }, null, null],
  ]).toBuffer();
  expect(await run(sheet)).toMatchObject({ lines: 2, added: 2, refused: 0 });
  expect(await people()).toMatchObject([
    { name: "김하늘", phoneLast4: "0001", adConsentAt: new Date("2026-10-03T15:00:00Z") },
    { name: "박바다", phoneLast4: "0002", adConsent: false },
  ]);
});

test("15 MB arrive whole", async () => {
  const line = `고객,010-0000-0001,${"가".repeat(190)}\n`;
  const file = Buffer.from(`이름,휴대폰,메모\n${line.repeat(Math.ceil(15_000_000 / Buffer.byteLength(line)))}`);
  expect(file.length).toBeGreaterThan(15_000_000);
  const report = await run(file, { execute: false });
  expect(report.lines).toBe(file.toString().split("\n").length - 2);
  expect(report).toMatchObject({ added: 1, refused: report.lines - 1 });
  expect(report.refusals).toHaveLength(1000);
});
