import fc from "fast-check";
import { expect, test } from "vitest";
import { scheduleStatuses, scheduleTypes } from "@/db/enums";
import { ScheduleFilter } from "@/lib/schedules/list-schema";
import { scheduleViews } from "@/lib/schedules/views";
import { filterFrom, isFiltered, type ListFilter, queryOf } from "./list-address";

const id = fc.integer({ min: 1, max: 10 ** 9 });
const filter: fc.Arbitrary<ListFilter> = fc.record({
  view: fc.constantFrom(...scheduleViews),
  status: fc.subarray([...scheduleStatuses]),
  scheduleType: fc.subarray([...scheduleTypes]),
  orgId: fc.uniqueArray(id, { maxLength: 5 }),
  roomId: fc.option(id),
  botId: fc.option(id),
  search: fc.string({ maxLength: 40 }).map((text) => text.trim()),
});

test("what goes into the address comes back, and the API takes it", () => {
  fc.assert(
    fc.property(filter, (one) => {
      const params = new URLSearchParams(queryOf(one, "-1"));
      expect(filterFrom(params)).toEqual(one);
      const parsed = ScheduleFilter.parse(Object.fromEntries(params));
      expect(parsed).toMatchObject({ view: one.view, cursor: { nextSendAt: null, id: 1 } });
      expect(parsed.orgId ?? []).toEqual(one.orgId);
    }),
  );
});

test("nonsense in the address is no filter", () => {
  const params = new URLSearchParams(
    "view=x&status=on,,&orgId=0,-1,a,1.5&roomId=abc&botId=&search=%20&scheduleType=monthly",
  );
  expect(isFiltered(filterFrom(params))).toBe(false);
  expect(queryOf(filterFrom(params))).toBe("");
});
