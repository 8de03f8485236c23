import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { customerImages } from "@/db/schema/customer-images";
import { customers } from "@/db/schema/customers";
import { scopeOf } from "@/lib/access/scope";
import { customerImageRig } from "@/scripts/testing/customer-image-rig";
import { listCustomerImages } from "./queries";

const rig = customerImageRig();
const { t } = rig;
const countOf = async (id: number) => (await listCustomerImages(t.db, scopeOf(t.w.operator), { id, limit: 1 })).count;

test("the verified number stands beside the rows with its time, and says when something changed since (D-34)", async () => {
  const { id } = t.w.customer;
  await rig.plantRow({ filePath: "customers/a.jpg" });
  const ghost = await rig.plantRow({ filePath: "customers/b.jpg" });
  await rig.plantRow({ filePath: "customers/c.jpg", status: "pending" });
  expect(await countOf(id)).toEqual({ rows: 2, verified: null, checkedAt: null, changedSince: false });
  rig.later(1000);
  await t.db.update(customers).set({ imageCountVerified: 1, imageCheckedAt: t.now }).where(eq(customers.id, id));
  const verified = { rows: 2, verified: 1, checkedAt: t.now.toISOString(), changedSince: false };
  expect(await countOf(id)).toEqual(verified);
  rig.later(1000);
  await rig.plantRow({ filePath: "customers/d.jpg", status: "pending", updatedAt: t.now });
  expect(await countOf(id)).toEqual(verified);
  await t.db.update(customerImages).set({ deletedAt: t.now, updatedAt: t.now }).where(eq(customerImages.id, ghost));
  expect(await countOf(id)).toEqual({ ...verified, rows: 1, changedSince: true });
});
