import fc from "fast-check";
import { expect, test } from "vitest";
import { messageModes, messageOrigins, messageStatuses } from "@/db/enums";
import { CoverageFilter, GapFilter, gapFilters } from "@/lib/coverage/schema";
import { RecoveryScopeInput } from "@/lib/recovery/schema";
import {
  type CoverageAddress,
  coverageAddressOf,
  coverageFrom,
  EVERYTHING,
  figuresQueryOf,
  gapsQueryOf,
  periods,
  scopeOfFilter,
} from "./coverage-address";

const now = new Date("2026-12-22T05:05:00Z");
const orNull = <T>(values: readonly T[]) => fc.option(fc.constantFrom(...values), { nil: null });
const filters = fc
  .record({
    orgId: fc.option(fc.integer({ min: 1, max: 99_999 }), { nil: null }),
    period: orNull(periods),
    days: fc.option(fc.constantFrom(["2025-01-01", "2025-12-31"], ["2026-03-02", "2026-03-02"]), { nil: null }),
    mode: orNull(messageModes),
    status: orNull(messageStatuses),
    kind: orNull(gapFilters),
    origin: orNull(messageOrigins),
    q: fc.constantFrom("", "복숭아", "010-0000-1234"),
  })
  .map(({ days, period, ...rest }): CoverageAddress => {
    const [from = null, to = null] = days ?? [];
    return { ...rest, period: days ? null : period, from, to };
  });
const asked = (query: string) => Object.fromEntries(new URLSearchParams(query));

test("an address says its filter and nothing else, and both doors of the API take it", () => {
  fc.assert(
    fc.property(filters, (filter) => {
      expect(coverageFrom(new URL(coverageAddressOf(filter), "http://dochak").searchParams)).toEqual(filter);
      expect(CoverageFilter.parse(asked(figuresQueryOf(filter, now))).orgId ?? null).toBe(filter.orgId);
      const gaps = GapFilter.parse(asked(gapsQueryOf(filter, now)));
      expect(gaps.kind ?? []).toEqual(filter.kind ? [filter.kind] : []);
      expect(gaps.q ?? "").toBe(filter.q);
    }),
  );
});

test("what a filter shows is what is asked to be recovered, and never more", () => {
  fc.assert(
    fc.property(filters, fc.boolean(), (filter, mayAll) => {
      const scope = scopeOfFilter(filter, now, mayAll);
      RecoveryScopeInput.parse(scope);
      const narrows = filter.orgId ?? filter.period ?? filter.from ?? filter.mode ?? filter.status;
      if (filter.q.startsWith("010")) expect(scope).toEqual({ kind: "phone", phone: filter.q });
      else expect(scope.kind).toBe(mayAll && narrows === null ? "all" : "filter");
      if (scope.kind === "filter")
        expect([scope.orgId ?? null, scope.mode ?? null, scope.status ?? null]).toEqual([
          filter.orgId,
          filter.mode,
          filter.status,
        ]);
    }),
  );
});

test("nonsense in the address counts as nothing", () => {
  const nonsense = new URLSearchParams("orgId=-1&period=ever&from=2026-02-31&mode=fax&status=lost&kind=none&origin=x");
  expect(coverageFrom(nonsense)).toEqual(EVERYTHING);
  expect(coverageFrom(new URLSearchParams("from=2026-03-02"))).toEqual(EVERYTHING);
});
