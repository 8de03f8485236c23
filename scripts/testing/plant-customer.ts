import type { Db } from "@/db/client";
import { customerListMembers, customerLists, customers, optOuts } from "@/db/schema/customers";
import { tenants } from "@/db/schema/tenants";
import { sealPhone } from "@/lib/customers/sealed-phone";
import { testEnv } from "./test-env";

const at = new Date("2026-11-20T00:00:00.000Z");
const env = testEnv();
let counter = 0;
const next = () => ++counter;

/** `010-0000-xxxx`, another one each time. */
export const inventedNumber = (): string => `0100000${String(next() % 10_000).padStart(4, "0")}`;

/** A customer of `org`; `digits` null = without a number. */
export async function plantCustomer(
  db: Db,
  org: { id: number },
  { digits = inventedNumber(), ...over }: Partial<typeof customers.$inferInsert> & { digits?: string | null } = {},
) {
  const n = next();
  const values = {
    orgId: org.id,
    code: `C${n}`,
    name: `고객 ${String(n).padStart(4, "0")}`,
    ...(digits === null ? {} : sealPhone(env, digits)),
    createdAt: at,
    updatedAt: at,
    ...over,
  };
  const [row] = await db.insert(customers).values(values).$returningId();
  return { ...values, id: row!.id, digits };
}

export async function plantTenant(db: Db, org: { id: number }) {
  const values = { orgId: org.id, code: `TEN${next()}`, createdAt: at, updatedAt: at };
  const [row] = await db.insert(tenants).values(values).$returningId();
  return { ...values, id: row!.id };
}

export async function plantList(db: Db, org: { id: number }, members: readonly { id: number }[]) {
  const values = { orgId: org.id, name: `목록 ${next()}`, size: members.length, createdAt: at, updatedAt: at };
  const [row] = await db.insert(customerLists).values(values).$returningId();
  const listId = row!.id;
  if (members.length > 0)
    await db.insert(customerListMembers).values(members.map(({ id }) => ({ listId, customerId: id })));
  return { ...values, id: listId };
}

export async function plantOptOut(
  db: Db,
  tenant: { id: number },
  digits: string,
  over: Partial<typeof optOuts.$inferInsert> = {},
) {
  const values = {
    tenantId: tenant.id,
    ...sealPhone(env, digits),
    source: "manual" as const,
    createdAt: at,
    ...over,
  };
  const [row] = await db.insert(optOuts).values(values).$returningId();
  return { ...values, id: row!.id };
}
