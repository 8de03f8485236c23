import "server-only";
import { createHmac } from "node:crypto";
import { and, eq } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { messages } from "@/db/schema/messages";
import type { Env } from "@/lib/env/schema";
import type { Acting } from "./content-of";
import { refusal } from "./reasons";
import type { SendRequest } from "./schema";

/** What `POST /api/v1/messaging/send` answers with 202 (S1-07). */
export type SendAnswer = {
  message_id: number;
  requested: number;
  enqueued: number;
  /** Who gets nothing and why; the same number with the same text again is there as `duplicate`. */
  skipped: { recipient: string; reason: string }[];
};

/** What the column keeps of the first answer; its id is the row's own. */
export type KeptAnswer = Omit<SendAnswer, "message_id"> | { refused: "insufficient_balance" };

export type Idempotency = { key: string; hash: Buffer };

/** A fingerprint of a request that tells nobody the numbers in it, however few they are. */
export const fingerprint = ({ LOOKUP_KEY }: Pick<Env, "LOOKUP_KEY">, request: SendRequest): Buffer =>
  createHmac("sha256", LOOKUP_KEY)
    .update(`request|${JSON.stringify(request)}`)
    .digest();

/**
 * The first answer to a key that this organisation used before, or null where it is new: branches that share who pays may name
 * their days alike, and none of them takes another's message for its own. The fields stand in the first answer's order,
 * whatever order the server's JSON keeps.
 * @throws AppError conflict (idempotency_mismatch) for another body; conflict (insufficient_balance) where that was the answer
 */
export async function repeatedAnswer(
  db: Executor,
  { tenant, org }: Acting,
  { key, hash }: Idempotency,
): Promise<SendAnswer | null> {
  const [row] = await db
    .select({ id: messages.id, hash: messages.requestHash, answer: messages.answer })
    .from(messages)
    .where(and(eq(messages.tenantId, tenant.id), eq(messages.orgId, org.id), eq(messages.idempotencyKey, key)));
  if (!row) return null;
  if (!row.hash?.equals(hash)) throw refusal("idempotency_mismatch");
  const kept = row.answer as KeptAnswer;
  if ("refused" in kept) throw refusal(kept.refused, { messageId: row.id });
  const { requested, enqueued } = kept;
  const skipped = kept.skipped.map(({ recipient, reason }) => ({ recipient, reason }));
  return { message_id: row.id, requested, enqueued, skipped };
}
