import { isNotNull } from "drizzle-orm";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { sendBatches } from "@/db/schema/messages";
import { plantUser } from "@/db/testing/plant";
import { readBatches } from "@/lib/alerts/batch-facts";
import { batchOf, groupsOf, plantMessage, rowsOf } from "@/scripts/testing/batch-rig";
import { batchWorld } from "@/scripts/testing/batch-world";
import { codeOf } from "@/scripts/testing/test-rig";
import { decideBatch } from "./decide-batch";
import { MOST_LOST_BUILDS } from "./steps";

const w = batchWorld();
const forPerson = async () => (await readBatches(w.db, await w.rt.clock())).held.map((one) => one.forPerson);

/** Lets what was left behind by those who died come to its end, before the next test has work it would take. */
let bury: (() => void)[] = [];
let passes: Promise<unknown>[] = [];
beforeAll(() => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  return () => vi.restoreAllMocks();
});
afterEach(async () => {
  for (const end of bury) end();
  await Promise.allSettled(passes);
  [bury, passes] = [[], []];
});

/** A pass whose process is gone in the middle of building `batchId`, and of whatever else it was building then. */
async function dieBuilding(batchId: number, others: readonly number[] = []) {
  const dying = new Set([batchId, ...others]);
  const real = w.rt.phone.build;
  const died = new Promise<never>((_, reject) => bury.push(() => reject(new Error("it is dead"))));
  died.catch(() => {});
  let allBegun = () => {};
  const begun = new Promise<void>((resolve) => {
    allBegun = resolve;
  });
  const build: typeof real = (account, order) => {
    if (Number(order.batchId) !== batchId && !others.includes(Number(order.batchId))) return real(account, order);
    dying.delete(Number(order.batchId));
    if (dying.size === 0) allBegun();
    return died;
  };
  const pass = w.serve("mortal", { ...w.rt, phone: { ...w.rt.phone, build } });
  passes.push(pass);
  // A pass that ends has left out somebody it should have died of: no need to wait any longer for that.
  await Promise.race([begun, pass.then(() => Promise.reject(new Error(`never built: ${[...dying]}`)))]);
  // Whoever has room is done once their rows say so; nobody hears of the dead again.
  while ((await inWork()).length > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  w.time.shiftMs += 61_000;

  async function inWork() {
    const rows = await w.db.select().from(sendBatches).where(isNotNull(sendBatches.leaseToken));
    return rows.filter(({ id, lostBuilds }) => id !== batchId && !others.includes(id) && lostBuilds === 0);
  }
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

test("neighbours of a batch that ends its builders are counted once at most, and go out while it is held", async () => {
  const planted = [];
  for (let i = 0; i < 3; i++) planted.push(await plantMessage(w.db, w.rt.env, i === 1 ? w.payer : await w.newPayer()));
  const [before, killer, after] = planted.map(({ batchId }) => batchId) as [number, number, number];
  const lost = async () =>
    (await Promise.all([before, killer, after].map((id) => batchOf(w.db, id)))).map((one) => one.lostBuilds);
  // All three are being built when it happens: nobody can tell whose fault it was.
  await dieBuilding(killer, [before, after]);
  expect(await lost()).toEqual([1, 1, 1]);
  for (let deaths = 2; deaths <= MOST_LOST_BUILDS; deaths++) {
    await dieBuilding(killer);
    const [first, its, last] = await lost();
    expect([its, Math.max(first!, last!) <= 1]).toEqual([deaths, true]);
  }
  await w.serve();
  expect(await batchOf(w.db, killer)).toMatchObject({ phase: "held", heldReason: "build_lost" });
  for (const id of [before, after]) expect(await batchOf(w.db, id)).toMatchObject({ phase: "sent", lostBuilds: 0 });
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
