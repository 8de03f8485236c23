import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { customerImages } from "@/db/schema/customer-images";
import { customers } from "@/db/schema/customers";
import { scopeOf } from "@/lib/access/scope";
import { customerImageRig } from "@/scripts/testing/customer-image-rig";
import { plantCustomer } from "@/scripts/testing/plant-customer";
import { noteVerifiedCount } from "./note-verified-count";
import { listCustomerImages } from "./queries";

const rig = customerImageRig();
const { t } = rig;
const countOf = async (id: number) => (await listCustomerImages(t.db, scopeOf(t.w.operator), { id, limit: 1 })).count;

test("the verified number stands beside the rows with its time, and says when something changed since", async () => {
  const { id } = t.w.customer;
  await rig.plantRow({ filePath: "customers/a.jpg" });
  const ghost = await rig.plantRow({ filePath: "customers/b.jpg" });
  rig.later(1000);
  const other = await plantCustomer(t.db, t.w.org);
  const before = await t.db.select().from(customers).where(eq(customers.id, id));
  await noteVerifiedCount(t.db, t.now, [
    { customerId: id, count: 1 },
    { customerId: other.id, count: 0 },
  ]);
  const verified = { rows: 2, verified: 1, checkedAt: t.now.toISOString(), changedSince: false };
  expect(await countOf(id)).toEqual(verified);
  expect(await countOf(other.id)).toMatchObject({ rows: 0, verified: 0 });
  const [after] = await t.db.select().from(customers).where(eq(customers.id, id));
  expect(after).toEqual({ ...before[0], imageCountVerified: 1, imageCheckedAt: t.now });
  rig.later(1000);
  await t.db.update(customerImages).set({ deletedAt: t.now, updatedAt: t.now }).where(eq(customerImages.id, ghost));
  expect(await countOf(id)).toEqual({ ...verified, rows: 1, changedSince: true });
});

test("more customers than one statement holds", async () => {
  const ids: number[] = [];
  for (let n = 0; n < 30; n++) ids.push((await plantCustomer(t.db, t.w.org)).id);
  const many = [
    ...ids.map((customerId, count) => ({ customerId, count })),
    ...Array.from({ length: 1000 }, (_, n) => ({ customerId: 1e6 + n, count: 1 })),
  ];
  await noteVerifiedCount(t.db, t.now, many);
  const rows = await t.db.select().from(customers);
  expect(ids.map((id) => rows.find((row) => row.id === id)?.imageCountVerified)).toEqual(ids.map((_, n) => n));
});
