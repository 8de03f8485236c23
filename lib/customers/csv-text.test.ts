import { expect, test } from "vitest";
import { csvLine } from "./csv-text";

test("quotes what needs it and disarms what a spreadsheet would work out", () => {
  expect(csvLine(["김하늘", '말 "그대로"', "한,둘", "두\n줄", ""])).toBe(
    '김하늘,"말 ""그대로""","한,둘","두\n줄",\r\n',
  );
  expect(csvLine(["=1+1", "+82", "-3", "@SUM(A1)", "\tx"])).toBe("'=1+1,'+82,'-3,'@SUM(A1),'\tx\r\n");
});
