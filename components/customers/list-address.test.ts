import { expect, test } from "vitest";
import { CustomerListQuery } from "@/lib/customers/filter-schema";
import { addressOf, type CustomerListFilter, filterFrom, noFilter, queryOf } from "./list-address";

const all: CustomerListFilter[] = [
  noFilter,
  { q: "김 하늘&", orgId: 3, listId: 7, consent: "none", sort: "updated" },
  { ...noFilter, consent: "noPhone" },
];

test.each(all)("the address says the filter and gives it back: %j", (filter) => {
  expect(filterFrom(new URL(addressOf(filter), "https://a.example").searchParams)).toEqual(filter);
});

test.each(all)("the API understands it: %j", (filter) => {
  expect(CustomerListQuery.safeParse(Object.fromEntries(new URLSearchParams(queryOf(filter)))).success).toBe(true);
});

test("what makes no sense in an address is passed over", () => {
  expect(filterFrom(new URLSearchParams("orgId=-1&listId=x&consent=everything&sort=up"))).toEqual(noFilter);
});
