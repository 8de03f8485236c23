import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { MySqlTable } from "drizzle-orm/mysql-core";
import type { Executor } from "@/db/client";
import { unionAllOf } from "@/db/union-all";

/**
 * Those of these organisations that have a row in a table at all, so that of hundreds of branches few are walked for nothing: one
 * step of an index that begins with `org_id` for each. Grouping the table would read all of it where the server thinks that better.
 */
export async function orgsHaving(
  db: Executor,
  table: MySqlTable,
  index: string,
  orgIds: readonly number[],
): Promise<number[]> {
  if (orgIds.length === 0) return [];
  const step = (id: number): SQL =>
    sql`(select org_id from ${table} force index (${sql.raw(index)}) where org_id = ${id} limit 1)`;
  const [rows] = await db.execute(unionAllOf(orgIds.map(step)));
  const having = new Set((rows as unknown as { org_id: number }[]).map((row) => Number(row.org_id)));
  return orgIds.filter((id) => having.has(id));
}
