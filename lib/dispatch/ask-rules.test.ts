import { expect, test } from "vitest";
import { canBeAsked, type Neighbour, nextAskAt, saysMore, searchBounds } from "./ask-rules";

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 20, 5, 0, seconds));
const call = (seconds: number, over: Partial<Neighbour> = {}): Neighbour => ({
  startedAt: at(seconds),
  mark: String(seconds),
  providerRef: null,
  status: "sent",
  kind: "text",
  text: "귤이 싸요",
  count: 1,
  ...over,
});

test("the trace of a call is looked for up to the next call's place, and never among rows of others", () => {
  const others = [call(30, { providerRef: "903" }), call(20), call(2, { text: "다른 글", providerRef: "901" })];
  expect(searchBounds(call(10), others)).toEqual({ nextMark: "20", taken: ["903", "901"] });
  expect(searchBounds(call(10), [])).toEqual({ nextMark: null, taken: [] });
  expect(searchBounds(call(10), [call(20, { mark: null }), call(30)])?.nextMark).toBe("30");
});

test("an earlier twin without proof could be what is seen, so nothing is proved", () => {
  expect(searchBounds(call(50), [call(10)])).toBeNull();
  expect(searchBounds(call(50), [call(10, { status: "unknown" })])).toBeNull();
  expect(searchBounds(call(50), [call(10, { providerRef: "900" })])).not.toBeNull();
  expect(searchBounds(call(50), [call(10, { status: "failed" })])).not.toBeNull();
  expect(searchBounds(call(50), [call(10, { text: "다른 글" })])).not.toBeNull();
  expect(searchBounds(call(900), [call(10)])).not.toBeNull();
  expect(searchBounds(call(50, { mark: null, providerRef: "reply-1" }), [call(10)])).not.toBeNull();
  expect(
    searchBounds(call(50, { kind: "images", text: null, count: 3 }), [
      call(10, { kind: "images", text: null, count: 2 }),
    ]),
  ).not.toBeNull();
});

test("only a call that left a trace and of which less than arrival is known is asked about", () => {
  expect(canBeAsked({ kind: "unknown", reason: "timeout", detail: "" }, "7")).toBe(true);
  expect(canBeAsked({ kind: "unknown", reason: "timeout", detail: "" }, null)).toBe(false);
  expect(canBeAsked({ kind: "unknown", reason: "timeout", detail: "", ref: "reply-1" }, null)).toBe(true);
  expect(canBeAsked({ kind: "accepted", certainty: "delivered", ref: "9" }, "7")).toBe(false);
  expect(canBeAsked({ kind: "accepted", certainty: "accepted" }, "7")).toBe(true);
  expect(canBeAsked({ kind: "accepted", certainty: "handed_off", ref: "reply-1" }, null)).toBe(false);
  expect(canBeAsked({ kind: "accepted", certainty: "handed_off" }, "7")).toBe(true);
  const refused = {
    kind: "rejected",
    reason: "bot_offline",
    retryable: true,
    configuration: false,
    detail: "",
  } as const;
  expect(canBeAsked(refused, "7")).toBe(false);
});

test("questions become rarer and end", () => {
  const now = at(0);
  const waits = Array.from({ length: 9 }, (_, asked) => nextAskAt(asked, now)?.getTime() ?? null);
  expect(waits[0]).toBe(now.getTime() + 10_000);
  for (let n = 1; n < 8; n++) expect(waits[n]!).toBeGreaterThan(waits[n - 1]!);
  expect(waits[8]).toBeNull();
});

test("evidence counts where it says more than is known", () => {
  expect(saysMore("delivered", "accepted")).toBe(true);
  expect(saysMore("handed_off", "handed_off")).toBe(false);
  expect(saysMore("accepted", null)).toBe(true);
});
