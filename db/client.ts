import { type ExtractTablesWithRelations, sql } from "drizzle-orm";
import type { MySqlTransaction } from "drizzle-orm/mysql-core";
import { drizzle, type MySql2PreparedQueryHKT, type MySql2QueryResultHKT } from "drizzle-orm/mysql2";
import { format } from "mysql2";
import mysql from "mysql2/promise";

/** sql_mode is set per session: MariaDB's default lets partial GROUP BY through, MySQL's doesn't. */
const SESSION = [
  "set names utf8mb4 collate utf8mb4_unicode_520_ci",
  "set time_zone = '+00:00'",
  "set session sql_mode = 'STRICT_ALL_TABLES,ONLY_FULL_GROUP_BY,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'",
  "set session transaction isolation level read committed",
];

/**
 * A pool of connections whose sessions speak UTC, strict SQL and READ COMMITTED on MySQL and MariaDB alike.
 * @param url `mysql://user:password@host:port/database`
 * @param connections upper bound of the pool (S2-83)
 */
export function createDb(url: string, connections = 20) {
  const pool = mysql.createPool({
    uri: url,
    timezone: "Z",
    charset: "utf8mb4",
    connectionLimit: connections,
    maxIdle: 5,
    idleTimeout: 60_000,
    enableKeepAlive: true,
    supportBigNumbers: true,
    // Text that is written out in full isn't searched for places to fill in: it may be hundreds of rows long.
    queryFormat: (text, values) => (values.length === 0 ? text : format(text, values, false, "Z")),
  });
  // Queued on the connection before its first query, so no statement runs in the server's own time zone.
  pool.pool.on("connection", (connection) => {
    for (const statement of SESSION) connection.query(statement);
  });
  const orm = drizzle({ client: pool, casing: "snake_case" });
  return Object.assign(orm, { close: () => pool.end() });
}

export type Db = ReturnType<typeof createDb>;
export type Tx = MySqlTransaction<
  MySql2QueryResultHKT,
  MySql2PreparedQueryHKT,
  Record<string, never>,
  ExtractTablesWithRelations<Record<string, never>>
>;
/** Whatever can run a query: the pool or an open transaction. */
export type Executor = Pick<Db, "select" | "selectDistinct" | "insert" | "update" | "delete" | "execute">;

/** The database's clock in UTC, the authority for every decision about time (C-52). */
export async function databaseNow(db: Executor): Promise<Date> {
  const [rows] = await db.execute(sql`select cast(unix_timestamp(now(3)) * 1000 as unsigned) as ms`);
  return new Date(Number((rows as unknown as { ms: number }[])[0]!.ms));
}

/** errno of the server behind a driver or ORM error, e.g. 1062 for a duplicate key. */
export function errnoOf(error: unknown): number | undefined {
  for (let e = error; e instanceof Error; e = e.cause) if ("errno" in e && typeof e.errno === "number") return e.errno;
  return undefined;
}

/** True when a unique key refused the row. */
export const isDuplicateKey = (error: unknown) => errnoOf(error) === 1062;
