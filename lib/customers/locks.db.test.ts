import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { type Db, errnoOf, type Tx } from "@/db/client";
import { customers } from "@/db/schema/customers";
import { orgs } from "@/db/schema/orgs";
import { plantOrg, plantUser } from "@/db/testing/plant";
import { plantCustomer, plantList } from "@/scripts/testing/plant-customer";
import { uploadOf } from "@/scripts/testing/sheet-bytes";
import { testRig } from "@/scripts/testing/test-rig";
import { importCustomers } from "./import-customers";
import { lockCustomer } from "./lock-customer";
import { openUpload } from "./open-upload";
import { lockList } from "./save-list";

async function plant(db: Db) {
  const own = await plantOrg(db, "agency", null);
  const admin = await plantUser(db, own, "admin");
  const [one, other] = [await plantCustomer(db, own, { code: "A1", adConsent: true }), await plantCustomer(db, own)];
  return { own, admin, one, other, list: await plantList(db, own, [one]), second: await plantList(db, own, [other]) };
}
const t = testRig(plant, (db) => db.select().from(customers));
const importOf = (file: string) =>
  importCustomers(
    t.rt,
    t.w.admin,
    { orgId: t.w.own.id, execute: true, fileName: "단골.csv", nameOf: (field) => field },
    openUpload(uploadOf(Buffer.from(file))),
  );

/** What becomes of `second` while `first` holds what it locked. */
async function meanwhile<R>(first: (tx: Tx) => Promise<unknown>, second: () => Promise<R>): Promise<R> {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let isLocked = () => {};
  const locked = new Promise<void>((resolve) => {
    isLocked = resolve;
  });
  const holder = t.db.transaction(async (tx) => {
    await first(tx);
    isLocked();
    await held;
  });
  await locked;
  try {
    return await second();
  } finally {
    release();
    await holder;
  }
}
const impatient = (work: (tx: Tx) => Promise<unknown>) =>
  t.db.transaction(async (tx) => {
    await tx.execute(sql`set innodb_lock_wait_timeout = 1`);
    return work(tx);
  });

test("who changes a customer or a list keeps nobody from the others of the organisation, nor from what refers to it", async () => {
  const { admin, own, one, other, list, second } = t.w;
  const both = async (tx: Tx, customer: { id: number }, members: { id: number }) => {
    await lockCustomer(tx, admin, customer.id);
    await lockList(tx, admin, members.id);
  };
  await meanwhile(
    (tx) => both(tx, one, list),
    async () => {
      await impatient((tx) => both(tx, other, second));
      await impatient((tx) => tx.select({ id: orgs.id }).from(orgs).where(eq(orgs.id, own.id)).for("update"));
      const errno = await impatient((tx) => both(tx, one, list)).then(
        () => null,
        (error: unknown) => errnoOf(error),
      );
      expect(errno).toBe(1205);
    },
  );
});

test("an import doesn't bring a consent back that somebody took back while it was read", async () => {
  const { one } = t.w;
  const isIt = eq(customers.id, one.id);
  let imported = Promise.resolve<unknown>(null);
  await meanwhile(
    (tx) => tx.update(customers).set({ adConsent: false, adConsentAt: null, version: 2 }).where(isIt),
    async () => {
      imported = importOf("코드,이름,휴대폰,메모\nA1,김하늘,,새 메모");
      // Long enough for it to come to the row somebody holds.
      await new Promise((resolve) => setTimeout(resolve, 400));
    },
  );
  expect(await imported).toMatchObject({ changed: 1, added: 0 });
  const [row] = await t.db.select().from(customers).where(isIt);
  expect(row).toMatchObject({ memo: "새 메모", adConsent: false, version: 3 });
});

test("who is added while a file with the same code is read is changed by it, and keeps their consent", async () => {
  const values = { orgId: t.w.own.id, code: "B7", name: "박바다", adConsent: true, adConsentAt: t.now };
  let imported = Promise.resolve<unknown>(null);
  await meanwhile(
    (tx) => tx.insert(customers).values({ ...values, createdAt: t.now, updatedAt: t.now }),
    async () => {
      imported = importOf("코드,이름,휴대폰,메모\nB7,박바다,,단골");
      await new Promise((resolve) => setTimeout(resolve, 400));
    },
  );
  expect(await imported).toMatchObject({ changed: 1, added: 0 });
  const [row] = await t.db.select().from(customers).where(eq(customers.code, "B7"));
  expect(row).toMatchObject({ memo: "단골", adConsent: true });
});
