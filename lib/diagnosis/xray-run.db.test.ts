import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { plantBot, plantOrg, plantRoom, plantUser } from "@/db/testing/plant";
import type { AppError } from "@/lib/errors";
import { runTools } from "@/scripts/testing/run-case";
import { soundRuns } from "@/scripts/testing/run-cases-healthy";
import { stoppedBefore } from "@/scripts/testing/run-cases-own";
import { stoppedAtGateway } from "@/scripts/testing/run-cases-provider";
import { stoppedWaiting } from "@/scripts/testing/run-cases-waiting";
import { RunWorld } from "@/scripts/testing/run-rig";
import { roomConditions } from "./room-conditions";
import { roomKnown, roomSpanEvents, roomStepEvents, roomUnknown } from "./room-step-events";
import { xrayRun } from "./xray-run";

const w = new RunWorld();
beforeAll(() => w.open());
afterAll(() => w.close());
beforeEach(() => w.clear());

const { changed, plan } = runTools(w);
const sick = [...stoppedAtGateway(w), ...stoppedBefore(w), ...stoppedWaiting(w)];
const look = (id: number) => xrayRun(w.engine.rt, w.user, { id });

test.each([...sick, ...soundRuns(w)])("%s", async (_, plant, [standing, layer, cause, fix], step) => {
  const seen = await look(await plant());
  expect(seen.verdict).toMatchObject({ standing, layer, cause, fix });
  expect(seen.fix?.id ?? null).toBe(fix);
  if (step) expect(seen.steps.map((one) => `${one.layer} ${one.event}`)).toContain(step.join(" "));
  // What is bad stands in the layer that is broken and nowhere else, and only there.
  const bad = seen.steps.filter((one) => one.ok === false);
  expect(new Set(bad.map((one) => one.layer))).toEqual(new Set(layer === null ? [] : [layer]));
  for (const { event, values = {}, evidence, at } of seen.steps) {
    expect(Object.keys(values).sort()).toEqual([...roomStepEvents[event as keyof typeof roomStepEvents]].sort());
    expect(evidence.table).not.toBe("");
    if (evidence.kind !== "absence") expect([event, at]).not.toEqual([event, null]);
  }
  for (const { event, values = {}, from, to } of seen.spans) {
    expect(Object.keys(values).sort()).toEqual([...roomSpanEvents[event as keyof typeof roomSpanEvents]].sort());
    expect(to === null || to >= from).toBe(true);
  }
  for (const key of seen.known) expect(roomKnown).toContain(key);
  for (const key of seen.unknown) expect(roomUnknown).toContain(key);
  expect(JSON.stringify(seen)).not.toContain("귤");
});

test("every cause that is planted is in the table of conditions", () => {
  const ids = roomConditions.map(({ id }) => id);
  for (const [, , [, , cause]] of sick) expect(ids).toContain(cause);
  expect(new Set(sick.map(([, , [, , cause]]) => cause)).size).toBeGreaterThanOrEqual(20);
  // What no test can plant in time: a call that began too late, and an unknown nothing was written of.
  const planted = new Set(sick.map(([, , [, , cause]]) => cause));
  expect(ids.filter((id) => !planted.has(id)).sort()).toEqual(["outcome_unseen", "sent_too_late"]);
});

test("a foreign occurrence and an absent one: the identical refusal", async () => {
  const run = await changed(() => {})();
  const stranger = await plantUser(w.db, await plantOrg(w.db, "branch", w.top));
  const refusal = (id: number) =>
    xrayRun(w.engine.rt, stranger, { id }).then(
      () => null,
      (error: AppError) => ({ code: error.code, message: error.message }),
    );
  expect(await refusal(run)).toEqual(await refusal(run + 1_000));
  expect(await refusal(run)).toMatchObject({ code: "not_found" });
  const above = await plantUser(w.db, w.top);
  expect((await xrayRun(w.engine.rt, above, { id: run })).subject).toEqual({ kind: "room", id: run, recipient: null });
});

test("what may be done depends on who looks", async () => {
  const run = await changed(() => w.botIs({ status: "blocked" }))();
  expect((await look(run)).fix).toMatchObject({ id: "approve_bot", target: { kind: "bot", id: w.bot.id }, may: false });
  const hq = await plantUser(w.db, w.top);
  expect((await xrayRun(w.engine.rt, hq, { id: run })).fix).toMatchObject({ may: true });
});

test("runs before it on its device are counted as the engine orders them", async () => {
  const other = await plantBot(w.db, w.sandbox.url, w.bot.deviceId);
  const first = await w.schedule({ priority: 1 }, await plantRoom(w.db, w.org, other));
  const later = await w.schedule({ priority: 9 }, await plantRoom(w.db, w.org, w.bot));
  const id = await w.schedule({ priority: 5 });
  await plan();
  const ahead = async (of: number) =>
    (await look(await w.run(of))).steps.find(({ event }) => event === "ahead")?.values?.ahead ?? 0;
  expect([await ahead(first), await ahead(id), await ahead(later)]).toEqual([0, 1, 2]);
});
