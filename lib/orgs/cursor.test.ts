import fc from "fast-check";
import { expect, test } from "vitest";
import { fromCursor, pageOf, toCursor } from "./cursor";

const PATH = /^\/(\d+\/)+$/;

test("a cursor comes back as the key it was made of", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { minLength: 1, maxLength: 8 }), (ids) => {
      const path = `/${ids.join("/")}/`;
      expect(fromCursor(toCursor(path), PATH)).toBe(path);
      expect(toCursor(path)).toMatch(/^[\w-]+$/);
    }),
  );
});

test.each(["", "%", "한글", toCursor("' or 1=1"), toCursor("/1/x/"), "A"])("%j is refused at `cursor`", (cursor) => {
  expect(() => fromCursor(cursor, PATH)).toThrow(
    expect.objectContaining({ detail: { issues: [{ path: ["cursor"], message: "badCursor" }] } }),
  );
});

test("one row too many means there is a next page", () => {
  expect(pageOf([1, 2, 3], 2, String)).toEqual({ items: [1, 2], nextCursor: toCursor("2") });
  expect(pageOf([1, 2], 2, String)).toEqual({ items: [1, 2], nextCursor: null });
  expect(pageOf([], 2, String)).toEqual({ items: [], nextCursor: null });
});
