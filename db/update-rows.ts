import { getTableColumns, type SQL, sql } from "drizzle-orm";
import type { MySqlTable } from "drizzle-orm/mysql-core";
import type { Executor } from "./client";

/** Rows a statement names at most: beyond it parsing costs more than the round trip it saves. */
const ROWS_PER_STATEMENT = 200;

/**
 * Gives each row its own values in one statement: the values are joined as a derived table, on the number key `id`.
 * All rows name the same columns.
 */
export async function updateRows<T extends MySqlTable>(
  db: Pick<Executor, "execute">,
  table: T,
  rows: readonly ({ id: number } & Partial<T["$inferInsert"]>)[],
): Promise<void> {
  const columns = getTableColumns(table);
  const names = Object.keys(rows[0] ?? {}).filter((name) => name !== "id");
  const columnOf = (name: string) => {
    const column = columns[name];
    if (!column) throw new Error(`no column ${name}`);
    return column;
  };
  const alias = (i: number) => sql.identifier(`v${i}`);
  for (let from = 0; from < rows.length; from += ROWS_PER_STATEMENT) {
    const values = rows.slice(from, from + ROWS_PER_STATEMENT).map((row, n): SQL => {
      const cells = names.map((name, i) => {
        const value = (row as Record<string, unknown>)[name] ?? null;
        const cell = value === null ? sql`null` : sql`${sql.param(value, columnOf(name))}`;
        return n === 0 ? sql`${cell} as ${alias(i)}` : cell;
      });
      return sql`select ${row.id}${n === 0 ? sql` as id` : sql``}, ${sql.join(cells, sql`, `)}`;
    });
    const sets = names.map((name, i) => sql`${columnOf(name)} = v.${alias(i)}`);
    await db.execute(
      sql`update ${table} join (${sql.join(values, sql` union all `)}) v on v.id = ${columnOf("id")} set ${sql.join(sets, sql`, `)}`,
    );
  }
}
