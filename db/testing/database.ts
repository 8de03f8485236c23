import mysql from "mysql2/promise";
import { inject } from "vitest";
import { createDb, type Db } from "../client";
import { migrateDatabase } from "../migrate";

declare module "vitest" {
  interface ProvidedContext {
    databaseUrl: string;
  }
}

export type TestDatabase = { db: Db; url: string; clear: () => Promise<void>; drop: () => Promise<void> };

/**
 * A migrated database of this test file alone, named `dochak_test_<process>`: the runner's worker numbers are not
 * distinct at one time. Only such databases are ever created or dropped (rulings 31).
 */
export async function openTestDatabase(): Promise<TestDatabase> {
  const server = new URL(inject("databaseUrl"));
  const name = `dochak_test_${process.pid}`;
  server.pathname = "/";
  const admin = await mysql.createConnection({ uri: server.href });
  await admin.query(`drop database if exists \`${name}\``);
  await admin.query(`create database \`${name}\` character set utf8mb4 collate utf8mb4_unicode_520_ci`);
  server.pathname = `/${name}`;
  await migrateDatabase(server.href);
  const db = createDb(server.href, 10);
  return {
    db,
    url: server.href,
    async clear() {
      const [tables] = await admin.query(
        "select table_name as t from information_schema.tables where table_schema = ? and table_name not like '\\_\\_%'",
        [name],
      );
      await admin.query("set foreign_key_checks = 0");
      for (const { t } of tables as { t: string }[]) await admin.query(`delete from \`${name}\`.\`${t}\``);
      await admin.query("set foreign_key_checks = 1");
    },
    async drop() {
      await db.close();
      await admin.query(`drop database if exists \`${name}\``);
      await admin.end();
    },
  };
}
