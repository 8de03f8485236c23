import { expect, test } from "vitest";
import { isOfKakao } from "./kakao-codes";
import { codeMeaning, knownCodes } from "./solapi-codes";

test("codes of KakaoTalk are those mended at its template, channel, buttons or hour, or by a text instead", () => {
  const remedies = ["fixButtons", "fixTemplate", "fixChannel", "sendAsText", "daytime"];
  const codes = knownCodes.filter((code) => remedies.includes(codeMeaning(code).remedy));
  expect(codes.length).toBeGreaterThan(15);
  expect(knownCodes.filter(isOfKakao)).toEqual(codes);
  for (const code of ["3199", "4000", "", null]) expect(isOfKakao(code)).toBe(false);
});
