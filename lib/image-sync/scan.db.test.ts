import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { customerImageRefs, customerImages } from "@/db/schema/customer-images";
import { customers } from "@/db/schema/customers";
import { plantOrg } from "@/db/testing/plant";
import { createLocalDisk } from "@/lib/storage/local-disk";
import { createLocalQuarantine } from "@/lib/storage/local-quarantine";
import { type Plan, worlds } from "@/scripts/testing/image-oracle";
import { plantCustomer } from "@/scripts/testing/plant-customer";
import {
  clearWorld,
  findingsOf,
  lineOf,
  newScan,
  onDisk,
  plantWorld,
  runOf,
  saidOf,
  scanToEnd,
} from "@/scripts/testing/planted-world";
import { filesIn } from "@/scripts/testing/sync-rig";
import { testRig } from "@/scripts/testing/test-rig";

const t = testRig(
  async (db) => {
    const folder = await mkdtemp(join(tmpdir(), "dochak-scan-"));
    const org = await plantOrg(db, "hq", null);
    const people = [await plantCustomer(db, org), await plantCustomer(db, org), await plantCustomer(db, org)];
    return { folder, org, people, storage: createLocalDisk(folder), quarantine: createLocalQuarantine(folder) };
  },
  (db) => db.select().from(customerImages),
);
afterEach(() => rm(t.w.folder, { recursive: true, force: true }));
const rt = () => ({ ...t.rt, storage: t.w.storage, quarantine: t.w.quarantine });
const plant = (plan: Plan) => plantWorld(t.db, onDisk(t.w.folder), t.w.people, plan);

/** Everything a scan may only look at. */
const asItIs = async () => ({
  rows: await t.db.select().from(customerImages),
  refs: await t.db.select().from(customerImageRefs),
  people: (await t.db.select().from(customers)).map(({ imageCountVerified: _, imageCheckedAt: __, ...one }) => one),
  files: await filesIn(t.w.folder),
});

describe("a scan of rows and files as they lie", () => {
  test("finds what was planted, in any number of slices the same, and changes nothing", async () => {
    await fc.assert(
      fc.asyncProperty(worlds(12), fc.integer({ min: 2, max: 9 }), async (plan, pageSize) => {
        await clearWorld(t.db, t.w.folder);
        const { world, ids } = await plant(plan);
        const before = await asItIs();
        const whole = await newScan(rt());
        expect(await scanToEnd(rt(), whole, () => ({ budgetMs: 600_000 }))).toBe(1);
        expect(await saidOf(t.db, whole, t.w.people, ids)).toEqual(world.expected.map(lineOf).sort());
        const run = await runOf(t.db, whole);
        expect(run).toMatchObject({ state: "planned", error: null, leaseUntil: null });
        const live = world.rows.filter(({ isDeleted }) => !isDeleted).length;
        expect(run.counts).toMatchObject({
          ...{ customers: 3, rows: live, expectedRows: live, valid: world.valid, fresh: world.fresh, unreadable: 0 },
          files: world.files.filter(({ key }) => key.startsWith("customers/")).length,
          doubtful: world.expected.filter(({ doubt }) => doubt !== null).length,
        });

        const cut = await newScan(rt());
        await scanToEnd(rt(), cut, () => ({ budgetMs: 0, pageSize }));
        const facts = async (id: number) => (await findingsOf(t.db, id)).map(({ id: _, runId: __, ...one }) => one);
        expect(await facts(cut)).toEqual(await facts(whole));
        expect((await runOf(t.db, cut)).counts).toEqual(run.counts);
        expect(await asItIs()).toEqual(before);
      }),
      { numRuns: 12, endOnFailure: true },
    );
  }, 120_000);
});
