import "server-only";
import { and, desc, eq } from "drizzle-orm";
import { messageDrafts } from "@/db/schema/drafts";
import type { UserActor } from "@/lib/access/actor";
import { mayEver } from "@/lib/access/can";
import { AppError } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { isKept, openContent, openSummary, requireWriter } from "./draft-rows";
import { DRAFTS_MAX, type DraftContent, type DraftKey, type DraftSummary } from "./draft-schema";

type Rt = Pick<Runtime, "db" | "clock" | "env">;

/** A person's own drafts, the last touched first. Nobody sees another's, whatever their role. */
export async function listDrafts(rt: Rt, actor: UserActor): Promise<{ items: DraftSummary[] }> {
  if (!mayEver(actor, "message.send")) return { items: [] };
  const { userId, draftKey, summary, recipients, updatedAt } = messageDrafts;
  const rows = await rt.db
    .select({ userId, draftKey, summary, recipients, updatedAt })
    .from(messageDrafts)
    .where(isKept(actor, await rt.clock()))
    .orderBy(desc(updatedAt), desc(messageDrafts.id))
    .limit(DRAFTS_MAX);
  const items = rows.flatMap((row): DraftSummary[] => {
    const words = openSummary(rt.env.ENCRYPTION_KEYS, row);
    if (!words) return [];
    return [{ key: row.draftKey, ...words, recipients: row.recipients, updatedAt: row.updatedAt.toISOString() }];
  });
  return { items };
}

export type KeptDraft = { key: string; updatedAt: string; draft: DraftContent };

/** @throws AppError forbidden for who may no longer send; not_found, the same for another's and an absent one */
export async function getDraft(rt: Rt, actor: UserActor, { key }: DraftKey): Promise<KeptDraft> {
  requireWriter(actor);
  const [row] = await rt.db
    .select()
    .from(messageDrafts)
    .where(and(isKept(actor, await rt.clock()), eq(messageDrafts.draftKey, key)));
  const draft = row && openContent(rt.env.ENCRYPTION_KEYS, row);
  if (!row || !draft) throw new AppError("not_found");
  return { key, updatedAt: row.updatedAt.toISOString(), draft };
}
