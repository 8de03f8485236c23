import "server-only";
import { eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { tenants } from "@/db/schema/tenants";
import type { UserActor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { scopeOf } from "@/lib/access/scope";
import type { Env } from "@/lib/env/schema";
import { imagesByKeys } from "@/lib/images/queries";
import type { Runtime } from "@/lib/runtime";
import { availableOf } from "@/lib/tenants/credit";
import { moneyOf, moneyText } from "@/lib/tenants/money";
import { type Addressee, shownOf } from "./candidates-of";
import { actingFor, contentOf } from "./content-of";
import { dropDraft } from "./delete-draft";
import { DUPLICATE, refusal } from "./reasons";
import { type Audience, recipientsOf, throwFirst } from "./recipients-of";
import { fingerprint, type KeptAnswer, repeatedAnswer, type SendAnswer } from "./repeat-answer";
import type { SendRequest } from "./schema";
import { type NewMessage, writeMessage } from "./write-message";

export type SendOrder = {
  request: SendRequest;
  tenantCode: string | null;
  idempotencyKey: string | null;
  /** The sender's own draft it was written in, which is done with once it is accepted. */
  draftKey?: string | null;
};
export type SendRuntime = Pick<Runtime, "db" | "clock"> & {
  env: Pick<Env, "ENCRYPTION_KEYS" | "LOOKUP_KEY"> & { SOLAPI_MODE?: string | undefined };
};

/**
 * Accepts a message: from here on every recipient has a row and everybody's way is on record (S1-06, S3-02…S3-10, D-11…D-15).
 * Nothing calls the provider here. One transaction writes all of it or nothing; the same `idempotencyKey` again gets the first
 * answer again.
 * @throws AppError forbidden; not_found for the tenant; invalid (400) and conflict (409) with their `reason`;
 * insufficient_balance also with the `messageId` of what was stored as failed (rulings 14)
 */
export async function sendMessage(
  rt: SendRuntime,
  actor: UserActor,
  { request, tenantCode, idempotencyKey, draftKey = null }: SendOrder,
): Promise<SendAnswer> {
  const startMs = performance.now();
  const now = await rt.clock();
  const acting = await actingFor(rt.db, actor, tenantCode);
  const idempotency = idempotencyKey === null ? null : { key: idempotencyKey, hash: fingerprint(rt.env, request) };
  const before = idempotency && (await repeatedAnswer(rt.db, acting, idempotency));
  if (before) return before;

  const content = await contentOf(rt.db, actor, acting, request, now);
  throwFirst(content.blocks);
  const audience = await recipientsOf(rt, actor, content, request);
  throwFirst(audience.blocks);
  const answer = answerOf(audience);
  const draft: NewMessage = {
    content,
    audience,
    isTest: request.isTest,
    isSandbox: rt.env.SOLAPI_MODE === "simulator",
    sendAt: request.sendAt === null ? null : content.leavesAt,
    idempotency,
    draftKey,
    answer,
    requestedBy: actor.userId,
    startMs,
    now,
  };
  const done = await retryDeadlocks(rt.db, (tx) => accept(tx, rt.env, actor, draft));
  if ("repeated" in done) return done.repeated;
  if (!done.isPaid) throw refusal("insufficient_balance", { messageId: done.messageId });
  return { message_id: done.messageId, ...answer };
}

/**
 * The tenant is locked first: two messages of one tenant follow each other, so that each sees what the other has reserved
 * and whether the other had the same key. Nothing is locked before it, not even shared by a new row's reference to it: whoever
 * holds the tenant waits for nobody who waits for the tenant.
 */
async function accept(tx: Tx, env: SendRuntime["env"], actor: UserActor, draft: NewMessage) {
  const { content, audience, idempotency, now } = draft;
  const [tenant] = await tx
    .select({ isActive: tenants.messagingIsActive, balance: tenants.creditBalance, reserved: tenants.creditReserved })
    .from(tenants)
    .where(eq(tenants.id, content.tenant.id))
    .for("update");
  const repeated = idempotency && (await repeatedAnswer(tx, content, idempotency));
  if (repeated) return { repeated };
  // Whatever sweeps pictures sees this one used, or we see it gone.
  if (content.imageKey) {
    const [image] = await imagesByKeys(tx, scopeOf(actor), [content.imageKey], { forUpdate: true });
    if (!image) throw refusal("image_not_found");
  }
  if (!tenant?.isActive) throw refusal("messaging_inactive");
  const credit = { balance: moneyOf(tenant.balance), reserved: moneyOf(tenant.reserved) };
  const { total } = audience.estimate;
  const isPaid = total <= availableOf(credit);
  const messageId = await writeMessage(tx, env, draft, isPaid);
  if (isPaid && draft.draftKey !== null) await dropDraft(tx, actor, draft.draftKey, now);
  await writeAudit(tx, actor, now, {
    action: isPaid ? "message.send" : "message.send_unpaid",
    subject: `message:${messageId}`,
    orgId: content.org.id,
    after: {
      tenant: content.tenant.code,
      mode: content.text.messageMode,
      purpose: content.text.purpose,
      recipients: audience.rows.length,
      going: audience.going.length,
      duplicates: audience.duplicates.length,
      reserved: isPaid ? moneyText(total) : "0.00",
      isTest: draft.isTest,
    },
  });
  return { messageId, isPaid };
}

/** Everybody asked for is either enqueued or in `skipped`. */
function answerOf({ everyone, rows, going, duplicates }: Audience): Exclude<KeptAnswer, { refused: string }> {
  const left: [Addressee, string][] = [
    ...rows.flatMap(({ candidate, reason }): [Addressee, string][] => (reason === null ? [] : [[candidate, reason]])),
    ...duplicates.map((candidate): [Addressee, string] => [candidate, DUPLICATE]),
  ];
  left.sort(([a], [b]) => a.ordinal - b.ordinal);
  const skipped = left.map(([one, reason]) => ({ recipient: shownOf(one), reason }));
  return { requested: everyone.length, enqueued: going.length, skipped };
}
