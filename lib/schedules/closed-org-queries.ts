import "server-only";
import { and, inArray, ne } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { orgs } from "@/db/schema/orgs";
import { pathIds } from "@/lib/access/org-path";

export type ClosedOrg = { id: number; name: string };

/** For each of these paths the highest organisation on it that is closed, which stops everything below, or null. */
export async function closedOrgsOn(
  db: Executor,
  paths: readonly string[],
): Promise<(path: string) => ClosedOrg | null> {
  const ids = [...new Set(paths.flatMap(pathIds))];
  if (ids.length === 0) return () => null;
  const rows = await db
    .select({ id: orgs.id, name: orgs.name })
    .from(orgs)
    .where(and(inArray(orgs.id, ids), ne(orgs.status, "active")));
  const closed = new Map(rows.map((row) => [row.id, row]));
  return (path) => {
    const id = pathIds(path).find((one) => closed.has(one));
    return (id !== undefined && closed.get(id)) || null;
  };
}

/** Those of these organisations that are closed, or stand below one that is. */
export async function closedAmong(db: Executor, orgIds: readonly number[]): Promise<number[]> {
  const [anyClosed] = await db.select({ id: orgs.id }).from(orgs).where(ne(orgs.status, "active")).limit(1);
  if (!anyClosed || orgIds.length === 0) return [];
  const rows = await db
    .select({ id: orgs.id, path: orgs.path })
    .from(orgs)
    .where(inArray(orgs.id, [...orgIds]));
  const closedOn = await closedOrgsOn(
    db,
    rows.map((row) => row.path),
  );
  return rows.filter((row) => closedOn(row.path)).map((row) => row.id);
}
