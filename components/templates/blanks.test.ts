import fc from "fast-check";
import { expect, test } from "vitest";
import { blankCount, piecesOf } from "./blanks";

const blanks = (body: string) => piecesOf(body).flatMap((piece) => (piece.isBlank ? [piece.text] : []));

test("only brackets with inner spaces on one line are blanks, the same one counts once", () => {
  const body = "[정자점] [ 날짜 ]에 [ 품목 ] 입고\n[ 품목 ] 예약은 [\n ]";
  expect(blanks(body)).toEqual(["[ 날짜 ]", "[ 품목 ]", "[ 품목 ]"]);
  expect(blankCount(body)).toBe(2);
  expect(blankCount("그대로 나가는 글")).toBe(0);
});

test("the pieces of any text are that text", () => {
  const text = fc.array(fc.constantFrom("[ ", " ]", "[", "]", "가", "\n", " ", "날짜")).map((parts) => parts.join(""));
  fc.assert(
    fc.property(text, (body) => {
      expect(
        piecesOf(body)
          .map((piece) => piece.text)
          .join(""),
      ).toBe(body);
    }),
  );
});
