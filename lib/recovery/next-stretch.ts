import "server-only";
import { and, asc, eq, gt, type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { messageRecipients, recoveryRunMessages } from "@/db/schema/coverage";

/** How far a run got: everything up to this recipient. `LAST_KEY` = the whole message. */
export type Place = { messageId: number; key: Buffer };

/** What one transaction looks at: some messages as a whole, or part of one that is too large for it. */
export type Stretch = { messages: { after: number; upTo: number }; part?: { after: Buffer; upTo: Buffer } };

/** No smaller than any key. */
export const LAST_KEY = Buffer.alloc(32, 0xff);
const NO_KEY = Buffer.alloc(0);
/** Whole messages taken at once, at most. */
const MOST_MESSAGES = 1_000;

/**
 * The next stretch of about `chunk` recipients in the order of (message, key); null where the run's set is at its end. It costs
 * what the stretch holds, wherever in the set it lies: sorting what is left to find the next ten thousand took a second each at
 * a million recipients.
 */
export async function nextStretch(
  tx: Pick<Tx, "select">,
  runId: number,
  from: Place | null,
  chunk: number,
): Promise<{ stretch: Stretch; end: Place } | null> {
  if (from && !from.key.equals(LAST_KEY)) return partOf(tx, from.messageId, from.key, chunk);
  const after = from?.messageId ?? 0;
  const next = await tx
    .select({ id: recoveryRunMessages.messageId, expected: recoveryRunMessages.expected })
    .from(recoveryRunMessages)
    .where(
      and(
        eq(recoveryRunMessages.runId, runId),
        gt(recoveryRunMessages.messageId, after),
        gt(recoveryRunMessages.missing, 0),
      ),
    )
    .orderBy(asc(recoveryRunMessages.messageId))
    .limit(MOST_MESSAGES);
  const [first] = next;
  if (!first) return null;
  if (first.expected > chunk) return partOf(tx, first.id, NO_KEY, chunk);
  let [sum, upTo] = [0, first.id];
  for (const { id, expected } of next) {
    sum += expected;
    if (sum > chunk) break;
    upTo = id;
  }
  return { stretch: { messages: { after, upTo } }, end: { messageId: upTo, key: LAST_KEY } };
}

async function partOf(tx: Pick<Tx, "select">, messageId: number, after: Buffer, chunk: number) {
  const [last] = await tx
    .select({ key: messageRecipients.recipientKey })
    .from(messageRecipients)
    .where(and(eq(messageRecipients.messageId, messageId), gt(messageRecipients.recipientKey, after)))
    .orderBy(asc(messageRecipients.recipientKey))
    .limit(1)
    .offset(chunk - 1);
  const upTo = last?.key ?? LAST_KEY;
  const stretch: Stretch = { messages: { after: messageId - 1, upTo: messageId }, part: { after, upTo } };
  return { stretch, end: { messageId, key: upTo } };
}

/** The messages of a stretch among a run's, named `rm`. */
export const messagesIn = (runId: number, { messages }: Stretch): SQL =>
  sql`rm.run_id = ${runId} and rm.missing > 0 and rm.message_id > ${messages.after} and rm.message_id <= ${messages.upTo}`;

/** Its recipients in a table named `r` or `l`: by constants where it is part of one message, so that an index finds the part. */
export const recipientsIn = (alias: "r" | "l", { messages, part }: Stretch): SQL => {
  if (!part) return sql`true`;
  const [message, key] = [sql.raw(`${alias}.message_id`), sql.raw(`${alias}.recipient_key`)];
  return sql`${message} = ${messages.upTo} and ${key} > ${part.after} and ${key} <= ${part.upTo}`;
};
