import "server-only";
import { and, eq } from "drizzle-orm";
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
  const now = await rt.clock();
  const [done] = await rt.db
    .update(messageDrafts)
    .set({ deletedAt: now })
    .where(and(isKept(actor, now), eq(messageDrafts.draftKey, key)));
  if (done.affectedRows === 0) throw new AppError("not_found");
}
