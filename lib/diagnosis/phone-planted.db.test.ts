import { expect, test, vi } from "vitest";
import { layers } from "@/db/enums";
import { plantUser } from "@/db/testing/plant";
import { batchWorld } from "@/scripts/testing/batch-world";
import { alive, type PhonePlant } from "@/scripts/testing/phone-plant";
import { askedPlants, refusalOf, refusedPlants } from "@/scripts/testing/phone-plants-asked";
import { accountPlants, resultPlants } from "@/scripts/testing/phone-plants-provider";
import { queuePlants, workerPlants } from "@/scripts/testing/phone-plants-queue";
import { wellPlants } from "@/scripts/testing/phone-plants-well";
import { allConditions } from "./all-conditions";
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

/** What no use of ours brings about; their rule is proven from facts alone. */
const UNPLANTED = {
  phone: ["left_behind", "outcome_unknown", "picture_refused", "taken_out", "provider_refused"],
  request: [
    ...["signed_out", "request_malformed", "too_many_requests", "request_conflict", "server_error"],
    ...["too_many_recipients", "template_mismatch", "ad_not_on_alimtalk", "night_ban"],
    ...["insufficient_balance", "idempotency_mismatch"],
  ],
};

test("every condition of the table is planted, or named as one that isn't", () => {
  const idsOf = (subject: "phone" | "request") =>
    allConditions.flatMap((one) => (one.subject === subject ? [one.id] : [])).sort();
  const phones = sick.map(({ cause }) => cause!);
  expect(phones.length).toBeGreaterThanOrEqual(50);
  expect([...new Set([...phones, ...UNPLANTED.phone])].sort()).toEqual(idsOf("phone"));
  const requests = refusedPlants.map(({ cause }) => cause);
  expect([...new Set([...requests, ...UNPLANTED.request])].sort()).toEqual(idsOf("request"));
});
