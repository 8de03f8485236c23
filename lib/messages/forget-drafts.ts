import "server-only";
import { lt, or } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { messageDrafts } from "@/db/schema/drafts";
import { DAY_MS } from "@/lib/time/kst";
import { DRAFT_DAYS } from "./draft-schema";

/** Removes for good what nobody can get at any more: drafts left alone for long, and deleted ones past their undo. */
export async function forgetDrafts(db: Executor, now: Date): Promise<number> {
  const before = (days: number) => new Date(now.getTime() - days * DAY_MS);
  const [done] = await db
    .delete(messageDrafts)
    .where(or(lt(messageDrafts.updatedAt, before(DRAFT_DAYS)), lt(messageDrafts.deletedAt, before(1))));
  return done.affectedRows;
}
