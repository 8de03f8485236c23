import { eq, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import type { Db } from "@/db/client";
import { customers } from "@/db/schema/customers";
import { plantOrg, plantUser } from "@/db/testing/plant";
import { scopeOf } from "@/lib/access/scope";
import { plantCustomer, plantOptOut, plantTenant } from "@/scripts/testing/plant-customer";
import { testRig } from "@/scripts/testing/test-rig";
import { COUNTED_MOST, countCustomers } from "./count-queries";
import { CustomerListQuery } from "./filter-schema";
import { LOOKED_THROUGH } from "./list-walks";
import { listCustomers } from "./queries";

/** So many stand in one organisation, ten in another; more than anything may look at in one go. */
const MANY = 60_000;
async function plant(db: Db) {
  const own = await plantOrg(db, "agency", null);
  const below = await plantOrg(db, "branch", own);
  const tenant = await plantTenant(db, own);
  return { own, below, tenant, admin: await plantUser(db, own) };
}
const t = testRig(plant, (db) => db.$count(customers));

beforeEach(async () => {
  await plantCustomer(t.db, t.w.own, { name: "가 처음", digits: null });
  const [first] = await t.db.select().from(customers).limit(1);
  for (let size = 1; size < MANY; size *= 2)
    await t.db.execute(sql`insert into customers (org_id, code, name, ad_consent, night_consent, version, created_at, updated_at)
      select org_id, concat('N', id + ${size}, '-', ${size}), concat('나 ', lpad(id, 7, '0')), 0, 0, 1, created_at, updated_at
      from customers where org_id = ${first!.orgId} limit ${Math.min(MANY - size, size)}`);
  for (let i = 0; i < 10; i++) await plantCustomer(t.db, t.w.below, { name: `마 ${i}`, adConsent: i === 9 });
  await plantCustomer(t.db, t.w.own, { name: "하 끝단골", adConsent: true });
  await t.db.execute(sql`analyze table customers`);
}, 120_000);

/** What one call makes the server read, by a connection of its own. */
async function readBy<R>(work: (db: Db) => Promise<R>): Promise<[R, number]> {
  return t.db.transaction(async (tx) => {
    const total = async () => {
      const [rows] = await tx.execute(sql`show session status like 'Handler_read%'`);
      return (rows as unknown as { Value: string }[]).reduce((sum, row) => sum + Number(row.Value), 0);
    };
    const before = await total();
    const result = await work(tx as unknown as Db);
    return [result, (await total()) - before];
  });
}
const list = (query: object) =>
  readBy((db) => listCustomers(db, scopeOf(t.w.admin), t.rt.env.LOOKUP_KEY, CustomerListQuery.parse(query)));

test("looking for words or a rare consent reads so many customers a page and no more, and finds everybody in the end", async () => {
  for (const query of [{ q: "끝단골" }, { adConsent: "true" }, { adConsent: "true", sort: "updated" }]) {
    const found: string[] = [];
    let pages = 0;
    for (let cursor: string | null | undefined; cursor !== null; pages++) {
      const [page, rows] = await list({ ...query, ...(cursor && { cursor }) });
      // The share of each of the two organisations twice: once in the index, once to be looked at.
      expect(rows).toBeLessThanOrEqual(2 * LOOKED_THROUGH + 1_000);
      found.push(...page.items.map(({ name }) => name));
      cursor = page.nextCursor;
    }
    expect(found.sort()).toEqual("q" in query ? ["하 끝단골"] : ["마 9", "하 끝단골"]);
    expect(pages).toBeGreaterThan(2);
  }
  // What an index has in order costs a page, however many there are.
  const [page, rows] = await list({});
  expect(page.items).toHaveLength(50);
  expect(rows).toBeLessThanOrEqual(500);
}, 60_000);

test("the figures above the list stop counting where counting costs more than it tells", async () => {
  const [counts, rows] = await readBy((db) => countCustomers(db, scopeOf(t.w.admin), t.now));
  expect(counts).toMatchObject({ all: COUNTED_MOST, isMore: true });
  expect(rows).toBeLessThanOrEqual(2.2 * COUNTED_MOST);
  const few = await plantUser(t.db, t.w.below);
  const [one] = await t.db.select().from(customers).where(eq(customers.orgId, t.w.below.id)).limit(1);
  await plantOptOut(t.db, t.w.tenant, "01000000777");
  await t.db.execute(sql`insert into opt_outs (tenant_id, phone_key, phone, phone_last4, source, created_at)
    select tenant_id, unhex(sha2(c.id, 256)), o.phone, '0000', source, o.created_at from opt_outs o, customers c where c.id <= 30000`);
  await plantOptOut(t.db, t.w.tenant, "01000000778", { phoneKey: one!.phoneKey! });
  const [mine, read] = await readBy((db) => countCustomers(db, scopeOf(few), t.now));
  expect(mine).toMatchObject({ all: 10, isMore: false, optedOut: 1, reachable: 9 });
  expect(read).toBeLessThanOrEqual(300);
}, 60_000);
