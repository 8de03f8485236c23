import fc from "fast-check";
import { expect, test } from "vitest";
import { openCallBudget } from "./call-budget";
import { charsetRefusal, stripped } from "./charset";
import { FaultInput, openFaults } from "./faults";
import { pageOf } from "./filter";
import { matches } from "./registration";
import { ROUTES, routeNamed, routeOf } from "./routes";

test("pages of any size hold everything wanted once, in order", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string({ minLength: 1 })), fc.integer({ min: 1, max: 7 }), (all, limit) => {
      const wanted = (one: string) => one.length % 2 === 1;
      const seen: string[] = [];
      let startKey: string | null = null;
      do {
        const page: { items: string[]; nextKey: string | null } = pageOf(
          all,
          { startKey, limit },
          (one) => one,
          wanted,
        );
        expect(page.items.length).toBeLessThanOrEqual(limit);
        seen.push(...page.items);
        startKey = page.nextKey;
      } while (startKey !== null);
      expect(seen).toEqual(all.filter(wanted));
    }),
  );
});

const words = fc.string({ unit: fc.constantFrom("가", "나", " ", "\n", "a", ".") });
test("a template with anything in its places matches; with a letter changed outside them it doesn't", () => {
  fc.assert(
    fc.property(
      fc.array(words, { minLength: 2, maxLength: 4 }),
      fc.array(words, { minLength: 3, maxLength: 3 }),
      (literal, values) => {
        const template = literal.join("#{이름}");
        const text = literal.map((part, at) => part + (at < literal.length - 1 ? values[at] : "")).join("");
        expect(matches(template, text)).toBe(true);
        expect(matches(template, `${text}!`)).toBe(literal.at(-1) === "");
        expect(matches(template, `!${text}`)).toBe(literal[0] === "");
      },
    ),
  );
});
test("a template left as it is doesn't match itself", () => {
  expect(matches("#{이름}님", "#{이름}님")).toBe(false);
  expect(matches("안녕하세요", "안녕하세요")).toBe(true);
});

test("what is left of a text after cutting can always be sent, and nothing good was cut", () => {
  const unit = fc.constantFrom("가", "뷁", "😀", "a", "€", "\u0007", "\n", "\t", "👨‍👩‍👧");
  fc.assert(
    fc.property(fc.string({ unit }), (text) => {
      expect(charsetRefusal(stripped(text))).toBeNull();
      if (charsetRefusal(text) === null) expect(stripped(text)).toBe(text.replaceAll("\t", " "));
    }),
  );
});

test("in no window are there more calls than allowed, whenever they come", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(400), { maxLength: 60 }), (gaps) => {
      let now = 0;
      const { spend } = openCallBudget(() => now);
      const limit = { reads: 5, writes: 3, anonymous: 1, windowMs: 1_000 };
      const allowed: number[] = [];
      for (const gap of gaps) {
        now += gap;
        if (spend("a", "reads", limit).allowed) allowed.push(now);
      }
      for (const at of allowed)
        expect(allowed.filter((one) => one > at - 1_000 && one <= at).length).toBeLessThanOrEqual(5);
      // Another account and another kind have windows of their own.
      expect([spend("b", "reads", limit).allowed, spend("a", "writes", limit).allowed]).toEqual([true, true]);
    }),
  );
});

test("a fault hits its door as often as told, whichever way the door is named", () => {
  for (const [name, route] of Object.entries(ROUTES)) expect(routeNamed(route)).toBe(name);
  const faults = openFaults();
  faults.add(FaultInput.parse({ route: "POST /messages/v4/groups/:id/send", kind: "reset", times: 2 }));
  faults.add(FaultInput.parse({ route: "*", kind: "http_500", times: 1 }));
  const hits = (["list", "send", "send", "send"] as const).map((name) => faults.hit(name)?.kind ?? null);
  expect(hits).toEqual(["http_500", "reset", "reset", null]);
});

test("paths lead to their doors; others to none", () => {
  expect(routeOf("POST", "/messages/v4/groups/G4V1/send")).toEqual({ name: "send", params: ["G4V1"] });
  expect(routeOf("DELETE", "/messages/v4/groups/G4V1")).toEqual({ name: "delete", params: ["G4V1"] });
  for (const [method, path] of [
    ["GET", "/messages/v4/groups/"],
    ["PATCH", "/messages/v4/groups"],
    ["GET", "/"],
  ] as const)
    expect(routeOf(method, path)).toBeNull();
});
