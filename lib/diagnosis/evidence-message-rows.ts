import "server-only";
import { and, asc, eq, inArray } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { messageLogs as logs, messages, sendBatches } from "@/db/schema/messages";

/** Batches of one message; 50,000 recipients make a handful. */
const BATCHES = 100;
/** Rows that are told one by one; the groups of the x-ray count all of them. */
const ROWS = 200;

/** What was asked and answered, without texts, numbers and names. */
export async function readRequest(db: Executor, id: number) {
  const [row] = await db
    .select({
      ...{ mode: messages.messageMode, purpose: messages.purpose, origin: messages.origin, status: messages.status },
      ...{ isTest: messages.isTest, isSandbox: messages.isSandbox, answer: messages.answer, sendAt: messages.sendAt },
      ...{ createdAt: messages.createdAt, recipients: messages.recipientCount, skipped: messages.skippedCount },
      ...{ duplicates: messages.duplicateCount, reasonCode: messages.reasonCode },
    })
    .from(messages)
    .where(eq(messages.id, id));
  if (!row) throw new Error(`message ${id} is gone`);
  return row;
}

export const readBatches = (db: Executor, messageId: number) => {
  const b = sendBatches;
  return db
    .select({
      ...{ id: b.id, channel: b.channel, leg: b.leg, size: b.size, phase: b.phase, heldReason: b.heldReason },
      ...{ attempt: b.attempt, lostBuilds: b.lostBuilds, groupId: b.groupId, availableAt: b.availableAt },
      ...{ sendBefore: b.sendBefore, leaseUntil: b.leaseUntil, publishedAt: b.publishedAt, polls: b.polls },
      ...{ pollAt: b.pollAt, createdAt: b.createdAt, committedAt: b.committedAt, sentAt: b.sentAt, doneAt: b.doneAt },
    })
    .from(b)
    .where(eq(b.messageId, messageId))
    .orderBy(asc(b.id))
    .limit(BATCHES);
};

const rowColumns = {
  ...{ id: logs.id, batchId: logs.batchId, channel: logs.channel, leg: logs.leg, attemptNo: logs.attemptNo },
  ...{ status: logs.status, reasonCode: logs.reasonCode, providerCode: logs.providerCode, source: logs.source },
  ...{ isInferred: logs.isInferred, solapiMessageId: logs.solapiMessageId, createdAt: logs.createdAt },
  ...{ sentAt: logs.sentAt, finalAt: logs.finalAt },
};

/** Rows that haven't arrived, whosever they are; or the one that was asked for. */
export const readRows = (db: Executor, messageId: number, recipient: number | undefined) =>
  db
    .select(rowColumns)
    .from(logs)
    .where(
      and(
        eq(logs.messageId, messageId),
        recipient === undefined
          ? inArray(logs.status, ["failed", "skipped", "unknown", "queued", "sending"])
          : eq(logs.id, recipient),
      ),
    )
    .orderBy(asc(logs.status), asc(logs.id))
    .limit(ROWS);
