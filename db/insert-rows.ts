import { getTableColumns, sql } from "drizzle-orm";
import type { MySqlTable } from "drizzle-orm/mysql-core";
import { escape as quote } from "mysql2";
import type { Executor } from "./client";

/** Rows a statement holds at most: beyond it a statement grows, and nothing gets faster. */
const ROWS_PER_STATEMENT = 1_000;

/**
 * Inserts very many rows in few statements. What all rows share is written once and the driver's own escaping writes the
 * rest: the query builder's bound parameters would cost more than the server's work. All rows name the same columns.
 */
export async function insertRows<T extends MySqlTable, S extends keyof T["$inferInsert"] & string>(
  db: Pick<Executor, "execute">,
  table: T,
  shared: Pick<T["$inferInsert"], S>,
  rows: readonly Omit<T["$inferInsert"], S>[],
): Promise<void> {
  if (rows.length === 0) return;
  const columns = getTableColumns(table);
  const columnOf = (name: string) => {
    const column = columns[name];
    if (!column) throw new Error(`no column ${name}`);
    return column;
  };
  const writerOf = (name: string) => {
    const column = columnOf(name);
    return (value: unknown): string => {
      if (value === null || value === undefined) return "null";
      const driven = column.mapToDriverValue(value);
      return Buffer.isBuffer(driven) ? `x'${driven.toString("hex")}'` : quote(driven as string, false, "Z");
    };
  };
  const sharedNames = Object.keys(shared);
  const ownNames = Object.keys(rows[0]!);
  const tail = sharedNames.map((name) => `,${writerOf(name)((shared as Record<string, unknown>)[name])}`).join("");
  const writers = ownNames.map((name) => [name, writerOf(name)] as const);
  const write = (row: Record<string, unknown>) => {
    let text = "";
    for (const [name, writer] of writers) text += `${text ? "," : "("}${writer(row[name])}`;
    return `${text}${tail})`;
  };
  const names = sql.join(
    [...ownNames, ...sharedNames].map((name) => sql`${columnOf(name)}`),
    sql`, `,
  );
  for (let from = 0; from < rows.length; from += ROWS_PER_STATEMENT) {
    const values = rows.slice(from, from + ROWS_PER_STATEMENT).map((row) => write(row as Record<string, unknown>));
    await db.execute(sql`insert into ${table} (${names}) values ${sql.raw(values.join(","))}`);
  }
}
