import { asc, eq } from "drizzle-orm";
import { type Db, databaseNow } from "@/db/client";
import type { MessageMode, PhoneChannel } from "@/db/enums";
import { insertRows } from "@/db/insert-rows";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { messageLogs, messages, sendBatches } from "@/db/schema/messages";
import { tenants } from "@/db/schema/tenants";
import { type PlantedOrg, plantOrg } from "@/db/testing/plant";
import { plantTenant } from "@/db/testing/plant-tenants";
import { sealPhone } from "@/lib/customers/sealed-phone";
import type { Env } from "@/lib/env/schema";
import { enterRollup } from "@/lib/messages/roll-up";
import { DEMO_PF_ID, DEMO_SENDER } from "@/lib/simulator/account";
import { sealKey } from "@/lib/tenants/account-of";
import { moneyOf, moneyText } from "@/lib/tenants/money";
import { reserveCredit } from "@/lib/tenants/reserve-credit";

let serial = 0;
const nextSerial = () => {
  serial += 1_000;
  return serial;
};
/** 010-0000-xxxx and on, each once: numbers of nobody. */
export const number = (n: number) => `010${String(n).padStart(8, "0")}`;

export type PlantedPayer = { id: number; org: PlantedOrg; apiKey: string; accountId: string; sender: string };

/** A tenant with credit and an account of its own at the simulator. */
export async function plantPayer(db: Db, env: Env, simulatorUrl: string): Promise<PlantedPayer> {
  const org = await plantOrg(db, "hq", null);
  const n = String(Date.now() * 1_000 + ++serial).slice(-12);
  const [apiKey, apiSecret, accountId, sender] = [`NCST${n}`, "TESTSECRET00000000000000", n, DEMO_SENDER];
  await simulate(simulatorUrl, "PUT", "accounts", {
    ...{ accountId, apiKey, apiSecret, balance: 100_000_000 },
    senders: [{ phoneNumber: sender }],
    channels: [{ channelId: DEMO_PF_ID, searchId: "@도착" }],
    templates: [{ templateId: "TP1", name: "안내", channelId: DEMO_PF_ID, content: "#{이름}님 안녕하세요" }],
  });
  const { id } = await plantTenant(db, org, { creditBalance: "1000000.00", messagingSender: sender });
  await db
    .update(tenants)
    .set({ solapiKey: sealKey(env, id, { apiKey, apiSecret }) })
    .where(eq(tenants.id, id));
  return { id, org, apiKey, accountId, sender };
}

type Planted = { messageId: number; batchId: number; rowIds: number[] };
type MessageOver = Partial<typeof messages.$inferInsert> & {
  count?: number;
  from?: number;
  channel?: PhoneChannel;
  amount?: string;
  reserved?: string;
  batch?: Partial<typeof sendBatches.$inferInsert>;
  numbers?: readonly string[];
};

/** What accepting a message leaves behind: the message, its recipients, one batch and the credit held for it. */
export async function plantMessage(db: Db, env: Env, payer: PlantedPayer, over: MessageOver = {}): Promise<Planted> {
  const { count = 3, from = nextSerial(), channel = "sms", amount = "9.90", reserved = amount, batch, ...rest } = over;
  const { numbers = Array.from({ length: count }, (_, i) => number(from * 10 + i + 1)), ...message } = rest;
  const at = await databaseNow(db);
  return retryDeadlocks(db, async (tx) => {
    const [made] = await tx
      .insert(messages)
      .values({
        ...{
          tenantId: payer.id,
          orgId: payer.org.id,
          messageMode: channel as MessageMode,
          rawBody: "#{이름}님 안녕하세요",
        },
        ...{
          sender: payer.sender,
          recipientCount: numbers.length,
          expectedCount: numbers.length,
          listedCount: numbers.length,
          recordedCount: numbers.length,
          queuedCount: numbers.length,
          status: "queued" as const,
        },
        ...{ isSandbox: true, createdAt: at, kakaoPfId: DEMO_PF_ID, providerTemplateId: "TP1" },
        ...message,
      })
      .$returningId();
    const messageId = made!.id;
    const [queued] = await tx
      .insert(sendBatches)
      .values({
        ...{ messageId, tenantId: payer.id, channel, size: numbers.length, availableAt: at, createdAt: at },
        sendBefore: new Date(at.getTime() + 86_400_000),
        ...batch,
      })
      .$returningId();
    const batchId = queued!.id;
    const rows = numbers.map((to, ordinal) => {
      const { phoneKey: recipientKey, phone, phoneLast4 } = sealPhone(env, to);
      return { recipientKey, phone, phoneLast4, ordinal };
    });
    const shared = {
      ...{ messageId, tenantId: payer.id, batchId, channel, sender: payer.sender, name: "이봄" },
      ...{ variables: { 이름: "이봄" }, amount, reservedAmount: reserved, createdAt: at },
    };
    await insertRows(tx, messageLogs, shared, rows);
    const total = moneyOf(reserved) * BigInt(numbers.length);
    const batches = [{ batchId, amount: total }];
    const held = await reserveCredit(tx, { tenantId: payer.id, messageId, batches, actor: null, at });
    if (held !== "ok") throw new Error(`no credit for ${moneyText(total)}`);
    const ids = await tx
      .select({ id: messageLogs.id })
      .from(messageLogs)
      .where(eq(messageLogs.batchId, batchId))
      .orderBy(asc(messageLogs.id));
    await enterRollup(tx, messageId);
    return { messageId, batchId, rowIds: ids.map(({ id }) => id) };
  });
}

export const batchOf = async (db: Db, batchId: number) =>
  (await db.select().from(sendBatches).where(eq(sendBatches.id, batchId)))[0]!;
export const rowsOf = (db: Db, batchId: number) =>
  db.select().from(messageLogs).where(eq(messageLogs.batchId, batchId)).orderBy(asc(messageLogs.id));

/** One of the simulator's control doors. */
export async function simulate<T>(url: string, method: string, path: string, body?: unknown): Promise<T> {
  const answer = await fetch(`${url}/_sim/${path}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

export type SeenGroup = {
  groupId: string;
  status: string;
  sentAt: string | null;
  customFields: Record<string, string>;
  messages: {
    messageId: string;
    to: string;
    text: string;
    type: string;
    statusCode: string;
    customFields: { logId: string };
  }[];
};
/** The groups of an account as the provider has them, those that left among them. */
export async function groupsOf(url: string, { accountId }: PlantedPayer) {
  const { items } = await simulate<{ items: SeenGroup[] }>(url, "GET", `groups?accountId=${accountId}`);
  const left = items.filter(({ sentAt }) => sentAt !== null);
  /** How often each recipient row was really sent to. */
  const arrivals = new Map<number, number>();
  for (const { messages: sent } of left)
    for (const { customFields, statusCode } of sent)
      if (!statusCode.startsWith("1"))
        arrivals.set(Number(customFields.logId), (arrivals.get(Number(customFields.logId)) ?? 0) + 1);
  return { all: items, left, arrivals };
}
