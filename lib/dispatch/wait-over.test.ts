import fc from "fast-check";
import { expect, test } from "vitest";
import { logStatuses, partStatuses } from "@/db/enums";
import { isLogOver } from "@/lib/deliveries/status";
import { waitOver } from "./wait-over";

const log = fc.record({
  status: fc.constantFrom(...logStatuses),
  reasonCode: fc.constantFrom(null, "perHour", "bot_offline"),
  startedAt: fc.constantFrom(null, new Date(0)),
});
const parts = fc.array(fc.constantFrom(...partStatuses), { minLength: 1, maxLength: 3 });

test("the hour of a run never ends what a gateway may have in its hands, nor what is over", () => {
  fc.assert(
    fc.property(log, parts, (run, statuses) => {
      const end = waitOver(run, statuses);
      const isInDoubt = statuses.includes("sending") || statuses.includes("unknown");
      if (isInDoubt || isLogOver(run.status)) expect(end).toBeNull();
    }),
  );
});
