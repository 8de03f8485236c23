import fc from "fast-check";
import { expect, test } from "vitest";
import { messageLogStatuses } from "@/db/enums";
import { NotificationFilter } from "@/lib/messages/list-schema";
import { outcomeNames, outcomes, recentAddressOf, recentFilterFrom, recentQueryOf } from "./recent-address";

test("an address says its filter and nothing else, and the API takes the same", () => {
  const filters = fc.record({
    outcome: fc.constantFrom(...outcomeNames),
    tenantId: fc.option(fc.integer({ min: 1, max: 99_999 }), { nil: null }),
  });
  fc.assert(
    fc.property(filters, (filter) => {
      const params = new URL(recentAddressOf(filter), "http://dochak").searchParams;
      expect(recentFilterFrom(params, [{ id: filter.tenantId ?? 1 }])).toEqual(filter);
      const asked = NotificationFilter.parse(Object.fromEntries(new URLSearchParams(recentQueryOf(filter))));
      expect(asked.tenantId ?? null).toBe(filter.tenantId);
      expect([...(asked.status ?? [])].sort()).toEqual([...outcomes[filter.outcome]].sort());
    }),
  );
});
test("every state of a recipient belongs to exactly one outcome", () => {
  expect(Object.values(outcomes).flat().sort()).toEqual([...messageLogStatuses].sort());
});
test("nonsense in the address and tenants of others count as nothing", () => {
  const nothing = { outcome: "all", tenantId: null };
  expect(recentFilterFrom(new URLSearchParams("outcome=lost&tenantId=-1"), [{ id: 1 }])).toEqual(nothing);
  expect(recentFilterFrom(new URLSearchParams("tenantId=2"), [{ id: 1 }])).toEqual(nothing);
});
