import "server-only";
import { and, eq } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { messageDrafts } from "@/db/schema/drafts";
import type { UserActor } from "@/lib/access/actor";
import { AppError } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { isKept, requireWriter } from "./draft-rows";
import type { DraftKey } from "./draft-schema";

/**
 * Takes a draft out of the list; `restoreDraft` brings it back for a day.
 * @throws AppError forbidden; not_found, the same for another's and an absent one
 */
export async function deleteDraft(
  rt: Pick<Runtime, "db" | "clock">,
  actor: UserActor,
  { key }: DraftKey,
): Promise<void> {
  requireWriter(actor);
  if (!(await dropDraft(rt.db, actor, key, await rt.clock()))) throw new AppError("not_found");
}

/** The same for whoever knows that it is done with. @returns false where there was none */
export async function dropDraft(db: Executor, actor: UserActor, key: string, now: Date): Promise<boolean> {
  const [done] = await db
    .update(messageDrafts)
    .set({ deletedAt: now })
    .where(and(isKept(actor, now), eq(messageDrafts.draftKey, key)));
  return done.affectedRows > 0;
}
