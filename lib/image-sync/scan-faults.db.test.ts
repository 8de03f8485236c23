import { eq } from "drizzle-orm";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { customerImageRefs, customerImages } from "@/db/schema/customer-images";
import { syncRuns } from "@/db/schema/image-sync";
import { plantOrg } from "@/db/testing/plant";
import { faultyMemory } from "@/scripts/testing/faulty-storage";
import { type Plan, worlds } from "@/scripts/testing/image-oracle";
import { plantCustomer } from "@/scripts/testing/plant-customer";
import { findingsOf, lineOf, newScan, plantWorld, runOf, saidOf, scanToEnd } from "@/scripts/testing/planted-world";
import { START, testRig } from "@/scripts/testing/test-rig";
import { claimRun, releaseRun } from "./lease";
import { scanSlice } from "./scan-slice";

const t = testRig(
  async (db) => {
    const org = await plantOrg(db, "hq", null);
    const people = [await plantCustomer(db, org), await plantCustomer(db, org), await plantCustomer(db, org)];
    return { org, people, store: faultyMemory() };
  },
  (db) => db.select().from(syncRuns),
);
const rt = (store = t.w.store) => ({ ...t.rt, storage: store.storage, quarantine: store.quarantine });
const plant = (plan: Plan, store = t.w.store) =>
  plantWorld(t.db, async (key, bytes, at) => void store.files.set(key, { bytes, at }), t.w.people, plan);
const of = (kind: string, n: number, customer = 0): Plan =>
  Array.from({ length: n }, (_, i) => ({
    ...{ kind, customer, isHome: true, stem: "가" },
    draws: [i, 0, 0, 0, 0, 0, 0, 0],
  }));
const wipe = async (store = t.w.store) => {
  await t.db.delete(customerImageRefs);
  await t.db.delete(customerImages);
  store.files.clear();
};

describe("a storage that can't be believed ends the scan before anything is judged", () => {
  const endOf = async (id: number) => {
    await scanToEnd(rt(), id);
    const { state, error, planHash } = await runOf(t.db, id);
    expect([state, planHash]).toEqual(["aborted", null]);
    return error;
  };
  test("nothing is in it: an unmounted disk, a wrong bucket, a wrong prefix (ST-07)", async () => {
    await plant(of("valid", 3));
    t.w.store.files.clear();
    expect(await endOf(await newScan(rt()))).toBe("storage_empty");
    t.w.store.files.set("img/1/a.jpg", { bytes: Buffer.from("other"), at: START });
    expect(await endOf(await newScan(rt()))).toBe("prefix_empty");
    expect(await findingsOf(t.db, 1)).toEqual([]);
  });
  test("or the database is", async () => {
    await plant(of("valid", 3));
    await t.db.delete(customerImages);
    expect(await endOf(await newScan(rt()))).toBe("database_empty");
  });
  test("what is put there isn't kept, found or listed", async () => {
    await plant(of("valid", 3));
    const { faults } = t.w.store;
    for (const fault of [
      { isReadOnly: true },
      { isFull: true },
      { head: () => "absent" as const },
      { pages: () => "truncated" as const },
      { pages: () => "broken" as const },
    ]) {
      for (const key of t.w.store.files.keys()) if (key.includes("_canary")) t.w.store.files.delete(key);
      Object.assign(faults, { isReadOnly: false, isFull: false, head: () => null, pages: {} }, fault);
      expect(await endOf(await newScan(rt()))).toBe("canary_failed");
    }
  });
  test("its clock is another", async () => {
    await plant(of("valid", 3));
    const ahead = faultyMemory(() => new Date(Date.now() + 6 * 60_000));
    const id = await newScan(rt(ahead));
    await scanToEnd(rt(ahead), id);
    expect(await runOf(t.db, id)).toMatchObject({ state: "aborted", error: "clock_skew" });
  });
  test("both are empty: there is nothing to find", async () => {
    const id = await newScan(rt());
    await scanToEnd(rt(), id);
    expect(await runOf(t.db, id)).toMatchObject({ state: "planned", error: null });
  });
});

describe("what can't be looked at proves nothing (ST-06)", () => {
  /** Preflight is through: from here on storage fails. */
  const begun = async (plan: Plan) => {
    await plant(plan);
    const id = await newScan(rt());
    await scanSlice(rt(), id, { budgetMs: 0 });
    expect((await runOf(t.db, id)).phase).toBe("walk");
    return id;
  };
  test("a listing that fails or comes out of order ends the scan; one that fails once is asked for again", async () => {
    for (const [fault, error] of [
      ["forbidden", "listing_failed"],
      ["timeout", "listing_failed"],
      ["disordered", "listing_disorder"],
    ] as const) {
      await wipe();
      const id = await begun(of("ghost", 2).concat(of("valid", 9)));
      let pages = 0;
      t.w.store.faults.pages = () => (++pages > 1 ? fault : null);
      await scanToEnd(rt(), id, () => ({ pageSize: 4 }));
      expect(await runOf(t.db, id)).toMatchObject({ state: "aborted", error, planHash: null });
      t.w.store.faults.pages = {};
    }
    await wipe();
    const id = await begun(of("ghost", 2).concat(of("valid", 9)));
    let pages = 0;
    t.w.store.faults.pages = () => (++pages === 2 ? "broken" : null);
    await scanToEnd(rt(), id, () => ({ pageSize: 4 }));
    expect(await runOf(t.db, id)).toMatchObject({ state: "planned", counts: { verdicts: { ghost: 2 } } });
  });
  test("a listing that keeps files from us makes no ghost of them, and nothing of those customers is certain", async () => {
    const id = await begun([...of("valid", 12), ...of("ghost", 2), ...of("ghost", 1, 1)]);
    t.w.store.faults.pages = () => "truncated";
    await scanToEnd(rt(), id);
    const found = await findingsOf(t.db, id);
    expect(found.map(({ verdict, certainty, doubt, customerId }) => [verdict, certainty, doubt, customerId])).toEqual(
      expect.arrayContaining([["ghost", "doubtful", "scan_failed", t.w.people[0]!.id]]),
    );
    expect(
      found.filter(({ certainty, customerId }) => certainty === "certain" && customerId === t.w.people[0]!.id),
    ).toEqual([]);
    expect((await runOf(t.db, id)).counts?.valid).toBe(14);
  });
  test("a file that can't be asked for makes no ghost, and nothing of its customer may be approved", async () => {
    const id = await begun([...of("ghost", 3), ...of("samePath", 1), ...of("ghost", 2, 1)]);
    const [first] = t.w.people;
    let asked = 0;
    t.w.store.faults.head = (key) => (key.includes(`/${first!.id}/`) && ++asked === 1 ? "forbidden" : null);
    await scanToEnd(rt(), id);
    const found = await findingsOf(t.db, id);
    const ofFirst = found.filter(({ customerId }) => customerId === first!.id);
    expect(ofFirst.filter(({ verdict }) => verdict === "ghost")).toHaveLength(2);
    expect(new Set(ofFirst.map(({ doubt }) => doubt))).toEqual(new Set(["scan_failed"]));
    expect(found.filter(({ certainty }) => certainty === "certain")).toHaveLength(2);
    expect((await runOf(t.db, id)).counts).toMatchObject({ unreadable: 1 });
  });
  test("bytes that break off or are others' are no proof of sameness", async () => {
    const id = await begun(of("sameBytes", 2));
    t.w.store.faults.read = () => "torn";
    await scanToEnd(rt(), id);
    expect(await findingsOf(t.db, id)).toEqual([]);
    expect((await runOf(t.db, id)).counts).toMatchObject({ unreadable: 2 });
  });
  test("whatever fails at random, nothing is certain that wasn't planted so", async () => {
    await fc.assert(
      fc.asyncProperty(worlds(10), fc.infiniteStream(fc.nat(11)), async (plan, chance) => {
        await wipe();
        t.w.store.faults.pages = {};
        t.w.store.faults.head = () => null;
        const { world, ids } = await plant(plan);
        const id = await newScan(rt());
        await scanSlice(rt(), id, { budgetMs: 0 });
        const next = () => chance.next().value;
        t.w.store.faults.pages = () => ["broken" as const, "empty" as const][next()] ?? null;
        t.w.store.faults.head = () => (next() === 0 ? "timeout" : null);
        t.w.store.faults.read = () => (next() === 0 ? "torn" : null);
        await scanToEnd(rt(), id, () => ({ budgetMs: next() * 3, pageSize: 3 }));
        t.w.store.faults.read = () => null;
        const run = await runOf(t.db, id);
        if (run.state === "aborted") return expect(run.error).toBe("listing_failed");
        const certain = (await saidOf(t.db, id, t.w.people, ids)).filter((line) => line.split(" | ")[1] === "");
        const planted = world.expected.map(lineOf);
        expect(certain.filter((line) => !planted.includes(line))).toEqual([]);
      }),
      { numRuns: 25 },
    );
  }, 120_000);
});

describe("the right to work on a scan", () => {
  test("is one slice's at a time, and who lost it has written nothing (ST-13)", async () => {
    await plant(of("ghost", 3));
    const id = await newScan(rt());
    const lease = (await claimRun(t.db, id))!;
    expect(await scanSlice(rt(), id)).toBe(false);
    await releaseRun(t.db, lease);
    await scanSlice(rt(), id, { budgetMs: 0 });
    // Somebody takes over while this one looks at its first file.
    t.w.store.faults.before = async (call) => {
      if (call !== "head") return;
      t.w.store.faults.before = null;
      await t.db.update(syncRuns).set({ leaseUntil: null }).where(eq(syncRuns.id, id));
      await claimRun(t.db, id);
    };
    expect(await scanSlice(rt(), id)).toBe(false);
    expect(await findingsOf(t.db, id)).toEqual([]);
    await t.db.update(syncRuns).set({ leaseUntil: null }).where(eq(syncRuns.id, id));
    await scanToEnd(rt(), id);
    expect(await findingsOf(t.db, id)).toHaveLength(3);
  });
});
