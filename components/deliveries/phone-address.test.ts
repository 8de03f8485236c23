import fc from "fast-check";
import { expect, test } from "vitest";
import { MessageFilter } from "@/lib/messages/list-schema";
import { filterFrom } from "./list-address";
import {
  isPhones,
  type PhoneLogFilter,
  phoneAddressOf,
  phoneFilterOf,
  phoneQueryOf,
  phoneViews,
} from "./phone-address";

const now = new Date("2026-12-22T05:05:00Z");
const filters = fc.record({
  period: fc.constantFrom("today", "two", "week", "month", "custom"),
  orgId: fc.option(fc.integer({ min: 1, max: 99_999 }), { nil: null }),
  view: fc.constantFrom(...phoneViews),
  search: fc.constantFrom("", "복숭아", "010-0000-1234"),
});

test("an address of the phones' part says its filter and nothing else, and the API takes the same", () => {
  fc.assert(
    fc.property(filters, ({ period, ...rest }) => {
      const isChosen = period === "custom";
      const days = isChosen ? { from: "2025-03-01", to: "2025-03-31" } : { from: null, to: null };
      const filter = { ...rest, period, ...days } as PhoneLogFilter;
      const params = new URL(phoneAddressOf(filter), "http://dochak").searchParams;
      expect(isPhones(params)).toBe(true);
      expect(phoneFilterOf(filterFrom(params), params)).toEqual(filter);
      const asked = MessageFilter.parse(Object.fromEntries(new URLSearchParams(phoneQueryOf(filter, now))));
      expect([asked.orgId ?? null, asked.q ?? ""]).toEqual([filter.orgId, filter.search]);
    }),
  );
});
