import { expect, test } from "vitest";
import { findCodes } from "@/lib/diagnosis/codes-find";
import { requestNames } from "@/lib/diagnosis/codes-tables";
import { logs } from "@/lib/i18n/ko/logs";
import { reasons } from "@/lib/i18n/ko/reasons";
import { knownCodes } from "@/lib/transports/solapi-codes";
import { codeKindOf, codePath } from "./code-path";

/** What the dictionary shows first for a link. */
const firstOf = (subject: "phone" | "room", code: string) => {
  const query = new URLSearchParams(codePath(code, codeKindOf(subject, code)).split("?")[1]);
  return findCodes(Object.fromEntries(query) as Parameters<typeof findCodes>[0], "ko").items[0];
};

test("every code a verdict rests on leads to its own entry of the dictionary", () => {
  const ofPhones = [...knownCodes, ...requestNames, ...Object.keys(reasons)];
  for (const code of ofPhones) expect(firstOf("phone", code), code).toMatchObject({ code, isAsked: true });
  for (const code of Object.keys(logs.reasons))
    expect(firstOf("room", code), code).toMatchObject({ code, isAsked: true, kind: "room" });
});
