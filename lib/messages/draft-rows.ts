import "server-only";
import { and, eq, gt, isNull, type SQL } from "drizzle-orm";
import { messageDrafts } from "@/db/schema/drafts";
import type { UserActor } from "@/lib/access/actor";
import { mayEver } from "@/lib/access/can";
import { seal, unseal } from "@/lib/access/sealed";
import { AppError } from "@/lib/errors";
import { DAY_MS } from "@/lib/time/kst";
import { DRAFT_DAYS, DraftContent } from "./draft-schema";

type Field = "content" | "summary";
type At = { userId: number; draftKey: string };

/** Bound to its writer and key: the bytes of one draft open in no other row. */
const placeOf = (field: Field, { userId, draftKey }: At): string => `message_drafts|${userId}.${draftKey}|${field}`;

export const sealDraft = (keys: string, field: Field, at: At, value: unknown): Buffer =>
  seal(keys, placeOf(field, at), JSON.stringify(value));

/** What was sealed, or null where its key is gone: a draft isn't worth an error page. */
function unsealDraft(keys: string, field: Field, at: At, sealed: Buffer): unknown {
  try {
    return JSON.parse(unseal(keys, placeOf(field, at), sealed));
  } catch {
    return null;
  }
}

export type Summary = { kind: DraftContent["kind"]; firstLine: string };
export const openSummary = (keys: string, row: At & { summary: Buffer }): Summary | null =>
  unsealDraft(keys, "summary", row, row.summary) as Summary | null;

/** Read again by the rules of today: one of an older shape is no draft any more. */
export function openContent(keys: string, row: At & { content: Buffer }): DraftContent | null {
  const parsed = DraftContent.safeParse(unsealDraft(keys, "content", row, row.content));
  return parsed.success ? parsed.data : null;
}

/** @throws AppError forbidden for who may not send, and so has nothing to draft */
export function requireWriter(actor: UserActor): void {
  if (!mayEver(actor, "message.send")) throw new AppError("forbidden");
}

/** Drafts of a person that are neither deleted nor too old. */
export const isKept = (actor: UserActor, now: Date): SQL | undefined =>
  and(
    eq(messageDrafts.userId, actor.userId),
    isNull(messageDrafts.deletedAt),
    gt(messageDrafts.updatedAt, new Date(now.getTime() - DRAFT_DAYS * DAY_MS)),
  );
