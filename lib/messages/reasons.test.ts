import { expect, test } from "vitest";
import { reasons as en } from "@/lib/i18n/en/reasons";
import { reasons as ko } from "@/lib/i18n/ko/reasons";
import { DUPLICATE, refusal, requestReasons, skipReasons } from "./reasons";

test("every reason has its words", () => {
  expect([...skipReasons, ...requestReasons, DUPLICATE].filter((reason) => !(reason in ko))).toEqual([]);
});

test("a reason of a recipient has no blanks to fill", () => {
  expect(skipReasons.filter((reason) => ko[reason].includes("{"))).toEqual([]);
});

test("both languages have the same blanks", () => {
  const blanks = (text: string) => [...text.matchAll(/\{(\w+)/g)].map((match) => match[1]).sort();
  for (const key of Object.keys(ko) as (keyof typeof ko)[]) expect(blanks(en[key]), key).toEqual(blanks(ko[key]));
});

test("the request's faults answer 400, the state's 409 (rulings 14)", () => {
  expect(refusal("sender_required")).toMatchObject({ code: "invalid", detail: { status: 400 } });
  const short = refusal("insufficient_balance", { messageId: 7 });
  expect(short).toMatchObject({ code: "conflict", detail: { messageId: 7, reason: "insufficient_balance" } });
  expect(short.detail.status).toBeUndefined();
});
