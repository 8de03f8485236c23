import { expect, test } from "vitest";
import { LogFilter } from "@/lib/deliveries/schema";
import { addressOf, daysOf, filterFrom, isFiltered, logViews, queryOf, viewOf } from "./list-address";

const now = new Date("2026-11-20T15:30:00.000Z");
const from = (query: string) => filterFrom(new URLSearchParams(query));

test("an address and back is the same filter; nonsense counts as nothing", () => {
  for (const query of [
    "",
    "period=week&look=failed",
    "from=2026-11-01&to=2026-11-03&kind=test&orgId=3,7&roomId=2&search=귤",
    "status=unknown,missed",
  ]) {
    const filter = from(query);
    expect(from(addressOf(filter).split("?")[1] ?? "")).toEqual(filter);
  }
  expect(from("period=x&from=2026-02-30&to=2026-03-01&status=nope&look=?&kind=1&orgId=0,-1,a&roomId=1e9")).toEqual(
    from(""),
  );
  expect(addressOf(from("period=two"))).toBe("/logs");
});

test("days are Korean: half past midnight there is already tomorrow", () => {
  expect(daysOf(from(""), now)).toEqual({ from: "2026-11-20", to: "2026-11-21" });
  expect(daysOf(from("period=today"), now)).toEqual({ from: "2026-11-21", to: "2026-11-21" });
  expect(daysOf(from("from=2026-11-09&to=2026-11-02"), now)).toEqual({ from: "2026-11-02", to: "2026-11-09" });
});

test("every filter is a question the API understands", () => {
  for (const query of ["", "period=month&look=arrived&kind=manual&orgId=1,2&roomId=4&search=a%25", "status=failed"])
    expect(LogFilter.safeParse(Object.fromEntries(new URLSearchParams(queryOf(from(query), now, "a-1")))).success).toBe(
      true,
    );
});

test("views are sets of statuses", () => {
  expect(viewOf(from(""))).toBe("all");
  expect(viewOf(from(`status=${logViews.ask.join()}`))).toBe("ask");
  expect(viewOf(from("status=missed,unknown"))).toBe("ask");
  expect(viewOf(from("status=failed"))).toBeNull();
  expect(isFiltered(from("status=failed"))).toBe(false);
  expect(isFiltered(from("look=failed"))).toBe(true);
});
