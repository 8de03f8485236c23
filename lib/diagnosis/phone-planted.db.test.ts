import { expect, test, vi } from "vitest";
import { layers } from "@/db/enums";
import { plantUser } from "@/db/testing/plant";
import { batchWorld } from "@/scripts/testing/batch-world";
import { alive, type PhonePlant } from "@/scripts/testing/phone-plant";
import { askedPlants, refusalOf, refusedPlants } from "@/scripts/testing/phone-plants-asked";
import { accountPlants, resultPlants } from "@/scripts/testing/phone-plants-provider";
import { queuePlants, workerPlants } from "@/scripts/testing/phone-plants-queue";
import { wellPlants } from "@/scripts/testing/phone-plants-well";
import { phoneStepEvents } from "./phone-step-events";
import { verdict } from "./verdict";
import { xrayMessage } from "./xray-message";

const w = batchWorld();
const sick = [...askedPlants, ...queuePlants, ...workerPlants, ...accountPlants, ...resultPlants];

async function look({ plant, isDead = false }: PhonePlant) {
  const said = vi.spyOn(console, "error").mockImplementation(() => {});
  const { messageId, recipient } = await plant(w);
  said.mockRestore();
  if (!isDead) await alive(w);
  const actor = await plantUser(w.db, w.payer.org, "admin");
  return xrayMessage(w.rt, actor, { id: messageId, recipient });
}

/** Whatever is said has a record, in order, and the words for it are known. */
function expectSteps({ steps, spans, verdict: found }: Awaited<ReturnType<typeof look>>) {
  const places = steps.map(({ layer }) => layers.indexOf(layer));
  expect(places).toEqual(places.toSorted());
  for (const { event, evidence, at, values = {} } of steps) {
    expect(Object.keys(phoneStepEvents)).toContain(event);
    const wanted: readonly string[] = phoneStepEvents[event as keyof typeof phoneStepEvents];
    expect([event, ...Object.keys(values).sort()]).toEqual([event, ...wanted.toSorted()]);
    if (evidence.kind === "absence") expect([event, at, evidence.id]).toEqual([event, null, null]);
    else expect([event, evidence.id === null]).toEqual([event, false]);
  }
  const bad = new Set(steps.flatMap(({ layer, ok }) => (ok === false ? [layer] : [])));
  expect([...bad]).toEqual(found.layer === null ? [] : [found.layer]);
  for (const { from, to } of spans) expect(to === null || from <= to).toBe(true);
  expect(JSON.stringify(steps)).not.toMatch(/010\d{8}|이봄|TESTSECRET/);
}

test.each(sick)("$cause: $name", async (planted) => {
  const xray = await look(planted);
  const { layer, cause, fix, standing } = planted;
  expect(xray.verdict).toMatchObject({ layer, cause, fix, standing });
  expect(xray.fix).toMatchObject({ id: fix, may: true });
  expect(xray.layers[layer!]).toBe("broken");
  expectSteps(xray);
});

test.each(wellPlants)("well: $name", async (planted) => {
  const xray = await look(planted);
  expect(xray.verdict).toMatchObject({ layer: null, cause: null, fix: null, standing: planted.standing });
  expect(xray.fix).toBeNull();
  expect(Object.values(xray.layers)).not.toContain("broken");
  expectSteps(xray);
});

test.each(refusedPlants)("a request refused: $cause", async (planted) => {
  const reason = await refusalOf(w, planted);
  const { cause, fix } = planted;
  expect(verdict({ subject: "request", reason })).toMatchObject({ layer: "api", cause, fix, standing: "ended" });
});

test("at least forty conditions are planted, each told once for each way to come by it", () => {
  expect(new Set(sick.map(({ cause }) => cause)).size).toBeGreaterThanOrEqual(40);
});
