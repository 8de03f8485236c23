import path from "node:path";
import { drizzle } from "drizzle-orm/mysql2";
import { migrate } from "drizzle-orm/mysql2/migrator";
import mysql from "mysql2/promise";

/**
 * Brings the database of `url` to the newest schema. Safe to run from several processes at once and again:
 * one advisory lock on one connection, MySQL's own bookkeeping of what ran (rulings 33).
 */
export async function migrateDatabase(url: string): Promise<void> {
  const connection = await mysql.createConnection({ uri: url, timezone: "Z", charset: "utf8mb4" });
  try {
    await connection.query("set time_zone = '+00:00'");
    const [rows] = await connection.query("select database() as name");
    const name = (rows as { name: string }[])[0]!.name;
    const [locks] = await connection.query("select get_lock(?, 60) as ok", [`migrate_${name}`.slice(0, 60)]);
    if ((locks as { ok: number }[])[0]!.ok !== 1) throw new Error("another migration has held the lock for 60 seconds");
    // New tables take the database's default; whoever created it may have left the server's own collation.
    await connection.query(`alter database \`${name}\` character set utf8mb4 collate utf8mb4_unicode_520_ci`);
    await migrate(drizzle({ client: connection }), { migrationsFolder: path.join(import.meta.dirname, "migrations") });
  } finally {
    await connection.end();
  }
}
