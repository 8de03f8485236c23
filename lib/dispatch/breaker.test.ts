import fc from "fast-check";
import { expect, test } from "vitest";
import { type BotStanding, OPEN_AFTER, soundStanding, standingAfter, standingAfterProbe } from "./breaker";
import type { CallOutcome } from "./prepare-call";

const now = new Date("2026-11-20T05:00:00.000Z");
const rejected = (reason: "bot_offline" | "gateway_refused" | "auth_failed" | "image_missing"): CallOutcome => ({
  kind: "rejected",
  reason,
  retryable: reason !== "auth_failed",
  configuration: reason === "auth_failed",
  detail: "",
});
const unknown = (reason: "timeout" | "interrupted"): CallOutcome => ({ kind: "unknown", reason, detail: "" });
const accepted: CallOutcome = { kind: "accepted", certainty: "accepted" };
const run = (outcomes: readonly CallOutcome[], start: BotStanding = soundStanding) =>
  outcomes.reduce((standing, outcome) => standingAfter(standing, outcome, now), start);

test("three calls in a row without an answer park a bot, an answer of any kind starts the count anew", () => {
  expect(run([rejected("bot_offline"), unknown("timeout")]).parkReason).toBeNull();
  expect(run([rejected("bot_offline"), unknown("timeout"), rejected("bot_offline")])).toEqual({
    failures: 3,
    parkReason: "bot_offline",
    probeAt: new Date(now.getTime() + 60_000),
  });
  expect(run([unknown("timeout"), unknown("timeout"), unknown("timeout")]).parkReason).toBe("gateway_unsure");
  const again = run([unknown("timeout"), unknown("timeout"), rejected("gateway_refused"), unknown("timeout")]);
  expect(again).toEqual({ failures: 1, parkReason: null, probeAt: null });
});

test("what the engine itself refused or interrupted says nothing of the bot", () => {
  const before = run([rejected("bot_offline"), rejected("bot_offline")]);
  expect(run([rejected("image_missing"), unknown("interrupted")], before)).toEqual(before);
});

test("a configuration error parks at once, for five minutes", () => {
  expect(run([rejected("auth_failed")])).toEqual({
    failures: 0,
    parkReason: "auth_failed",
    probeAt: new Date(now.getTime() + 300_000),
  });
});

test("a probe that finds the gateway well lets one call try; a bad one rests longer, never beyond five minutes", () => {
  let standing = run([unknown("timeout"), unknown("timeout"), unknown("timeout")]);
  const rests: number[] = [];
  for (let n = 0; n < 6; n++) {
    standing = standingAfterProbe(standing, "bot_offline", now);
    rests.push((standing.probeAt!.getTime() - now.getTime()) / 1000);
  }
  expect(rests).toEqual([120, 240, 300, 300, 300, 300]);
  const half = standingAfterProbe(standing, null, now);
  expect(half).toEqual({ failures: OPEN_AFTER - 1, parkReason: null, probeAt: null });
  expect(standingAfter(half, unknown("timeout"), now).parkReason).toBe("gateway_unsure");
  expect(standingAfter(half, accepted, now)).toEqual(soundStanding);
});

test("parked and the time of its probe always go together", () => {
  const outcome = fc.constantFrom(
    accepted,
    ...(["bot_offline", "gateway_refused", "auth_failed", "image_missing"] as const).map(rejected),
    ...(["timeout", "interrupted"] as const).map(unknown),
  );
  fc.assert(
    fc.property(fc.array(outcome, { maxLength: 12 }), (outcomes) => {
      const standing = run(outcomes);
      expect(standing.parkReason === null).toBe(standing.probeAt === null);
      if (standing.failures >= OPEN_AFTER) expect(standing.parkReason).not.toBeNull();
    }),
  );
});
