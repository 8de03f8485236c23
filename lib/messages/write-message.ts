import "server-only";
import { asc, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { insertRows } from "@/db/insert-rows";
import { deliveryEvents } from "@/db/schema/deliveries";
import { messageLogs, messages, sendBatches } from "@/db/schema/messages";
import { seal } from "@/lib/access/sealed";
import type { Env } from "@/lib/env/schema";
import { reserveCredit } from "@/lib/tenants/reserve-credit";
import { batchesOf, type PlannedBatch } from "./batches-of";
import { type Addressee, numbersOf } from "./candidates-of";
import type { Content } from "./content-of";
import { rowPriceOf } from "./estimate";
import { fateOf, toRow } from "./message-rows";
import type { PlannedRow } from "./recipients";
import type { Audience } from "./recipients-of";
import type { Idempotency, KeptAnswer } from "./repeat-answer";
import { noCounts, statusOf } from "./status";

export type NewMessage = {
  content: Content;
  audience: Audience;
  isTest: boolean;
  isSandbox: boolean;
  /** What of the request is kept as the time to send. */
  sendAt: Date | null;
  idempotency: Idempotency | null;
  answer: KeptAnswer;
  requestedBy: number;
  now: Date;
};
type Keys = Pick<Env, "ENCRYPTION_KEYS" | "LOOKUP_KEY">;
type Row = PlannedRow<Addressee>;

/** Not on its way by then, a message is given up rather than arriving late (solapi.md §6.2). */
const SEND_WITHIN_MS = 24 * 3_600_000;

/** Where the numbers of a message as they came in are bound to. */
export const numbersPlace = (messageId: number): string => `messages|${messageId}|recipient_numbers`;

/**
 * Writes a message with everything it consists of: a row for every recipient, skipped ones too, the batches they travel
 * in, what is held for them, and its trail (S0-01, S0-04). Nothing of it may be missing, so all of it is in `tx`, whose
 * owner has locked the tenant. `isPaid` false: the rows have failed for want of credit and there is no batch (rulings 14).
 * @returns the message's id
 */
export async function writeMessage(tx: Tx, env: Keys, draft: NewMessage, isPaid: boolean): Promise<number> {
  const { content, audience, now } = draft;
  const { tenant } = content;
  const messageId = await insertMessage(tx, draft, isPaid);
  const batches = isPaid ? batchesOf(audience.going, (row) => rowPriceOf(tenant, row)?.reserved ?? 0n) : [];
  const ids = await insertBatches(tx, draft, messageId, batches);
  if (isPaid) {
    const reserved = batches.map(({ amount }, i) => ({ batchId: ids[i]!, amount }));
    const actor = draft.requestedBy;
    const order = { tenantId: tenant.id, messageId, batches: reserved, actor, at: now };
    if ((await reserveCredit(tx, order)) !== "ok") throw new Error("the credit was there under the tenant's lock");
  }
  const batchOf = isPaid ? new Map(batches.flatMap(({ rows }, i) => rows.map((row) => [row, ids[i]!]))) : null;
  await insertRows(
    tx,
    messageLogs,
    { messageId, tenantId: tenant.id, sender: content.sender ?? "", createdAt: now },
    rowsOf(env, draft, batchOf),
  );
  const numbers = seal(env.ENCRYPTION_KEYS, numbersPlace(messageId), JSON.stringify(numbersOf(env, audience.everyone)));
  await tx.update(messages).set({ recipientNumbers: numbers }).where(eq(messages.id, messageId));
  return messageId;
}

function* rowsOf(env: Keys, { audience, content, now }: NewMessage, batchOf: ReadonlyMap<Row, number> | null) {
  for (const row of audience.rows) yield toRow(env, row, fateOf(row, content.tenant, batchOf, now));
}

async function insertMessage(tx: Tx, draft: NewMessage, isPaid: boolean): Promise<number> {
  const { content, audience, idempotency, now } = draft;
  const { tenant, text, template } = content;
  const going = audience.going.length;
  const counts = { ...noCounts(), skipped: audience.rows.length - going, [isPaid ? "queued" : "failed"]: going };
  const [inserted] = await tx
    .insert(messages)
    .values({
      tenantId: tenant.id,
      orgId: content.org.id,
      ...text,
      templateId: template?.id ?? null,
      providerTemplateId: template?.providerTemplateId ?? null,
      kakaoPfId: template ? tenant.kakaoPfId : null,
      sender: content.sender ?? "",
      imageKey: content.imageKey,
      recipientCount: audience.rows.length,
      duplicateCount: audience.duplicates.length,
      queuedCount: counts.queued,
      failedCount: counts.failed,
      skippedCount: counts.skipped,
      status: statusOf(counts),
      reasonCode: isPaid ? null : "insufficient_balance",
      isTest: draft.isTest,
      isSandbox: draft.isSandbox,
      ...(idempotency && {
        idempotencyKey: idempotency.key,
        requestHash: idempotency.hash,
        answer: isPaid ? draft.answer : { refused: "insufficient_balance" },
      }),
      sendAt: draft.sendAt,
      requestedBy: draft.requestedBy,
      createdAt: now,
      completedAt: isPaid ? null : now,
    })
    .$returningId();
  if (!inserted) throw new Error("the message was not written");
  return inserted.id;
}

async function insertBatches(
  tx: Tx,
  { content, now }: NewMessage,
  messageId: number,
  batches: readonly PlannedBatch<Row>[],
): Promise<number[]> {
  if (batches.length === 0) return [];
  await tx.insert(sendBatches).values(
    batches.map(({ channel, variant, rows }) => ({
      messageId,
      tenantId: content.tenant.id,
      channel,
      variant,
      size: rows.length,
      availableAt: content.leavesAt,
      sendBefore: new Date(content.leavesAt.getTime() + SEND_WITHIN_MS),
      createdAt: now,
    })),
  );
  const written = await tx
    .select({ id: sendBatches.id })
    .from(sendBatches)
    .where(eq(sendBatches.messageId, messageId))
    .orderBy(asc(sendBatches.id));
  const subject = { subjectKind: "batch" as const, at: now };
  await tx.insert(deliveryEvents).values(
    written.flatMap(({ id: subjectId }) => [
      { ...subject, subjectId, layer: "api" as const, event: "accepted", httpStatus: 202 },
      { ...subject, subjectId, layer: "queue" as const, event: "queued" },
    ]),
  );
  return written.map(({ id }) => id);
}
