import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { type PlantedOrg, plantOrg, plantUser } from "@/db/testing/plant";
import { type OrgScope, scopeOf } from "@/lib/access/scope";
import { plantCustomer, plantList, plantOptOut, plantTenant } from "@/scripts/testing/plant-customer";
import { testEnv } from "@/scripts/testing/test-env";
import { type AudienceMember, type AudienceOrder, audienceOf } from "./audience";
import { matchPhones } from "./match-phones";
import { phoneKey } from "./phone-key";

const env = testEnv();
let test_: TestDatabase;
let hq: PlantedOrg, own: PlantedOrg, below: PlantedOrg, foreign: PlantedOrg;
let scope: OrgScope;

beforeAll(async () => {
  test_ = await openTestDatabase();
});
afterAll(() => test_.drop());
beforeEach(async () => {
  await test_.clear();
  hq = await plantOrg(test_.db, "hq", null);
  own = await plantOrg(test_.db, "agency", hq);
  below = await plantOrg(test_.db, "branch", own);
  foreign = await plantOrg(test_.db, "agency", hq);
  scope = scopeOf(await plantUser(test_.db, own));
});

async function audience(order: AudienceOrder): Promise<AudienceMember[]> {
  const all: AudienceMember[] = [];
  for await (const chunk of audienceOf(test_.db, scope, env.LOOKUP_KEY, order)) all.push(...chunk);
  return all;
}
const ids = async (order: AudienceOrder) => (await audience(order)).map((member) => member.customerId);

test("everyone is there once, however often they are meant, and nobody of another organisation", async () => {
  const a = await plantCustomer(test_.db, own, { adConsent: true });
  const b = await plantCustomer(test_.db, below);
  const c = await plantCustomer(test_.db, foreign, { adConsent: true });
  const list = await plantList(test_.db, own, [a, b, c]);
  const theirs = await plantList(test_.db, foreign, [a, c]);
  expect(await ids({ customerIds: [b.id, a.id, c.id, b.id], listIds: [list.id, theirs.id], filter: {} })).toEqual([
    a.id,
    b.id,
  ]);
  expect(await ids({ listIds: [theirs.id] })).toEqual([]);
  expect(await ids({ listIds: [list.id] })).toEqual([a.id, b.id]);
  expect(await ids({ filter: { adConsent: true } })).toEqual([a.id]);
  expect(await ids({ filter: { orgId: below.id } })).toEqual([b.id]);
  expect(await ids({ filter: { orgId: foreign.id } })).toEqual([]);
  expect(await ids({})).toEqual([]);
});

test("the deleted are named only where they were asked for by id", async () => {
  const gone = await plantCustomer(test_.db, own, { deletedAt: new Date() });
  const list = await plantList(test_.db, own, [gone]);
  expect(await ids({ listIds: [list.id], filter: {} })).toEqual([]);
  expect(await audience({ customerIds: [gone.id] })).toMatchObject([{ customerId: gone.id, deleted: true }]);
});

test("a filter finds a whole number, four digits or a part of a name", async () => {
  const a = await plantCustomer(test_.db, own, { digits: "01000000123", name: "김하늘" });
  const b = await plantCustomer(test_.db, below, { digits: "01000009123", name: "박하늘" });
  await plantCustomer(test_.db, own, { digits: null, name: "이름 없는 번호" });
  expect(await ids({ filter: { q: "010-0000-0123" } })).toEqual([a.id]);
  expect(await ids({ filter: { q: "9123" } })).toEqual([b.id]);
  expect(await ids({ filter: { q: "하늘" } })).toEqual([a.id, b.id]);
  expect(await ids({ filter: { q: "하_늘" } })).toEqual([]);
});

test("more people than a chunk holds all come, in several chunks", async () => {
  const { customers } = await import("@/db/schema/customers");
  const at = new Date();
  const rows = Array.from({ length: 4100 }, (_, i) => ({ orgId: own.id, code: `N${i}`, name: "고객" }));
  for (let from = 0; from < rows.length; from += 1000)
    await test_.db
      .insert(customers)
      .values(rows.slice(from, from + 1000).map((row) => ({ ...row, createdAt: at, updatedAt: at })));
  const sizes: number[] = [];
  for await (const chunk of audienceOf(test_.db, scope, env.LOOKUP_KEY, { filter: {} })) sizes.push(chunk.length);
  expect(sizes.reduce((sum, n) => sum + n, 0)).toBe(4100);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(2000);
});

test("what is known of pasted numbers: whichever of their customers agreed, one's consent, everyone's refusal", async () => {
  const tenant = await plantTenant(test_.db, own);
  const other = await plantTenant(test_.db, foreign);
  const [shared, refused, lifted, unknown, theirs] = [1, 2, 3, 4, 5].map((n) => `0100000000${n}`) as string[];
  const agreed = await plantCustomer(test_.db, own, { digits: shared!, adConsent: true });
  await plantCustomer(test_.db, below, { digits: shared!, updatedAt: new Date("2026-11-21T00:00:00Z") });
  await plantCustomer(test_.db, own, { digits: shared!, adConsent: true, nightConsent: true, deletedAt: new Date() });
  await plantCustomer(test_.db, foreign, { digits: theirs!, adConsent: true });
  await plantOptOut(test_.db, tenant, refused!);
  await plantOptOut(test_.db, tenant, lifted!, { liftedAt: new Date() });
  await plantOptOut(test_.db, other, unknown!);
  const keys = [shared, refused, lifted, unknown, theirs].map((digits) => phoneKey(env.LOOKUP_KEY, digits!));
  const facts = await matchPhones(test_.db, scope, tenant.id, keys);
  const of = (digits: string) => facts.get(phoneKey(env.LOOKUP_KEY, digits).toString("hex"));
  expect(of(shared!)).toEqual({
    customerId: agreed.id,
    name: agreed.name,
    adConsent: true,
    nightConsent: false,
    optedOut: false,
  });
  expect(of(refused!)).toEqual({
    customerId: null,
    name: null,
    adConsent: false,
    nightConsent: false,
    optedOut: true,
  });
  expect(facts.size).toBe(2);
});
