import "server-only";
import { and, eq, inArray, or } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { PhoneChannel } from "@/db/enums";
import { customers } from "@/db/schema/customers";
import { messageLogs, messages, sendBatches } from "@/db/schema/messages";
import { tenants } from "@/db/schema/tenants";
import { SEND_WITHIN_MS } from "@/lib/messages/deadline";
import { moveCounts } from "@/lib/messages/move-counts";
import { CANCEL_REQUESTED } from "@/lib/messages/status";
import { ownVariables, renderText } from "@/lib/messages/template";
import { type Money, moneyOf, moneyText, sumOf } from "@/lib/tenants/money";
import { reserveCredit } from "@/lib/tenants/reserve-credit";
import type { RowEnd } from "./end-rows";
import { followsUp, followUpOf } from "./fallback-rules";
import { recordEvents } from "./record-events";

type Batch = { id: number; messageId: number; tenantId: number; variant: number };
type NewRow = typeof messageLogs.$inferInsert & { money: Money };

/**
 * Lets a text follow the Alimtalks of `both` that were certainly refused (C-23): rows and a batch of their own, in the
 * transaction that failed the first leg and released what it held, which the text now reserves.
 */
export async function followUp(tx: Tx, batch: Batch, ends: readonly RowEnd[], at: Date): Promise<void> {
  const failed = ends.filter((end) => end.to === "failed" && end.providerCode !== null);
  if (failed.length === 0) return;
  const [message] = await tx
    .select({
      ...{ mode: messages.messageMode, rawBody: messages.rawBody, subject: messages.subject },
      ...{ basePrice: tenants.basePrice, priceLms: tenants.priceLms },
      ...{ priceMms: tenants.priceMms, priceAlimtalk: tenants.priceAlimtalk },
    })
    .from(messages)
    .innerJoin(tenants, eq(tenants.id, messages.tenantId))
    .where(eq(messages.id, batch.messageId));
  if (message?.mode !== "both" || (await isTakenBack(tx, batch.messageId))) return;
  const codes = new Map(failed.map((end) => [end.id, end.providerCode]));
  const rows = await tx
    .select({ row: messageLogs, adConsent: customers.adConsent })
    .from(messageLogs)
    .leftJoin(customers, eq(customers.id, messageLogs.customerId))
    .where(inArray(messageLogs.id, [...codes.keys()]));
  const byChannel = new Map<PhoneChannel, NewRow[]>();
  for (const { row, adConsent } of rows) {
    const code = codes.get(row.id) ?? null;
    if (!followsUp({ messageMode: message.mode, leg: row.leg, code, hasConsent: adConsent === true })) continue;
    const text = renderText(message, ownVariables(row.name, row.variables));
    const next = followUpOf(message, text, message.subject, moneyOf(row.reservedAmount));
    if (!next) continue;
    const amount = moneyText(next.amount);
    const { messageId, tenantId, customerId, recipientKey, variant, attemptNo, ordinal } = row;
    const { name, phone, phoneLast4, sender, variables, retryOf } = row;
    const list = byChannel.get(next.channel) ?? [];
    byChannel.set(next.channel, list);
    list.push({
      ...{ messageId, tenantId, customerId, recipientKey, variant, attemptNo, ordinal, leg: 1 },
      ...{ name, phone, phoneLast4, sender, variables, retryOf, channel: next.channel },
      ...{ status: "queued", amount, reservedAmount: amount, createdAt: at, money: next.amount },
    });
  }
  for (const [channel, list] of byChannel) await openLeg(tx, batch, channel, list, at);
}

/** Whoever took back what had not gone wants no further text of it to go. */
async function isTakenBack(tx: Tx, messageId: number): Promise<boolean> {
  const taken = or(eq(sendBatches.phase, "cancelled"), eq(sendBatches.heldReason, CANCEL_REQUESTED));
  const [found] = await tx
    .select({ id: sendBatches.id })
    .from(sendBatches)
    .where(and(eq(sendBatches.messageId, messageId), taken))
    .limit(1);
  return found !== undefined;
}

/** Rows one statement inserts. */
const MOST_ROWS = 500;

async function openLeg(tx: Tx, batch: Batch, channel: PhoneChannel, list: readonly NewRow[], at: Date): Promise<void> {
  const { messageId, tenantId, variant } = batch;
  const sendBefore = new Date(at.getTime() + SEND_WITHIN_MS);
  const values = { messageId, tenantId, channel, variant, leg: 1, size: list.length, sendBefore };
  const [made] = await tx
    .insert(sendBatches)
    .values({ ...values, availableAt: at, createdAt: at })
    .$returningId();
  const batchId = made!.id;
  for (let from = 0; from < list.length; from += MOST_ROWS) {
    const part = list.slice(from, from + MOST_ROWS).map(({ money: _, ...row }) => ({ ...row, batchId }));
    await tx.insert(messageLogs).values(part);
  }
  const amount = sumOf(list.map(({ money }) => money));
  const held = await reserveCredit(tx, { tenantId, messageId, batches: [{ batchId, amount }], actor: null, at });
  // It was released a moment ago, in this transaction.
  if (held !== "ok") throw new Error(`the second leg of message ${messageId} costs more than the first held`);
  // Each takes the place of the row it follows, so that the counts still sum to the recipients.
  await moveCounts(tx, messageId, { failed: -list.length, queued: list.length }, at, -list.length);
  const detail = `${list.length} after batch ${batch.id}`;
  await recordEvents(tx, [{ batchId, layer: "worker", event: "follow_up", detail, at }]);
}
