import { expect, test } from "vitest";
import { plantUser } from "@/db/testing/plant";
import { heldBatches } from "@/lib/alerts/batch-facts";
import { batchOf, groupsOf, plantMessage, rowsOf } from "@/scripts/testing/batch-rig";
import { batchWorld } from "@/scripts/testing/batch-world";
import { codeOf } from "@/scripts/testing/test-rig";
import { claimBatches } from "./claim-batches";
import { decideBatch } from "./decide-batch";
import { MOST_LOST_BUILDS } from "./steps";

const w = batchWorld();
const forPerson = async () => (await heldBatches(w.db, await w.rt.clock())).map((one) => Number(one.forPerson));

/** A worker that takes the batch and is gone before anything of it is written down. */
async function dieBuilding(batchId: number) {
  const leases = await claimBatches(w.db, await w.rt.clock(), "mortal", [batchId]);
  expect(leases).toHaveLength(1);
  w.time.shiftMs += 61_000;
}

test("a batch over which five builders died waits for a person, who has it built again or ends it", async () => {
  const { messageId, batchId } = await plantMessage(w.db, w.rt.env, w.payer);
  for (let i = 0; i < MOST_LOST_BUILDS; i++) await dieBuilding(batchId);
  expect(await w.serve()).toBe(0);
  const held = { phase: "held", heldReason: "build_lost", availableAt: null, groupId: null };
  expect(await batchOf(w.db, batchId)).toMatchObject(held);
  expect((await groupsOf(w.url, w.payer)).all).toEqual([]);
  expect(await forPerson()).toEqual([1]);
  w.time.shiftMs += 3_600_000;
  expect(await w.serve()).toBe(0);
  const actor = await plantUser(w.db, w.payer.org, "operator");
  const decide = (decision: "again" | "not_sent" | "sent" | "give_up") =>
    decideBatch(w.rt, actor, { id: messageId, batchId, decision });
  // Without a group nothing can have left.
  for (const decision of ["sent", "give_up"] as const) expect(await codeOf(decide(decision))).toBe("conflict");
  await decide("again");
  for (let i = 0; i < MOST_LOST_BUILDS; i++) await dieBuilding(batchId);
  await w.serve();
  expect(await batchOf(w.db, batchId)).toMatchObject(held);
  await decide("again");
  expect(await w.serve()).toBe(1);
  expect([...(await groupsOf(w.url, w.payer)).arrivals.values()]).toEqual([1, 1, 1]);
  await w.expectSound();
});

test("one whose building makes the program fail each time is ended as what nobody got", async () => {
  const { messageId, batchId } = await plantMessage(w.db, w.rt.env, w.payer);
  w.rt.phone.build = async () => {
    throw new Error("a fault of ours");
  };
  for (let i = 0; i <= MOST_LOST_BUILDS; i++) {
    await w.serve();
    w.time.shiftMs += 6 * 60_000;
  }
  expect(await batchOf(w.db, batchId)).toMatchObject({ phase: "held", heldReason: "build_lost" });
  const actor = await plantUser(w.db, w.payer.org, "operator");
  await decideBatch(w.rt, actor, { id: messageId, batchId, decision: "not_sent" });
  expect(await batchOf(w.db, batchId)).toMatchObject({ phase: "done", releasedAmount: "29.70" });
  expect((await rowsOf(w.db, batchId)).map(({ reasonCode }) => reasonCode)).toEqual(Array(3).fill("build_lost"));
  await w.expectSound();
});

test("a provider that doesn't let a group be built is no fault of the batch", async () => {
  const { batchId } = await plantMessage(w.db, w.rt.env, w.payer);
  await w.fault("create", "http_500", { times: 2 * MOST_LOST_BUILDS });
  for (let i = 0; i < 2 * MOST_LOST_BUILDS; i++) {
    await w.serve();
    w.time.shiftMs += 6 * 60_000;
  }
  expect(await batchOf(w.db, batchId)).toMatchObject({ phase: "new", lostBuilds: 0 });
  expect(await w.serve()).toBe(1);
  await w.expectSound();
});
