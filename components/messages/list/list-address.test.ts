import fc from "fast-check";
import { expect, test } from "vitest";
import { messageStatuses } from "@/db/enums";
import { addressOf, filterFrom, type MessageListFilter, viewOf } from "./list-address";

test("an address says its filter and nothing else", () => {
  const filters = fc.record({
    status: fc.subarray([...messageStatuses]),
    orgId: fc.option(fc.integer({ min: 1, max: 99_999 }), { nil: null }),
    test: fc.constantFrom(true, false, null),
    q: fc.string({ maxLength: 20 }).map((text) => text.trim()),
  });
  fc.assert(
    fc.property(filters, (filter: MessageListFilter) => {
      const params = new URL(addressOf(filter), "http://dochak").searchParams;
      expect(filterFrom(params)).toEqual(filter);
    }),
  );
});
test("nonsense in the address counts as nothing", () => {
  const filter = filterFrom(new URLSearchParams("status=lost,failed&orgId=-1&test=perhaps"));
  expect(filter).toEqual({ status: ["failed"], orgId: null, test: null, q: "" });
});
test("a ready-made question is recognised, another choice is none of them", () => {
  const filter = filterFrom(new URLSearchParams("status=failed,partial"));
  expect(viewOf(filter)).toBe("troubled");
  expect(viewOf({ ...filter, status: ["failed"] })).toBeNull();
});
