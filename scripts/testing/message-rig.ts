import { eq } from "drizzle-orm";
import * as z from "zod/mini";
import type { Db } from "@/db/client";
import { optOuts } from "@/db/schema/customers";
import { messageLogs, messages, sendBatches } from "@/db/schema/messages";
import { messageTemplates } from "@/db/schema/schedules";
import { creditLedger, tenantSenders, tenants } from "@/db/schema/tenants";
import { type PlantedOrg, plantOrg, plantUser } from "@/db/testing/plant";
import { sealPhone } from "@/lib/customers/sealed-phone";
import type { Env } from "@/lib/env/schema";
import { type SendBody, SendRequest } from "@/lib/messages/schema";
import { moneyOf } from "@/lib/tenants/money";
import { messageProblems as problemsOf } from "./message-problems";
import { START } from "./test-rig";

let counter = 0;

/** The n-th invented number. */
export const numberOf = (n: number): string => String(1_000_000_000 + n).padStart(11, "0");

/** An organisation that pays, with a verified sender, prices and credit that its ledger accounts for. */
export async function plantTenant(db: Db, org: PlantedOrg, over: Partial<typeof tenants.$inferInsert> = {}) {
  const values = {
    orgId: org.id,
    code: `tenant-${++counter}`,
    messagingSender: "0200000000",
    creditBalance: "100000.00",
    basePrice: "9.90",
    priceLms: "27.50",
    priceMms: "60.00",
    priceAlimtalk: "7.50",
    kakaoPfId: "KA01PF000000000000000000000000",
    adSenderName: "귤가게",
    optOutNumber: "0800000123",
    createdAt: START,
    updatedAt: START,
    ...over,
  };
  const [row] = await db.insert(tenants).values(values).$returningId();
  const id = row!.id;
  const amount = values.creditBalance ?? "0.00";
  const line = { kind: "charge" as const, amount, balanceAfter: amount, reservedAfter: "0.00" };
  await db.insert(creditLedger).values({ tenantId: id, ...line, entryKey: `charge:rig-${id}`, at: START });
  await plantSender(db, id, "0200000000");
  return { ...values, id };
}

export async function plantSender(db: Db, tenantId: number, number: string, over = {}) {
  const values = { tenantId, number, label: "대표", status: "verified" as const, createdAt: START, updatedAt: START };
  await db.insert(tenantSenders).values({ ...values, ...over });
}

export async function plantOptOut(db: Db, env: Env, tenantId: number, digits: string) {
  await db.insert(optOuts).values({ tenantId, ...sealPhone(env, digits), source: "manual", createdAt: START });
}

export async function plantAlimtalk(db: Db, org: PlantedOrg, body: string, solapiStatus = "APPROVED") {
  const values = { orgId: org.id, kind: "alimtalk" as const, name: `알림 ${++counter}`, body, solapiStatus };
  const [row] = await db
    .insert(messageTemplates)
    .values({ ...values, solapiTemplateId: `KA01TP${counter}`, createdAt: START, updatedAt: START })
    .$returningId();
  return row!.id;
}

/** A headquarters, an agency that pays, a branch below it and an operator there; and someone from elsewhere. */
export async function plantMessageWorld(db: Db) {
  const hq = await plantOrg(db, "hq", null);
  const agency = await plantOrg(db, "agency", hq);
  const branch = await plantOrg(db, "branch", agency);
  const foreign = await plantOrg(db, "agency", hq);
  const tenant = await plantTenant(db, agency);
  return {
    hq,
    agency,
    branch,
    foreign,
    tenant,
    operator: await plantUser(db, branch, "operator"),
    viewer: await plantUser(db, branch, "viewer"),
    admin: await plantUser(db, hq, "admin"),
    stranger: await plantUser(db, foreign, "admin"),
  };
}

/** A request as the route reads it. */
export const requestOf = (body: SendBody): SendRequest => z.parse(SendRequest, body);

/** An order of the n first invented numbers. */
export const orderOf = (body: Partial<SendBody>, idempotencyKey: string | null = null) => ({
  request: requestOf({ message_mode: "lms", raw_body: "안녕하세요", ...body }),
  tenantCode: null,
  idempotencyKey,
});

/** Everything a message writes. */
export async function messageRows(db: Db) {
  return {
    messages: await db.select().from(messages).orderBy(messages.id),
    logs: await db.select().from(messageLogs).orderBy(messageLogs.id),
    batches: await db.select().from(sendBatches).orderBy(sendBatches.id),
    ledger: await db.select().from(creditLedger).orderBy(creditLedger.id),
    tenants: await db.select().from(tenants).orderBy(tenants.id),
  };
}

/** What must hold of money, counts and rows whatever happened; a list of what doesn't. */
export async function messageProblems(db: Db): Promise<string[]> {
  const { messages: all, logs, batches } = await messageRows(db);
  const problems = await problemsOf(db);
  for (const { id, recipientCount } of all) {
    const asked = logs.filter(({ messageId, leg, attemptNo }) => messageId === id && leg === 0 && attemptNo === 0);
    if (asked.length !== recipientCount) problems.push(`message ${id}: ${asked.length} rows of ${recipientCount}`);
  }
  for (const { id, size, reservedAmount } of batches) {
    const own = logs.filter(({ batchId }) => batchId === id);
    const held = own.reduce((sum, row) => sum + moneyOf(row.reservedAmount), 0n);
    if (own.length !== size || held !== moneyOf(reservedAmount))
      problems.push(`batch ${id}: ${own.length} rows of ${size}, ${held} held`);
  }
  return problems;
}

export const tenantRow = async (db: Db, id: number) => (await db.select().from(tenants).where(eq(tenants.id, id)))[0]!;
