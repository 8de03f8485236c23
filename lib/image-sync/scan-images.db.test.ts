import { eq } from "drizzle-orm";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { auditLog } from "@/db/schema/audit";
import { customerImageRefs, customerImages } from "@/db/schema/customer-images";
import { customers } from "@/db/schema/customers";
import { syncFindings, syncRuns } from "@/db/schema/image-sync";
import { plantOrg, plantUser } from "@/db/testing/plant";
import { faultyMemory } from "@/scripts/testing/faulty-storage";
import { type Plan, worlds } from "@/scripts/testing/image-oracle";
import type { PlantedRow } from "@/scripts/testing/image-truth";
import { mortalDb } from "@/scripts/testing/mortal-db";
import { plantCustomer } from "@/scripts/testing/plant-customer";
import { findingsOf, newScan, plantRow, plantWorld, runOf, SCRIPT, scanToEnd } from "@/scripts/testing/planted-world";
import { codeOf, START, testRig, told } from "@/scripts/testing/test-rig";
import { findingDetail, listFindings } from "./finding-queries";
import { imageStanding } from "./image-standing";
import { getRun, listRuns } from "./queries";
import { scanImages } from "./scan-images";
import { scanNightly } from "./scan-nightly";
import { scanReport } from "./scan-report";
import { scanSlice } from "./scan-slice";

const t = testRig(
  async (db) => {
    const org = await plantOrg(db, "hq", null);
    const branch = await plantOrg(db, "branch", org);
    const people = [await plantCustomer(db, org), await plantCustomer(db, org), await plantCustomer(db, branch)];
    const staff = { admin: await plantUser(db, org), operator: await plantUser(db, org, "operator") };
    return { ...{ org, people, store: faultyMemory() }, ...staff, stranger: await plantUser(db, branch) };
  },
  async (db) => ({ runs: await db.select().from(syncRuns), audit: await db.select().from(auditLog) }),
);
const rt = () => ({ ...t.rt, storage: t.w.store.storage, quarantine: t.w.store.quarantine });
const plant = (plan: Plan) =>
  plantWorld(t.db, async (key, bytes, at) => void t.w.store.files.set(key, { bytes, at }), t.w.people, plan);
const of = (kind: string, n: number, customer = 0): Plan =>
  Array.from({ length: n }, () => ({ kind, customer, isHome: true, stem: "가", draws: [0, 0, 0, 0, 0, 0, 0, 0] }));
const ALL = { scope: {}, batchSize: 10 } as const;
const facts = async (id: number) => (await findingsOf(t.db, id)).map(({ id: _, runId: __, ...one }) => one);

describe("a scan as it is asked for", () => {
  test("goes on with what the same person began, and tells how it stands", async () => {
    await plant([...of("ghost", 2), ...of("valid", 3), ...of("samePath", 1, 1)]);
    const first = await scanImages(rt(), t.w.admin, ALL, { budgetMs: 0 });
    expect(first).toMatchObject({ state: "scanning", phase: "walk", createdBy: { id: t.w.admin.userId } });
    expect(first.cursor).not.toBeNull();
    const other = await scanImages(rt(), SCRIPT, ALL);
    expect(other.id).not.toBe(first.id);
    const done = await scanImages(rt(), t.w.admin, ALL);
    expect(done).toMatchObject({ id: first.id, state: "planned", cursor: null, error: null });
    expect(done.totals).toMatchObject({ customers: 3, problemCustomers: 2, problemPct: 66.67, ghost: 2, duplicate: 1 });
    expect(done.top.map(({ code, ghost, duplicate }) => [code, ghost, duplicate])).toEqual([
      [t.w.people[0]!.code, 2, 0],
      [t.w.people[1]!.code, 0, 1],
    ]);
    expect((await scanImages(rt(), t.w.admin, ALL, { budgetMs: 0 })).id).toBeGreaterThan(other.id);
    const { items } = await listRuns(t.rt, t.w.admin, { limit: 2 });
    expect(items.map(({ id }) => id)).toEqual([other.id + 1, other.id]);
    const audits = await t.db.select().from(auditLog).where(eq(auditLog.action, "image_sync.scan"));
    expect(audits.map(({ actorUserId }) => actorUserId)).toEqual([t.w.admin.userId, null, t.w.admin.userId]);
  });

  test("of some customers sees theirs as a scan of all does, and nobody else's", async () => {
    await fc.assert(
      fc.asyncProperty(worlds(10), fc.nat(2), async (plan, who) => {
        await t.db.delete(customerImageRefs);
        await t.db.delete(customerImages);
        t.w.store.files.clear();
        const { world } = await plant(plan);
        const person = t.w.people[who]!;
        const whole = await newScan(rt());
        await scanToEnd(rt(), whole);
        const some = await newScan(rt(), [person.id]);
        await scanToEnd(rt(), some, () => ({ pageSize: 3 }));
        const seen = (all: Awaited<ReturnType<typeof facts>>) =>
          all.map(({ seq: _, ...one }) => JSON.stringify(one)).sort();
        const theirs = (await facts(whole)).filter(({ customerId }) => customerId === person.id);
        expect(seen(await facts(some))).toEqual(seen(theirs));
        const rows = world.rows.filter(({ customer, isDeleted }) => customer === who && !isDeleted).length;
        expect((await runOf(t.db, some)).counts).toMatchObject({ customers: 1, rows, expectedRows: rows });
      }),
      { numRuns: 15 },
    );
  }, 120_000);

  test("is the headquarters' alone, and names whom nobody knows", async () => {
    for (const actor of [t.w.operator, t.w.stranger]) {
      expect((await t.refusal(() => scanImages(rt(), actor, ALL))).code).toBe("forbidden");
      expect(await codeOf(getRun(t.rt, actor, 1))).toBe("forbidden");
      expect(await codeOf(listRuns(t.rt, actor, { limit: 5 }))).toBe("forbidden");
      expect(await codeOf(listFindings(t.db, actor, { id: 1, limit: 5 }))).toBe("forbidden");
      expect(await codeOf(scanReport(t.rt, actor, { id: 1, format: "csv" }, "ko"))).toBe("forbidden");
    }
    const codes = [t.w.people[0]!.code, "NOBODY"];
    const refusal = await t.refusal(() =>
      scanImages(rt(), t.w.admin, { scope: { customerCodes: codes }, batchSize: 10 }),
    );
    expect(told(refusal)).toEqual(["invalid", "scope", "imageSyncNobody"]);
    expect(await codeOf(getRun(t.rt, t.w.admin, 99))).toBe("not_found");
    expect(await codeOf(findingDetail(rt(), t.w.admin, { id: 99, findingId: 1 }))).toBe("not_found");
  });

  test("that finds more ghosts than a storage may lose ends, with what it saw (ST-07, ST-15)", async () => {
    await plant([...of("ghost", 12), ...of("ghost", 12, 1), ...of("valid", 40)]);
    const run = await scanImages(rt(), t.w.admin, ALL);
    expect(run).toMatchObject({ state: "aborted", error: "too_many_ghosts", planHash: null, totals: { ghost: 24 } });
  });

  test("doubts ghosts that are most of a customer's pictures, and counts what is really there (D-34)", async () => {
    await plant([...of("ghost", 4), ...of("valid", 3), ...of("ghost", 3, 2), ...of("valid", 2, 2)]);
    const run = await scanImages(rt(), t.w.admin, ALL);
    const doubtsOf = async (id: number) =>
      (await findingsOf(t.db, run.id)).filter(({ customerId }) => customerId === id).map(({ doubt }) => doubt);
    const [first, , third] = t.w.people;
    // Of the first just half is gone, one picture of theirs lying among others'; of the third three of five.
    expect(await doubtsOf(first!.id)).toEqual([null, null, null, null]);
    expect(await doubtsOf(third!.id)).toEqual(["most_of_customer", "most_of_customer", "most_of_customer"]);
    const counted = await t.db.select().from(customers).where(eq(customers.id, first!.id));
    expect(counted[0]).toMatchObject({ imageCountVerified: 4, imageCheckedAt: START });
  });

  test("is told finding by finding, with both sides", async () => {
    await plant([...of("samePath", 1), ...of("ghost", 1, 1)]);
    const { id } = await scanImages(rt(), t.w.admin, ALL);
    const page = await listFindings(t.db, t.w.admin, { id, limit: 1 });
    const next = await listFindings(t.db, t.w.admin, { id, limit: 1, cursor: Number(page.nextCursor) });
    expect([...page.items, ...next.items].map(({ verdict }) => verdict).sort()).toEqual(["duplicate_key", "ghost"]);
    expect(next.nextCursor).toBeNull();
    const { items } = await listFindings(t.db, t.w.admin, { id, verdict: "duplicate_key", limit: 9 });
    const detail = await findingDetail(rt(), t.w.admin, { id, findingId: items[0]!.id });
    expect(detail.candidates.map(({ fate, isThere }) => [fate, isThere])).toEqual([
      ["remove", true],
      ["keep", true],
    ]);
    const code = t.w.people[1]!.code;
    const ghosts = await listFindings(t.db, t.w.admin, { id, customer: code, limit: 9 });
    expect(ghosts.items).toMatchObject([{ verdict: "ghost", customerCode: code, certainty: "certain" }]);
  });

  test("is reported as a file: the panel, the top, the split and who has what", async () => {
    await plant([...of("ghost", 2), ...of("valid", 3), ...of("samePath", 1, 1)]);
    const { id } = await scanImages(rt(), t.w.admin, ALL);
    const textOf = async (format: "csv" | "json") => {
      const { body } = await scanReport(t.rt, t.w.admin, { id, format }, "ko");
      return Buffer.from(await new Response(body as ReadableStream).arrayBuffer()).toString();
    };
    const json = JSON.parse(await textOf("json"));
    expect(json).toMatchObject({ id, totals: { ghost: 2, split: { ghostOnly: 1, duplicateOnly: 1 } } });
    expect(json.customers.map((one: { ghost: number; duplicate: number }) => [one.ghost, one.duplicate])).toEqual([
      [2, 0],
      [0, 1],
    ]);
    const lines = (await textOf("csv")).split("\r\n");
    expect(lines[0]).toBe(`\ufeff실행 번호,${id}`);
    expect(lines).toEqual(expect.arrayContaining(["전체 고객,3", "문제 있는 고객,2", "파일 없음,2", "겹침,1"]));
    expect(lines).toContain(`1,${t.w.people[0]!.name},${t.w.people[0]!.code},2,0,2`);
  });
});

describe("a scan that is cut off anywhere", () => {
  test("goes on where it was, and comes to the same (ST-20)", async () => {
    await plant([...of("ghost", 3), ...of("samePath", 2, 1), ...of("sameBytes", 2), ...of("orphan", 2, 2)]);
    const whole = await newScan(rt());
    await scanToEnd(rt(), whole);
    for (let at = 2; at < 90; at += 7) {
      const id = await newScan(rt());
      const mortal = mortalDb(t.url, at);
      const slice = scanSlice({ ...rt(), db: mortal.db }, id, { pageSize: 3 }).catch(() => undefined);
      await Promise.race([slice, mortal.died]);
      // Its lease runs out; nobody knows of the process any more.
      await t.db.update(syncRuns).set({ leaseUntil: null }).where(eq(syncRuns.id, id));
      await scanToEnd(rt(), id, () => ({ pageSize: 4 }));
      expect(await facts(id), `dead at ${at}`).toEqual(await facts(whole));
      expect((await runOf(t.db, id)).counts).toEqual((await runOf(t.db, whole)).counts);
    }
  }, 60_000);

  test("takes nothing that comes or changes meanwhile for a fault (ST-08)", async () => {
    const { world } = await plant([...of("ghost", 3), ...of("valid", 6), ...of("samePath", 2)]);
    const whole = await newScan(rt());
    await scanToEnd(rt(), whole);
    const id = await newScan(rt());
    const [home] = world.homes;
    let n = 0;
    const fresh: PlantedRow[] = [];
    // Rows come while the scan looks at a file or lists some.
    t.w.store.faults.before = async () => {
      for (const row of fresh.splice(0)) await plantRow(t.db, t.w.people[0]!.id, row, null);
    };
    await scanToEnd(rt(), id, () => {
      const path = `${home}during ${n++}.jpg`;
      if (n % 2) t.w.store.files.set(path, { bytes: Buffer.from("x"), at: START });
      else fresh.push({ ...world.rows[0]!, path, name: path, isFresh: true });
      return { budgetMs: 0, pageSize: 2 };
    });
    const said = async (run: number) => (await facts(run)).map(({ evidence: _, ...one }) => one);
    expect(await said(id)).toEqual(await said(whole));
    expect(n).toBeGreaterThan(8);
  });
});

describe("by night", () => {
  const pass = () => scanNightly(rt(), () => false);
  const night = () => t.db.select().from(syncRuns).where(eq(syncRuns.reason, "nightly"));
  const nextDay = () => {
    t.now = new Date(t.now.getTime() + 86_400_000);
  };
  test("all is scanned once, whoever asks, and what is new since the night before is told", async () => {
    expect(await pass()).toBe(false);
    expect(await night()).toEqual([]);
    nextDay();
    await plant([...of("ghost", 2), ...of("valid", 4)]);
    expect(await Promise.all([pass(), pass()])).toContain(true);
    while (await pass());
    expect(await night()).toMatchObject([{ state: "planned", counts: { drift: 2 } }]);
    expect(await imageStanding(t.db)).toMatchObject({ drift: 2, isAborted: false });
    expect(await pass()).toBe(false);

    nextDay();
    const [row] = await t.db.select().from(customerImages).where(eq(customerImages.bytes, 1_001)).limit(1);
    while (await pass());
    expect((await night()).map(({ counts }) => counts?.drift)).toEqual([2, 0]);
    expect(t.w.store.files.has(row!.filePath)).toBe(true);

    nextDay();
    t.w.store.files.delete(row!.filePath);
    while (await pass());
    expect((await night()).map(({ counts }) => counts?.drift)).toEqual([2, 0, 1]);

    nextDay();
    t.w.store.files.clear();
    while (await pass());
    expect(await imageStanding(t.db)).toMatchObject({ isAborted: true });
    expect((await t.db.select().from(syncFindings)).length).toBe(2 + 2 + 3);
  });
});
