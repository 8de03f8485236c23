import { expect, test } from "vitest";
import { certainties, logStatuses } from "@/db/enums";
import { logLook, logLooks, lookFilter } from "./look";

test("the filter of a look finds exactly what looks so", () => {
  for (const look of logLooks) {
    const { status, isDelivered } = lookFilter(look);
    for (const one of logStatuses)
      for (const certainty of [null, ...certainties]) {
        const found = status.includes(one) && (isDelivered === null || isDelivered === (certainty === "delivered"));
        expect([look, one, certainty, found]).toEqual([look, one, certainty, logLook(one, certainty) === look]);
      }
  }
});
