import "server-only";
import { eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { insertRows } from "@/db/insert-rows";
import { messageLogs, messages } from "@/db/schema/messages";
import { seal } from "@/lib/access/sealed";
import type { Env } from "@/lib/env/schema";
import { batchesOf } from "./batches-of";
import { type Addressee, numbersOf } from "./candidates-of";
import type { Content } from "./content-of";
import { rowPriceOf } from "./estimate";
import { fateOf, toRow } from "./message-rows";
import { countsAsColumns } from "./move-counts";
import type { PlannedRow } from "./recipients";
import type { Audience } from "./recipients-of";
import type { Idempotency, KeptAnswer } from "./repeat-answer";
import { addToRollups } from "./roll-up";
import { noCounts, statusOf } from "./status";
import { writeBatches } from "./write-batches";

export type NewMessage = {
  content: Content;
  audience: Audience;
  isTest: boolean;
  isSandbox: boolean;
  /** What of the request is kept as the time to send. */
  sendAt: Date | null;
  idempotency: Idempotency | null;
  draftKey: string | null;
  answer: KeptAnswer;
  requestedBy: number;
  startMs: number;
  now: Date;
};
type Keys = Pick<Env, "ENCRYPTION_KEYS" | "LOOKUP_KEY">;
type Row = PlannedRow<Addressee>;

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
  const order = {
    ...{ tenantId: tenant.id, messageId, leg: 0, leavesAt: content.leavesAt },
    ...{ actor: draft.requestedBy, event: "accepted" as const, startMs: draft.startMs, now },
  };
  const ids = await writeBatches(tx, order, batches);
  if (!ids) throw new Error("the credit was there under the tenant's lock");
  const batchOf = isPaid ? new Map(batches.flatMap(({ rows }, i) => rows.map((row) => [row, ids[i]!]))) : null;
  await insertRows(
    tx,
    messageLogs,
    { messageId, tenantId: tenant.id, sender: content.sender ?? "", createdAt: now },
    rowsOf(env, draft, batchOf),
  );
  const numbers = seal(env.ENCRYPTION_KEYS, numbersPlace(messageId), JSON.stringify(numbersOf(env, audience.everyone)));
  await tx.update(messages).set({ recipientNumbers: numbers }).where(eq(messages.id, messageId));
  // Last of all: the day's sum is everybody's, and nobody should wait for it longer than the commit takes.
  await addToRollups(tx, [{ of: figuresOf(draft, isPaid), sign: 1 }]);
  return messageId;
}

function* rowsOf(env: Keys, { audience, content, now }: NewMessage, batchOf: ReadonlyMap<Row, number> | null) {
  for (const row of audience.rows) yield toRow(env, row, fateOf(row, content.tenant, batchOf, now));
}

/** What it counts with from its first moment: everybody has a row, whether it goes, is skipped or has failed for want of credit. */
function figuresOf({ content, audience, isTest, now }: NewMessage, isPaid: boolean) {
  const [all, going] = [audience.rows.length, audience.going.length];
  const counts = { ...noCounts(), skipped: all - going, [isPaid ? "queued" : "failed"]: going };
  return {
    ...{ orgId: content.org.id, origin: "new" as const, isTest, messageMode: content.text.messageMode, createdAt: now },
    ...{ status: statusOf(counts), gap: "none" as const },
    ...{ expectedCount: all, listedCount: all, recordedCount: all, extraCount: 0, confirmedCount: 0, inferredCount: 0 },
    ...countsAsColumns(counts),
  };
}

async function insertMessage(tx: Tx, draft: NewMessage, isPaid: boolean): Promise<number> {
  const { content, audience, idempotency, now } = draft;
  const { tenant, text, template } = content;
  const [inserted] = await tx
    .insert(messages)
    .values({
      tenantId: tenant.id,
      ...text,
      ...figuresOf(draft, isPaid),
      templateId: template?.id ?? null,
      providerTemplateId: template?.providerTemplateId ?? null,
      kakaoPfId: template ? tenant.kakaoPfId : null,
      sender: content.sender ?? "",
      imageKey: content.imageKey,
      recipientCount: audience.rows.length,
      duplicateCount: audience.duplicates.length,
      reasonCode: isPaid ? null : "insufficient_balance",
      isSandbox: draft.isSandbox,
      ...(idempotency && {
        idempotencyKey: idempotency.key,
        requestHash: idempotency.hash,
        answer: isPaid ? draft.answer : { refused: "insufficient_balance" },
      }),
      sendAt: draft.sendAt,
      requestedBy: draft.requestedBy,
      completedAt: isPaid ? null : now,
    })
    .$returningId();
  if (!inserted) throw new Error("the message was not written");
  return inserted.id;
}
