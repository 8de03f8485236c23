import { type Column, getTableColumns, getTableName, sql } from "drizzle-orm";
import type { MySqlTable } from "drizzle-orm/mysql-core";
import type { Executor } from "./client";
import { columnName } from "./column-list";
import { literal } from "./plain-sql";

/** Rows a statement names at most: a value is found by walking over the ids. */
const ROWS_PER_STATEMENT = 200;

export type RowChange<T extends MySqlTable> = { id: number } & Partial<T["$inferInsert"]>;

/** Gives each row its own values. */
export async function updateRows<T extends MySqlTable>(
  db: Pick<Executor, "execute">,
  table: T,
  rows: readonly RowChange<T>[],
): Promise<void> {
  for (const text of updateTexts(table, rows)) await db.execute(sql.raw(text));
}

/**
 * Statements that give each row its own values, by the number key `id`. Rows that name the same columns go together: what
 * all of them get is written once, the rest is picked by the row's place among the ids.
 */
export function updateTexts<T extends MySqlTable>(table: T, rows: readonly RowChange<T>[]): string[] {
  const alike = new Map<string, Record<string, unknown>[]>();
  for (const row of rows) {
    const shape = Object.keys(row).join();
    const others = alike.get(shape);
    if (others) others.push(row);
    else alike.set(shape, [row]);
  }
  const texts: string[] = [];
  for (const all of alike.values())
    for (let from = 0; from < all.length; from += ROWS_PER_STATEMENT)
      texts.push(updateText(table, all.slice(from, from + ROWS_PER_STATEMENT)));
  return texts;
}

function updateText(table: MySqlTable, rows: readonly Record<string, unknown>[]): string {
  const columns = getTableColumns(table);
  const ids = rows.map((row) => Number(row.id)).join();
  const names = Object.keys(rows[0] ?? {}).filter((name) => name !== "id");
  const sets = names.map((name) => {
    const column = columns[name];
    if (!column) throw new Error(`no column ${name}`);
    const first = rows[0]?.[name];
    const text = written(first, column);
    if (rows.every((row) => row[name] === first)) return `${columnName(column)}=${text}`;
    const texts = rows.map((row) => written(row[name], column));
    const isShared = texts.every((one) => one === text);
    return `${columnName(column)}=${isShared ? text : `elt(field(id,${ids}),${texts.join()})`}`;
  });
  // Few rows would be taken for reason enough to walk, and lock, all of a small table.
  return `update \`${getTableName(table)}\` force index (primary) set ${sets.join()} where id in (${ids})`;
}

/** Sets, JSON and bytes as their column writes them. */
const written = (value: unknown, column: Column): string =>
  literal(typeof value === "object" && !(value instanceof Date) && value ? column.mapToDriverValue(value) : value);
