import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rowsOfGrid, rowsOfPaste } from "./recipient-rows";

describe("what is pasted", () => {
  test("cells of a spreadsheet with headings: number, name, and blanks to fill", () => {
    const pasted = "이름\t휴대폰 번호\t픽업\n최가온\t010-0000-0113\t3시\n한별\t01000000127\t4시\n";
    expect(rowsOfPaste(pasted)).toEqual({
      rows: [
        { phone: "010-0000-0113", name: "최가온", variables: { 픽업: "3시" } },
        { phone: "01000000127", name: "한별", variables: { 픽업: "4시" } },
      ],
      columns: ["픽업"],
    });
  });
  test("without headings the numbers' column is found, whichever it is", () => {
    expect(rowsOfPaste("1\t최가온\t010-0000-0113\n2\t한별\t010-0000-0127").rows).toEqual([
      { phone: "010-0000-0113", name: "최가온" },
      { phone: "010-0000-0127", name: "한별" },
    ]);
  });
  test("numbers one after another are so many people", () => {
    expect(rowsOfPaste("010-0000-0001, 010-0000-0002\n+82 10-0000-0003").rows.map((row) => row.phone.trim())).toEqual([
      "010-0000-0001",
      "010-0000-0002",
      "+82 10-0000-0003",
    ]);
  });
  test("a line without a usable number stays a line, to be told of", () => {
    expect(rowsOfPaste("이름,번호\n최가온,010-0000-0113\n무명,010-00").rows).toEqual([
      { phone: "010-0000-0113", name: "최가온" },
      { phone: "010-00", name: "무명" },
    ]);
  });
  test("nothing gives nobody", () => {
    expect(rowsOfPaste("\n \n")).toEqual({ rows: [], columns: [] });
  });
  test("a formula is what it says", () => {
    expect(rowsOfGrid([["=1+1", "010-0000-0113"]]).rows).toEqual([{ phone: "010-0000-0113" }]);
  });
});

test("as many people as lines with something in them, in their order", () => {
  const number = fc.integer({ min: 0, max: 9999 }).map((n) => `010-0000-${String(n).padStart(4, "0")}`);
  const person = fc.record({ phone: number, name: fc.constantFrom("최가온", "한별", "윤슬", "가람") });
  fc.assert(
    fc.property(
      fc.array(person, { minLength: 1 }),
      fc.boolean(),
      fc.constantFrom("\n", "\r\n"),
      (people, headed, end) => {
        const lines = people.map(({ phone, name }) => `${name}\t${phone}`);
        const text = [...(headed ? ["이름\t번호"] : []), ...lines].join(end);
        expect(rowsOfPaste(text).rows).toEqual(people);
      },
    ),
  );
});
