import { getTableColumns, sql } from "drizzle-orm";
import type { MySqlTable } from "drizzle-orm/mysql-core";
import { escape as quote } from "mysql2";
import type { Executor } from "./client";

/** Rows a statement holds at most: beyond it a statement grows, and nothing gets faster. */
const ROWS_PER_STATEMENT = 1_000;

/**
 * Inserts very many rows in few statements, each made while the server works on the one before. What all rows share is
 * written once, and the driver's own escaping writes the rest: the query builder's bound parameters would cost more than the
 * server's work. All rows name the same columns.
 * @param rows may be made as they are asked for
 */
export async function insertRows<T extends MySqlTable, S extends keyof T["$inferInsert"] & string>(
  db: Pick<Executor, "execute">,
  table: T,
  shared: Pick<T["$inferInsert"], S>,
  rows: Iterable<Omit<T["$inferInsert"], S>>,
): Promise<void> {
  const writer = rowWriter(table, shared);
  let values: string[] = [];
  let running: Promise<unknown> = Promise.resolve();
  const send = async () => {
    const statement = sql`insert into ${table} (${writer.names()}) values ${sql.raw(values.join(","))}`;
    values = [];
    await running;
    running = Promise.resolve(db.execute(statement));
    // It is awaited before the next one or at the end; until then its failure is nobody's surprise.
    running.catch(() => {});
    await new Promise(setImmediate);
  };
  for (const row of rows) {
    values.push(writer.write(row as Record<string, unknown>));
    if (values.length === ROWS_PER_STATEMENT) await send();
  }
  if (values.length > 0) await send();
  await running;
}

function rowWriter(table: MySqlTable, shared: Record<string, unknown>) {
  const columns = getTableColumns(table);
  const columnOf = (name: string) => {
    const column = columns[name];
    if (!column) throw new Error(`no column ${name}`);
    return column;
  };
  const literal = (name: string) => {
    const column = columnOf(name);
    return (value: unknown): string => {
      if (value === null || value === undefined) return "null";
      const driven = column.mapToDriverValue(value);
      return Buffer.isBuffer(driven) ? `x'${driven.toString("hex")}'` : quote(driven as string, false, "Z");
    };
  };
  const sharedNames = Object.keys(shared);
  const tail = sharedNames.map((name) => `,${literal(name)(shared[name])}`).join("");
  let own: (readonly [name: string, literal: (value: unknown) => string])[] = [];
  return {
    write(row: Record<string, unknown>): string {
      if (own.length === 0) own = Object.keys(row).map((name) => [name, literal(name)]);
      let text = "";
      for (const [name, write] of own) text += `${text ? "," : "("}${write(row[name])}`;
      return `${text}${tail})`;
    },
    names: () =>
      sql.join(
        [...own.map(([name]) => name), ...sharedNames].map((name) => sql`${columnOf(name)}`),
        sql`, `,
      ),
  };
}
