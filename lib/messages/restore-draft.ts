import "server-only";
import { and, eq, gt } from "drizzle-orm";
import { messageDrafts } from "@/db/schema/drafts";
import type { UserActor } from "@/lib/access/actor";
import { AppError } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { DAY_MS } from "@/lib/time/kst";
import { requireWriter } from "./draft-rows";
import type { DraftKey } from "./draft-schema";

/**
 * Brings a draft back that its writer deleted within the last day.
 * @throws AppError forbidden; not_found
 */
export async function restoreDraft(
  rt: Pick<Runtime, "db" | "clock">,
  actor: UserActor,
  { key }: DraftKey,
): Promise<void> {
  requireWriter(actor);
  const now = await rt.clock();
  const [done] = await rt.db
    .update(messageDrafts)
    .set({ deletedAt: null })
    .where(
      and(
        eq(messageDrafts.userId, actor.userId),
        eq(messageDrafts.draftKey, key),
        gt(messageDrafts.deletedAt, new Date(now.getTime() - DAY_MS)),
      ),
    );
  if (done.affectedRows === 0) throw new AppError("not_found");
}
