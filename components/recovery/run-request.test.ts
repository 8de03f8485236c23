import { expect, test } from "vitest";
import { RecoveryScopeInput } from "@/lib/recovery/schema";
import { paceOf, requestOf } from "./run-request";

test("a run is asked for again as it was asked for", () => {
  expect(requestOf({ kind: "all" }, null)).toEqual({ kind: "all" });
  expect(requestOf({ kind: "messages", ids: [117, 142] }, null)).toEqual({ kind: "messages", ids: [117, 142] });
  const kept = {
    kind: "filter" as const,
    orgId: 3,
    from: "2025-01-01T15:00:00.000Z",
    to: "2025-12-31T14:59:59.999Z",
    status: "failed",
  };
  const asked = RecoveryScopeInput.parse(requestOf(kept, null));
  expect(asked).toEqual({ ...kept, from: new Date(kept.from), to: new Date(kept.to) });
});

test("a number is kept nowhere: without it there is nothing to ask", () => {
  const scope = { kind: "phone" as const, phoneKey: "ab", phoneLast4: "0104" };
  expect(requestOf(scope, null)).toBeNull();
  expect(requestOf(scope, "010-0000-0104")).toEqual({ kind: "phone", phone: "010-0000-0104" });
});

test("the pace is told from where this driver began, and not before it has made a row", () => {
  expect(paceOf(1_500, 500, 2_000, 2_000)).toEqual({ rate: 500, secondsLeft: 1 });
  expect(paceOf(500, 500, 2_000, 2_000)).toBeNull();
  expect(paceOf(600, 500, 2_000, 10)).toBeNull();
});
