import { expect, test } from "vitest";
import { safeText, withoutNumbers } from "./evidence-text";
import { type Change, thenOf } from "./evidence-then";

const at = (minute: number) => new Date(Date.UTC(2026, 10, 20, 0, minute));
const change = (id: number, minute: number, action: string, before: unknown, after: unknown): Change => ({
  ...{ id, at: at(minute), action, before, after },
});

test("what a price was: what the first change after it took away, or what the last one before it brought", () => {
  const changes = [
    change(1, 0, "tenant.create", null, { basePrice: null }),
    change(2, 10, "tenant.update", { basePrice: null }, { basePrice: "9.90" }),
    change(3, 20, "tenant.update", { basePrice: "9.90" }, { basePrice: "12.00" }),
    change(4, 30, "tenant.update", { basePrice: "12.00" }, { basePrice: "15.00" }),
  ];
  const then = (minute: number) => thenOf(changes, "basePrice", at(minute));
  expect(then(5)).toEqual({ known: true, value: null, audit: 2 });
  expect(then(15)).toEqual({ known: true, value: "9.90", audit: 3 });
  expect(then(25)).toEqual({ known: true, value: "12.00", audit: 4 });
  expect(then(40)).toEqual({ known: true, value: "15.00", audit: 4 });
  expect(thenOf(changes, "priceLms", at(15))).toEqual({ known: false });
  expect(thenOf([], "basePrice", at(15))).toEqual({ known: false });
});

test("a number an act may have moved without a word isn't known beyond it", () => {
  const moves = (action: string) => action === "sender.verified";
  const changes = [
    change(1, 0, "tenant.update", { messagingSender: null }, { messagingSender: "02-***-0001" }),
    change(2, 10, "sender.verified", {}, { status: "verified" }),
    change(3, 20, "tenant.update", { messagingSender: "02-***-0002" }, { messagingSender: null }),
  ];
  const then = (minute: number) => thenOf(changes, "messagingSender", at(minute), moves);
  expect(then(5)).toEqual({ known: false });
  expect(then(15)).toEqual({ known: true, value: "02-***-0002", audit: 3 });
  expect(thenOf(changes.slice(0, 2), "messagingSender", at(15), moves)).toEqual({ known: false });
});

test.each([
  ["Failed query: update x set a = ? params: 01000007777,귤", "Failed query: update x set a = ?"],
  ["insert into t (phone) values ('01000007777')", "insert into t (phone)"],
  ["Duplicate entry '이봄' for key", "Duplicate entry … for key"],
  ["connect ECONNREFUSED http://10.0.0.5:3000/reply", "connect ECONNREFUSED …"],
  ["to 010-0000-7777 or +82 10 0000 7777", "to *** or ***"],
  ["HTTP 500: told to fail", "HTTP 500: told to fail"],
  ["3 taken, 1 refused", "3 taken, 1 refused"],
  ["가".repeat(500), `${"가".repeat(200)}…`],
])("of %s only %s is told", (said, told) => {
  expect(safeText(said)).toBe(told);
});

test("no whole number leaves in any text, and no time or name of a group is taken for one", () => {
  const kept = {
    at: "2026-12-01T00:12:04.000Z",
    shown: "010-****-7777",
    group: "G4V20261201001204ABCDEFGHIJKLMNOP",
    list: ["02-***-0001", 1_000_000_000, null, true],
  };
  expect(withoutNumbers(kept)).toEqual(kept);
  for (const text of ["01000007777", "010-0000-7777", "010 0000 7777", "+82-10-0000-7777", "tel:01000007777."])
    expect(withoutNumbers({ deep: [text] }).deep[0]).not.toMatch(/7777/);
  expect(withoutNumbers({ at: new Date(0) })).toEqual({ at: "1970-01-01T00:00:00.000Z" });
});
