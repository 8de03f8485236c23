import fc from "fast-check";
import { expect, test } from "vitest";
import { alphabets, bytesOf, inPieces } from "@/scripts/testing/sheet-bytes";
import { createCp949Decoder } from "./cp949";
import { delimiterOf, readCsv } from "./read-csv";

async function cellsOf(bytes: Uint8Array, sizes: readonly number[] = [65_536]) {
  const rows = [];
  for await (const row of readCsv(inPieces(bytes, sizes))) rows.push(row);
  return rows;
}

const decoded = (...bytes: number[]) => {
  const decoder = createCp949Decoder();
  return decoder.decode(Uint8Array.from(bytes)) + decoder.end();
};

test.each([
  ["가", [0xb0, 0xa1]],
  ["갂", [0x81, 0x41]],
  ["똠", [0x8c, 0x63]],
  ["믜", [0x92, 0xde]],
  ["뷁", [0x94, 0xee]],
  ["햏", [0xc1, 0x64]],
  ["힣", [0xc6, 0x52]],
  ["€", [0xa2, 0xe6]],
  ["A가1", [0x41, 0xb0, 0xa1, 0x31]],
])("CP949 says %s", (text, bytes) => {
  expect(decoded(...bytes)).toBe(text);
});

test("a broken pair of CP949 is one unknown letter and swallows no comma", () => {
  expect(decoded(0xb0, 0x2c, 0x41)).toBe("\ufffd,A");
  expect(decoded(0xb0)).toBe("\ufffd");
});

const letters = fc.constantFrom(..."가나똠뷁힣햏김하늘 aZ09,;\"'\t=+-@\n".split(""));
const cell = fc.array(letters, { maxLength: 12 }).map((parts) => parts.join(""));
const table = fc
  .tuple(fc.integer({ min: 2, max: 4 }), fc.integer({ min: 1, max: 8 }))
  .chain(([width, height]) =>
    fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: height, maxLength: height }),
  );

test("whatever the alphabet, the line ends, the delimiter and the pieces, the same cells come out", async () => {
  await fc.assert(
    fc.asyncProperty(
      table,
      fc.constantFrom(...alphabets),
      fc.constantFrom("\r\n", "\n", "\r"),
      fc.constantFrom(",", "\t", ";"),
      fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 5 }),
      fc.boolean(),
      async (rows, alphabet, end, delimiter, sizes, isClosed) => {
        const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
        const titles = rows[0]!.map((_, i) => `제목${i}`);
        const all = [titles, ...rows];
        const text = all.map((row) => row.map(quoted).join(delimiter)).join(end) + (isClosed ? end : "");
        const read = await cellsOf(bytesOf(text, alphabet), sizes);
        const expected = all.filter((row) => row.some((one) => one.trim() !== ""));
        expect(read.map((row) => row.cells)).toEqual(expected);
      },
    ),
    { numRuns: 150 },
  );
});

test("lines are numbered as an editor counts them, empty ones and breaks within a cell included", async () => {
  const rows = await cellsOf(Buffer.from('이름,메모\r\n\r\n가,"한 줄\r\n두 줄"\r\n나,\r\n'));
  expect(rows.map((row) => [row.line, row.cells[0]])).toEqual([
    [1, "이름"],
    [3, "가"],
    [5, "나"],
  ]);
});

test("a file that is plain for long and Korean at its end is still read in its alphabet", async () => {
  const text = `name,phone\n${"A,01000000001\n".repeat(20_000)}똠방각하,01000000002\n`;
  for (const alphabet of ["utf-8", "cp949"] as const)
    expect((await cellsOf(bytesOf(text, alphabet))).at(-1)?.cells[0]).toBe("똠방각하");
});

test("a quotation mark that never closes is told with its line, bytes that are no text as such", async () => {
  await expect(cellsOf(Buffer.from('이름,번호\n가,1\n"나,2\n다,3\n'))).rejects.toMatchObject({
    detail: { issues: [{ message: "importBroken", params: { line: 4 } }] },
  });
  await expect(cellsOf(Buffer.from([1, 2, 3, 0, 0, 7]))).rejects.toMatchObject({
    detail: { issues: [{ message: "importNotText" }] },
  });
});

test("the delimiter is the one the titles have most of", () => {
  expect(delimiterOf("이름\t휴대폰\t메모, 비고")).toBe("\t");
  expect(delimiterOf('"이름;성명",휴대폰')).toBe(",");
  expect(delimiterOf("이름;휴대폰")).toBe(";");
});
