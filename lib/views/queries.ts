import "server-only";
import { and, asc, eq } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { savedViews } from "@/db/schema/views";
import type { UserActor } from "@/lib/access/actor";
import { VIEWS_MAX, type ViewFilter, type ViewPage } from "./schema";

export type ViewDto = { id: number; page: ViewPage; name: string; query: string };

/** Somebody's own views of a page, by name. */
export async function myViews(db: Executor, actor: UserActor, { page }: ViewFilter): Promise<ViewDto[]> {
  return db
    .select({ id: savedViews.id, page: savedViews.page, name: savedViews.name, query: savedViews.query })
    .from(savedViews)
    .where(and(eq(savedViews.userId, actor.userId), eq(savedViews.page, page)))
    .orderBy(asc(savedViews.name))
    .limit(VIEWS_MAX);
}
