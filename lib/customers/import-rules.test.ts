import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { uploadOf } from "@/scripts/testing/sheet-bytes";
import { type ImportField, mapColumns } from "./import-columns";
import { readRow } from "./import-row";
import { ImportQuery } from "./import-schema";
import { openUpload } from "./open-upload";
import { readColumns } from "./read-columns";
import { SeenKeys } from "./seen-keys";

const now = new Date("2026-11-20T05:00:00Z");
const nameOf = (field: ImportField) => field;
const titles = ["이름", "휴대폰", "코드", "메모", "광고동의", "광고동의일", "동의경로", "야간동의"];
const read = (...cells: string[]) => readRow({ line: 2, cells }, mapColumns(titles, ["name", "phone"], nameOf), now);

describe("titles", () => {
  test.each([
    [["고객명", "핸드폰 번호"], { name: 0, phone: 1 }],
    [["전화번호", "성명", "휴대폰"], { name: 1, phone: 2 }],
    [["Name", "Phone Number", "Marketing Consent", "Memo"], { name: 0, phone: 1, adConsent: 2, memo: 3 }],
    [["이름*", "연락처(필수)", "휴대전화"], { name: 0, phone: 2 }],
  ])("%j", (given, at) => {
    expect(mapColumns(given, ["name", "phone"], nameOf).at).toEqual(at);
  });

  test("what is needed and missing is named, with what was found; a number among it loses its digits", () => {
    expect(() => mapColumns(["이름", "010-0000-0123"], ["name", "phone"], nameOf)).toThrow(
      expect.objectContaining({
        code: "invalid",
        detail: expect.objectContaining({
          message: "importColumnsMissing",
          params: { columns: "phone", found: "이름, …0123" },
        }),
      }),
    );
    expect(() => mapColumns(["이름", "휴대폰", "휴대폰"], ["name", "phone"], nameOf)).toThrow("importColumnsTwice");
  });
});

describe("columns a person chose", () => {
  const needed: ImportField[] = ["name", "phone"];
  test("stand above the titles, and what isn't chosen isn't read", () => {
    const map = mapColumns(["이름", "별명", "연락처", "메모"], needed, nameOf, [null, "name", "phone"]);
    expect(map.at).toEqual({ name: 1, phone: 2 });
    expect(map.columns.map(({ field }) => field)).toEqual([null, "name", "phone", null]);
  });
  test("have to name what is needed, once, of columns that are there", () => {
    expect(() => mapColumns(["이름", "휴대폰"], needed, nameOf, ["name", null])).toThrow("importColumnsMissing");
    expect(() => mapColumns(["이름", "휴대폰"], needed, nameOf, ["name", null, "phone"])).toThrow(
      "importColumnsMissing",
    );
    expect(() => mapColumns(["a", "b", "c"], needed, nameOf, ["name", "phone", "name"])).toThrow("importColumnsTwice");
  });
  test("are said from the left; another word is refused", () => {
    const asked = ImportQuery.parse({ columns: "phone,,name", head: "0" });
    expect(asked).toMatchObject({ columns: ["phone", null, "name"], head: false, execute: false });
    expect(ImportQuery.safeParse({ columns: "phone,fax" }).success).toBe(false);
  });
});

describe("columns of a file, before anything is read of it", () => {
  const actor = { kind: "system", job: "script" } as const;
  const columnsIn = (...lines: string[]) =>
    readColumns(
      actor,
      (async function* () {
        for (const [i, text] of lines.entries()) yield { line: i + 1, cells: text.split("|") };
      })(),
    );
  test("titles nobody knows are shown with what stands below, numbers without their beginning", async () => {
    expect(await columnsIn("손님|전번|비고", "김하늘|010-0000-0123|단골", "박바다|1000000124|")).toEqual({
      hasHead: true,
      columns: [
        { title: "손님", field: null, samples: ["김하늘", "박바다"] },
        { title: "전번", field: "phone", samples: ["…0123", "…0124"] },
        { title: "비고", field: "memo", samples: ["단골", ""] },
      ],
    });
  });
  test("a first line that is a person is told from titles", async () => {
    const { hasHead, columns } = await columnsIn("1|김하늘|010-0000-0123", "2|박바다|010-0000-0124|x");
    expect(hasHead).toBe(false);
    expect(columns.map(({ title, field }) => [title, field])).toEqual([
      ["1", null],
      ["김하늘", "name"],
      ["…0123", "phone"],
      ["", null],
    ]);
  });
  test("a file cut after a line is no trouble, an empty one is", async () => {
    const cut = openUpload(uploadOf(Buffer.from("이름,휴대폰\n김하늘,010-0000-0123\n")));
    expect((await readColumns(actor, cut)).columns.map(({ field }) => field)).toEqual(["name", "phone"]);
    await expect(columnsIn()).rejects.toThrow("invalid");
  });
});

describe("a line", () => {
  test.each([
    ["010-0000-0123", "01000000123"],
    ["+82 10-0000-0123", "01000000123"],
    ["1000000123", "01000000123"],
    ["'01000000123", "01000000123"],
    ["1000000123.0", "01000000123"],
  ])("reads %s as spreadsheets leave it", (text, digits) => {
    expect(read("김하늘", text)).toMatchObject({ digits });
  });

  test.each([
    ["02-000-0000", "phone_landline"],
    ["1588-0000", "phone_landline"],
    ["010-000", "phone_short"],
    ["+1 555 000 0000", "phone_foreign"],
    ["010-0000-012A", "phone_invalid"],
    ["010-****-0123", "phone_masked"],
    ["1.00E+09", "phone_rounded"],
    ["", "phone_missing"],
  ])("refuses %j as %s", (text, reason) => {
    expect(read("김하늘", text)).toEqual({ line: 2, column: "phone", reason });
  });

  test.each([
    [["", "01000000123"], "name", "name_missing"],
    [["가".repeat(61), "01000000123"], "name", "name_too_long"],
    [["김\ufffd늘", "01000000123"], "name", "broken_letters"],
    [["김하늘", "01000000123", "고객 1"], "code", "code_bad"],
    [["김하늘", "01000000123", "", "가".repeat(201)], "memo", "memo_too_long"],
    [["김하늘", "01000000123", "", "", "아마"], "adConsent", "consent_unclear"],
    [["김하늘", "01000000123", "", "", "Y", "2026-02-30"], "adConsentAt", "consent_date_bad"],
    [["김하늘", "01000000123", "", "", "Y", "2027-01-01"], "adConsentAt", "consent_in_future"],
  ])("%j is refused at %s", (cells, column, reason) => {
    expect(read(...cells)).toEqual({ line: 2, column, reason });
  });

  test.each([
    "2026-10-04",
    "2026.10.4",
    "2026. 10. 4.",
    "2026/10/04",
    "20261004",
    "2026년 10월 4일",
    "2026-10-04 09:30",
  ])("%s is the fourth of October of Korea", (text) => {
    expect(read("김하늘", "01000000123", "", "", "예", text, "매장", "X")).toMatchObject({
      consent: {
        adConsent: true,
        adConsentAt: new Date("2026-10-03T15:00:00Z"),
        adConsentVia: "매장",
        nightConsent: false,
      },
    });
  });

  test("a cell that begins like a formula is text, and an empty one says nothing", () => {
    expect(read("=HYPERLINK(1)", "01000000123", "+C1", "@memo")).toEqual({
      line: 2,
      name: "=HYPERLINK(1)",
      digits: "01000000123",
      code: "+C1",
      memo: "@memo",
      consent: {
        adConsent: undefined,
        adConsentAt: undefined,
        adConsentVia: undefined,
        nightConsent: undefined,
        nightConsentAt: undefined,
      },
    });
  });
});

test("a key is new once, and later its first line is told", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 9000 }), { maxLength: 12_000, minLength: 1 }), (numbers) => {
      const seen = new SeenKeys();
      const first = new Map<number, number>();
      for (const [i, n] of numbers.entries()) {
        const expected = first.get(n) ?? null;
        if (expected === null) first.set(n, i + 1);
        expect(seen.firstLine(createHash("sha256").update(String(n)).digest(), i + 1)).toBe(expected);
      }
    }),
    { numRuns: 10 },
  );
});
