import fc from "fast-check";
import { expect, test } from "vitest";
import { passwordIssue } from "./password-policy";

const about = ["doyoon.lee", "이도윤", "성남대리점"];

test.each([
  ["abcdefghijk", "passwordShort"],
  ["가나다라마바사아자차카", "passwordShort"],
  [`${"괜찮은 비밀번호 문장이지만 ".repeat(10)}`, "passwordLong"],
  ["password1234", "passwordCommon"],
  ["PassWord!!!!1234", "passwordCommon"],
  ["qwertyuiop123", "passwordCommon"],
  ["123456789012", "passwordCommon"],
  ["987654321098", "passwordCommon"],
  ["aaaaaaaaaaaa", "passwordCommon"],
  ["abc1abc1abc1abc1", "passwordCommon"],
  ["aaaa-aaaa-aaaa-aaaa", "passwordCommon"],
  ["하하하 하하하 하하하 하하하", "passwordCommon"],
  ["qlalfqjsgh1234", "passwordCommon"],
  ["비밀번호1234567890", "passwordCommon"],
  ["!@#$%^&*()_+", "passwordCommon"],
  ["dochak-dochak-1", "passwordPersonal"],
  ["도착도착도착-2026-1", "passwordPersonal"],
  ["doyoon.lee-2026", "passwordPersonal"],
  ["성남대리점!성남대리점!!", "passwordPersonal"],
  ["성남대리점성남대리점-77", "passwordPersonal"],
  ["doyoonpassword1", "passwordPersonal"],
])("%s is refused: %s", (password, issue) => {
  expect(passwordIssue(password, about)).toBe(issue);
});

test("the figures of one's own id make no password hard to guess", () => {
  expect(passwordIssue("user1978-2026-11", ["user1978"])).toBe("passwordPersonal");
  expect(passwordIssue("user1978-84027361955018", ["user1978"])).toBeNull();
});

test.each([
  "correct horse battery",
  "오늘 점심은 김치찌개였다",
  "84027361955018",
  "84027361955018aa",
  "Tr4vel-slowly-north",
  "😀 넷이서 부산까지 걸었다",
  "가나다라 말고 파하를 쓰자",
])("%s is fine: no rule about kinds of characters", (password) => {
  expect(passwordIssue(password, about)).toBeNull();
});

test("128 code points are allowed, whatever they take in UTF-16", () => {
  const long = Array.from({ length: 128 }, (_, i) => String.fromCodePoint(0x1f600 + (i % 60))).join("");
  expect(passwordIssue(`sunlit meadow ${[...long].slice(0, 114).join("")}`)).toBeNull();
  expect(passwordIssue(`sunlit meadow ${[...long].slice(0, 115).join("")}`)).toBe("passwordLong");
});

test("random letters always pass", () => {
  const letter = fc.constantFrom(..."bcdfghjklmnpqrstvwxz");
  fc.assert(
    fc.property(fc.array(letter, { minLength: 16, maxLength: 40 }), (chars) => {
      fc.pre(new Set(chars).size > 8);
      expect(passwordIssue(chars.join(""), about)).toBeNull();
    }),
  );
});
