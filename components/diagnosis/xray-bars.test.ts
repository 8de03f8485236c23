import fc from "fast-check";
import { expect, test } from "vitest";
import { layers } from "@/db/enums";
import type { Xray, XraySpan } from "@/lib/diagnosis/xray-dto";
import { lineOf, rowOf } from "./xray-bars";
import { storyOf, timingOf } from "./xray-story";

const at = (ms: number) => new Date(Date.UTC(2026, 11, 1) + ms).toISOString();
const span = (
  layer: XraySpan["layer"],
  from: number,
  to: number | null,
  state: XraySpan["state"] = "passed",
): XraySpan => ({
  ...{ layer, event: "working", from: at(from), to: to === null ? null : at(to), state },
});
const xrayOf = (spans: XraySpan[], over: Partial<Xray> = {}): Xray => ({
  subject: { kind: "phone", id: 1, recipient: null },
  verdict: { standing: "stuck", layer: "queue", cause: "x", fix: null, code: null },
  layers: { api: "passed", queue: "broken", worker: "not_reached", provider: "not_reached" },
  ...{ fix: null, steps: [], spans, known: [], unknown: [], groups: [], now: at(660_000) },
  ...over,
});
const rows = (xray: Xray, words = "묶음이 기다림") => {
  const scale = lineOf(xray, storyOf(xray)!, true);
  return layers.map((layer) => rowOf(layer, xray, scale, () => words));
};

test("what still has it reaches to now, and its words stand in it", () => {
  const xray = xrayOf([span("api", 0, 120), span("queue", 120, null, "broken")]);
  expect(storyOf(xray)).toMatchObject({ isOpen: true, stoppedMs: null });
  expect(timingOf(xray)).toEqual({ is: "stuckFor", ms: 660_000 - 120 });
  const [api, queue] = rows(xray);
  expect(queue!.bars[0]).toMatchObject({ place: "inside", cuts: [] });
  expect(queue!.bars[0]!.left + queue!.bars[0]!.width).toBeCloseTo(82);
  expect(api!.bars[0]).toMatchObject({ place: "after" });
});

test("what ended ended where its broken bar ended", () => {
  const ended = { verdict: { standing: "ended", layer: "provider", cause: "x", fix: null, code: "1062" } } as const;
  const xray = xrayOf([span("api", 0, 120), span("provider", 120, 1_270, "broken")], ended);
  expect(timingOf(xray)).toEqual({ is: "stoppedAfter", ms: 1_270 });
});

test("nothing written down tells no time", () => {
  expect(storyOf(xrayOf([]))).toBeNull();
  expect(timingOf(xrayOf([]))).toBeNull();
});

test("words never run into the words or the bar after them, and every bar lies in the line", () => {
  const spans = fc.array(
    fc.record({ layer: fc.constantFrom(...layers), from: fc.integer({ min: 0, max: 600_000 }), took: fc.nat(60_000) }),
    { minLength: 1, maxLength: 10 },
  );
  fc.assert(
    fc.property(spans, (given) => {
      const xray = xrayOf(given.map(({ layer, from, took }) => span(layer, from, from + took)));
      for (const { bars } of rows(xray))
        for (const [i, bar] of bars.entries()) {
          expect(bar.left).toBeGreaterThanOrEqual(0);
          expect(bar.left + bar.width).toBeLessThanOrEqual(100 + 1e-6);
          const next = bars[i + 1];
          if (next && bar.place === "after") expect(next.left).toBeGreaterThan(bar.left + bar.width);
        }
    }),
  );
});
