import { eq, sql } from "drizzle-orm";
import type { Executor } from "../client";
import { appMeta } from "../schema/dispatch";

/** The row of app_meta that says: this database belongs to the demo and may be seeded and reset (rulings 31). */
const MARK = "demo";

export async function isDemo(db: Executor): Promise<boolean> {
  const rows = await db.select({ value: appMeta.value }).from(appMeta).where(eq(appMeta.key, MARK));
  return rows.length > 0;
}

/** Waits for another seeding under way, then fails with a duplicate key. */
export const markAsDemo = (tx: Executor, at: Date) => tx.insert(appMeta).values({ key: MARK, value: at.toISOString() });

/** Every table but the migrations' own. */
async function tables(db: Executor): Promise<string[]> {
  const [rows] = await db.execute(sql`
    select table_name as t from information_schema.tables
    where table_schema = database() and table_type = 'BASE TABLE' and table_name not like '\\_\\_%'`);
  return (rows as unknown as { t: string }[]).map((row) => row.t);
}

export async function isEmpty(db: Executor): Promise<boolean> {
  const probes = (await tables(db)).map((table) => sql`(select 1 as one from ${sql.identifier(table)} limit 1)`);
  const [rows] = await db.execute(sql.join(probes, sql` union all `));
  return (rows as unknown as unknown[]).length === 0;
}

/** Empties every table. Only ever called on a database that carries the mark. */
export async function wipe(tx: Executor): Promise<void> {
  await tx.execute(sql`set foreign_key_checks = 0`);
  try {
    for (const table of await tables(tx)) await tx.execute(sql`delete from ${sql.identifier(table)}`);
  } finally {
    await tx.execute(sql`set foreign_key_checks = 1`);
  }
}
