import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mismatchOf, missingIn, ownVariables, renderText, usedVariables, variablesOf } from "./template";

describe("variables", () => {
  test("are found once, in order, with blanks inside the braces ignored", () => {
    expect(variablesOf("#{이름}님, #{ 날짜 }에 #{이름}님을 #{} #{a{b} 뵈어요")).toEqual(["이름", "날짜"]);
  });
  test("are filled in one pass", () => {
    expect(renderText({ rawBody: "#{a} #{b} #{c}" }, { a: "#{b}", b: "$&" })).toBe("#{b} $& #{c}");
  });
  test("a name brings itself, and what is given wins", () => {
    expect(ownVariables("홍길동", { 이름: "길동", 날짜: "1일" })).toEqual({
      이름: "길동",
      name: "홍길동",
      날짜: "1일",
    });
    expect(ownVariables(null, null)).toEqual({});
  });
  test("what objects inherit is no value", () => {
    expect(renderText({ rawBody: "#{constructor}" }, {})).toBe("#{constructor}");
    expect(missingIn(["toString", "이름"], { 이름: " " })).toEqual(["toString", "이름"]);
  });
  test("only used ones are kept", () => {
    expect(usedVariables(["이름"], { 이름: "가", 비밀: "나" })).toEqual({ 이름: "가" });
    expect(usedVariables([], { 이름: "가" })).toBeNull();
  });
  test("nothing is left once every variable has a value", () => {
    const word = fc.stringMatching(/^[가-힣a-z]{1,6}$/);
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            word,
            word.map((name) => `#{${name}}`),
          ),
        ),
        (pieces) => {
          const rawBody = pieces.join(" ");
          const names = variablesOf(rawBody);
          const values = Object.fromEntries(names.map((name) => [name, "값"]));
          expect(missingIn(names, values)).toEqual([]);
          expect(variablesOf(renderText({ rawBody }, values))).toEqual([]);
        },
      ),
    );
  });
});

describe("a text beside its template", () => {
  test("may differ in blank ends and line endings only", () => {
    expect(mismatchOf("#{이름}님\n안녕하세요", "#{ 이름 }님\r\n안녕하세요\n\n")).toBeNull();
  });
  test("is told where it leaves it", () => {
    expect(mismatchOf("가\n나\n다", "가\n라\n다")).toEqual({ line: 2, expected: "나", found: "라" });
    expect(mismatchOf("가", "가\n나")).toEqual({ line: 2, expected: "", found: "나" });
  });
});
