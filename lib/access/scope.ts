import "server-only";
import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { orgs } from "@/db/schema/orgs";
import type { Actor } from "./actor";
import { isSelfOrBelow } from "./org-path";

declare const proof: unique symbol;
/** Proof that someone asked who is reading. Every read demands one; only scopeOf makes them. */
export type OrgScope = { readonly path: string; readonly [proof]: true };

/** What an actor may see: the subtree of their organisation, or everything for the product itself. */
export const scopeOf = (actor: Actor): OrgScope =>
  ({ path: actor.kind === "system" ? "/" : actor.org.path }) as OrgScope;

/** The part of a scope at or below one of its organisations; all of it where that organisation is above. */
export const narrowed = (scope: OrgScope, path: string): OrgScope =>
  isSelfOrBelow(path, scope.path) ? ({ path } as OrgScope) : scope;

/** `orgs.path LIKE '/1/4/%'`: ids and slashes only, so nothing needs escaping. Same truth as isSelfOrBelow. */
export const inScope = (scope: OrgScope): SQL => sql`${orgs.path} like ${`${scope.path}%`}`;

/** Ids of the organisations in scope, for per-organisation index reads (rulings 34). `underOrgId` narrows to a subtree. */
export async function orgIdsIn(db: Executor, scope: OrgScope, underOrgId?: number): Promise<number[]> {
  if (underOrgId === undefined) {
    const rows = await db.select({ id: orgs.id }).from(orgs).where(inScope(scope));
    return rows.map((row) => row.id);
  }
  const [top] = await db
    .select({ path: orgs.path })
    .from(orgs)
    .where(and(inScope(scope), eq(orgs.id, underOrgId)));
  if (!top) return [];
  const rows = await db
    .select({ id: orgs.id })
    .from(orgs)
    .where(sql`${orgs.path} like ${`${top.path}%`}`);
  return rows.map((row) => row.id);
}
