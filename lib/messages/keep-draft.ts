import "server-only";
import { and, desc, eq, inArray, isNotNull, type SQL } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { messageDrafts } from "@/db/schema/drafts";
import type { UserActor } from "@/lib/access/actor";
import { cleanLine } from "@/lib/deliveries/text";
import type { Runtime } from "@/lib/runtime";
import { isKept, requireWriter, type Summary, sealDraft } from "./draft-rows";
import { DRAFTS_MAX, type DraftContent, type KeepDraftInput } from "./draft-schema";

const FIRST_LINE = 50;
/** More than anybody has at once: of those over the limit the rest goes with the next. */
const MOST_OVER = 10;

/**
 * Keeps what somebody is writing, under a key of their own making: the same key again is the same draft. It is nobody
 * else's and leaves nothing, so the audit log hears of it only when it is sent.
 * @throws AppError forbidden for who may not send
 */
export async function keepDraft(
  rt: Pick<Runtime, "db" | "clock" | "env">,
  actor: UserActor,
  { key: draftKey, ...draft }: KeepDraftInput,
): Promise<{ key: string; updatedAt: string }> {
  requireWriter(actor);
  const now = await rt.clock();
  const at = { userId: actor.userId, draftKey };
  const sealed = (field: "content" | "summary", value: unknown) => sealDraft(rt.env.ENCRYPTION_KEYS, field, at, value);
  const values = {
    content: sealed("content", draft),
    summary: sealed("summary", summaryOf(draft)),
    recipients: draft.rows.length + draft.customers.length + draft.lists.reduce((sum, list) => sum + list.size, 0),
    imageKey: draft.picture?.key ?? null,
    updatedAt: now,
    deletedAt: null,
  };
  await retryDeadlocks(rt.db, async (tx) => {
    await tx
      .insert(messageDrafts)
      .values({ ...at, ...values, createdAt: now })
      .onDuplicateKeyUpdate({ set: values });
    await dropBeyond(tx, isKept(actor, now));
    await dropBeyond(tx, and(eq(messageDrafts.userId, actor.userId), isNotNull(messageDrafts.deletedAt)));
  });
  return { key: draftKey, updatedAt: now.toISOString() };
}

/** Removes for good what is more than a person may have of these, the longest untouched first. */
async function dropBeyond(tx: Tx, where: SQL | undefined): Promise<void> {
  const over = await tx
    .select({ id: messageDrafts.id })
    .from(messageDrafts)
    .where(where)
    .orderBy(desc(messageDrafts.updatedAt), desc(messageDrafts.id))
    .limit(MOST_OVER)
    .offset(DRAFTS_MAX);
  const ids = over.map(({ id }) => id);
  if (ids.length > 0) await tx.delete(messageDrafts).where(inArray(messageDrafts.id, ids));
}

function summaryOf({ kind, subject, text }: DraftContent): Summary {
  const words = kind === "text" ? [subject, ...text.split("\n")].map(cleanLine) : [];
  return { kind, firstLine: [...(words.find((line) => line !== "") ?? "")].slice(0, FIRST_LINE).join("") };
}
