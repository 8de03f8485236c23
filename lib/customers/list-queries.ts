import "server-only";
import { and, asc, eq } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { customerLists } from "@/db/schema/customers";
import { orgs } from "@/db/schema/orgs";
import { inScope, type OrgScope } from "@/lib/access/scope";
import { AppError } from "@/lib/errors";

export type ListDto = { id: number; name: string; orgId: number; orgName: string; size: number; updatedAt: string };

/** Far above what anyone picks from. */
const MOST = 500;

const select = (db: Executor) =>
  db
    .select({
      id: customerLists.id,
      name: customerLists.name,
      orgId: customerLists.orgId,
      orgName: orgs.name,
      size: customerLists.size,
      updatedAt: customerLists.updatedAt,
    })
    .from(customerLists)
    .innerJoin(orgs, eq(orgs.id, customerLists.orgId));
const toDto = (row: Awaited<ReturnType<typeof select>>[number]): ListDto => ({
  ...row,
  updatedAt: row.updatedAt.toISOString(),
});

/** Saved lists of the subtree by name. */
export async function listLists(db: Executor, scope: OrgScope): Promise<{ items: ListDto[]; nextCursor: null }> {
  const rows = await select(db)
    .where(inScope(scope))
    .orderBy(asc(customerLists.name), asc(customerLists.id))
    .limit(MOST);
  return { items: rows.map(toDto), nextCursor: null };
}

/** @throws AppError not_found, the same for a foreign and an absent one */
export async function getList(db: Executor, scope: OrgScope, id: number): Promise<ListDto> {
  const [row] = await select(db).where(and(eq(customerLists.id, id), inScope(scope)));
  if (!row) throw new AppError("not_found");
  return toDto(row);
}
