import { expect, test } from "vitest";
import { FindInput } from "@/lib/diagnosis/find-schema";
import { type FindForm, findAddressOf, findBodyOf, findFormFrom } from "./find-address";

const form = (over: Partial<FindForm>): FindForm => ({
  ...{ phone: "", messageId: "", room: "", code: "", text: "", period: "day", from: "", to: "" },
  ...over,
});
const again = (given: FindForm) => findFormFrom(new URL(findAddressOf(given), "http://x").searchParams);
const NOW = new Date("2026-11-20T05:00:00Z");

test.each([
  form({}),
  form({ messageId: "12", code: "3104", period: "week" }),
  form({ room: "단골방 & 새벽", text: "HTTP 401" }),
  form({ period: "custom", from: "2026-11-19T09:00", to: "2026-11-20T09:00" }),
])("an address says again what was looked for: %j", (given) => {
  expect(again(given)).toEqual(given);
});

test("no address has a number, and every body is one the API takes", () => {
  const given = form({ phone: "010-0000-1234", code: "3104", period: "month" });
  expect(findAddressOf(given)).not.toMatch(/1234|phone/);
  expect(again(given).phone).toBe("");
  const body = FindInput.parse(findBodyOf(given, NOW));
  expect(body).toMatchObject({ phone: "010-0000-1234", code: "3104", to: NOW });
  expect(body.to!.getTime() - body.from!.getTime()).toBe(31 * 86_400_000);
  expect(findBodyOf(form({}), NOW)).toEqual({});
});

test("what an address can't mean counts as nothing", () => {
  const params = new URLSearchParams("messageId=1;2&code=<b>&period=year&from=gestern&phone=01000001234");
  expect(findFormFrom(params)).toEqual(form({}));
});
