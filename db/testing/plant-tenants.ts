import type { Db } from "../client";
import { messages, sendBatches } from "../schema/messages";
import { creditLedger, tenantSenders, tenants } from "../schema/tenants";
import type { PlantedOrg } from "./plant";

let counter = 0;
const next = () => ++counter;
const now = () => new Date("2026-11-20T00:00:00.000Z");

export type PlantedTenant = { id: number; orgId: number; code: string };

/**
 * A tenant of `org` that may send: 100,000원 by one charge, a price for every channel, one verified number. `over` may say
 * another `creditBalance`; its ledger agrees with it.
 */
export async function plantTenant(
  db: Db,
  org: PlantedOrg,
  over: Partial<typeof tenants.$inferInsert> & { creditBalance?: string } = {},
): Promise<PlantedTenant> {
  const n = next();
  const at = now();
  const values = {
    orgId: org.id,
    code: `tenant-${n}`,
    messagingSender: "0200000000",
    creditBalance: "100000.00",
    basePrice: "10.00",
    priceLms: "30.00",
    priceMms: "100.00",
    priceAlimtalk: "8.00",
    createdAt: at,
    updatedAt: at,
    ...over,
  };
  const [inserted] = await db.insert(tenants).values(values).$returningId();
  const id = inserted!.id;
  await db.insert(creditLedger).values({
    tenantId: id,
    kind: "charge",
    amount: values.creditBalance,
    balanceAfter: values.creditBalance,
    reservedAfter: "0.00",
    entryKey: `charge:plant-${n}`,
    at,
  });
  if (values.messagingSender) await plantSender(db, { id }, { number: values.messagingSender });
  return { id, orgId: values.orgId, code: values.code };
}

/** A verified sender number of a tenant. */
export async function plantSender(
  db: Db,
  tenant: { id: number },
  over: Partial<typeof tenantSenders.$inferInsert> & { number: string },
): Promise<number> {
  const at = now();
  const values = { tenantId: tenant.id, status: "verified" as const, verifiedAt: at, createdAt: at, updatedAt: at };
  const [inserted] = await db
    .insert(tenantSenders)
    .values({ ...values, ...over })
    .$returningId();
  return inserted!.id;
}

/** A message of a tenant with `sizes.length` batches that nobody has reserved credit for yet. */
export async function plantBatches(
  db: Pick<Db, "insert">,
  tenant: PlantedTenant,
  sizes: readonly number[],
): Promise<{ messageId: number; batchIds: number[] }> {
  const at = now();
  const [message] = await db
    .insert(messages)
    .values({
      tenantId: tenant.id,
      orgId: tenant.orgId,
      messageMode: "sms",
      rawBody: "안녕하세요",
      sender: "0200000000",
      recipientCount: sizes.reduce((sum, size) => sum + size, 0),
      status: "queued",
      createdAt: at,
    })
    .$returningId();
  const messageId = message!.id;
  const batches = await db
    .insert(sendBatches)
    .values(
      sizes.map((size, i) => ({
        messageId,
        tenantId: tenant.id,
        channel: "sms" as const,
        variant: i,
        size,
        availableAt: at,
        createdAt: at,
      })),
    )
    .$returningId();
  return { messageId, batchIds: batches.map(({ id }) => id) };
}
