import "server-only";
import { asc } from "drizzle-orm";
import type { Executor } from "@/db/client";
import type { OrgLevel } from "@/db/enums";
import { orgs } from "@/db/schema/orgs";
import { inScope, type OrgScope } from "@/lib/access/scope";
import { limitChains } from "./limit-chain";
import { effectiveLimits, type Limits, limitValues } from "./limits";

/** An organisation to choose as a room's owner, with the limits it would bring. */
export type OrgChoice = { id: number; name: string; level: OrgLevel; depth: number; limits: Limits };

/** The organisations of a scope in tree order: a parent first, then what is below it, by name. */
export async function orgChoices(db: Executor, scope: OrgScope): Promise<OrgChoice[]> {
  const rows = await db
    .select({ id: orgs.id, name: orgs.name, level: orgs.level, parentId: orgs.parentId, path: orgs.path })
    .from(orgs)
    .where(inScope(scope))
    .orderBy(asc(orgs.name), asc(orgs.id));
  const chains = await limitChains(
    db,
    rows.map((row) => row.path),
  );
  const known = new Set(rows.map((row) => row.id));
  const children = new Map<number | null, typeof rows>();
  for (const row of rows) {
    const parent = row.parentId !== null && known.has(row.parentId) ? row.parentId : null;
    children.set(parent, [...(children.get(parent) ?? []), row]);
  }
  const walk = (parent: number | null, depth: number): OrgChoice[] =>
    (children.get(parent) ?? []).flatMap(({ id, name, level, path }) => [
      { id, name, level, depth, limits: limitValues(effectiveLimits(chains.get(path) ?? [])) },
      ...walk(id, depth + 1),
    ]);
  return walk(null, 0);
}
