import fc from "fast-check";
import { expect, test } from "vitest";
import { LedgerFilter } from "@/lib/messages/ledger-schema";
import { MessageFilter } from "@/lib/messages/list-schema";
import { filterFrom } from "./list-address";
import {
  allAddressOf,
  allQueryOf,
  channelOf,
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
      expect(channelOf(params)).toBe("phones");
      expect(phoneFilterOf(filterFrom(params), params)).toEqual(filter);
      const asked = MessageFilter.parse(Object.fromEntries(new URLSearchParams(phoneQueryOf(filter, now))));
      expect([asked.orgId ?? null, asked.q ?? ""]).toEqual([filter.orgId, filter.search]);
    }),
  );
});

test("so does one of both parts together", () => {
  fc.assert(
    fc.property(filters, ({ orgId, search }) => {
      const filter = { orgId, search, period: "week", from: null, to: null, view: "all" } as const;
      const params = new URL(allAddressOf(filter), "http://dochak").searchParams;
      expect(channelOf(params)).toBe("all");
      expect(phoneFilterOf(filterFrom(params), params)).toEqual(filter);
      const asked = LedgerFilter.parse(Object.fromEntries(new URLSearchParams(allQueryOf(filter, now))));
      expect([asked.orgId ?? null, asked.search ?? ""]).toEqual([orgId, search]);
    }),
  );
});
