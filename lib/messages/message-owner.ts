import "server-only";
import { and, eq } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { messages } from "@/db/schema/messages";
import { orgs } from "@/db/schema/orgs";
import { inScope, type OrgScope } from "@/lib/access/scope";
import { AppError } from "@/lib/errors";

/**
 * Whose message it is.
 * @throws AppError not_found, the same for a foreign and an absent one
 */
export async function messageOwner(db: Executor, scope: OrgScope, id: number): Promise<{ id: number; path: string }> {
  const [row] = await db
    .select({ id: orgs.id, path: orgs.path })
    .from(messages)
    .innerJoin(orgs, eq(orgs.id, messages.orgId))
    .where(and(eq(messages.id, id), inScope(scope)));
  if (!row) throw new AppError("not_found");
  return row;
}
