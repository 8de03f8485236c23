import mysql from "mysql2/promise";
import { inject } from "vitest";
import { createDb, type Db } from "../client";

declare module "vitest" {
  interface ProvidedContext {
    databaseUrl: string;
    schemaScript: string;
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
  // Several statements in one go, on this connection alone: a test begins by emptying every table.
  const admin = await mysql.createConnection({ uri: server.href, multipleStatements: true });
  await admin.query(`drop database if exists \`${name}\``);
  await admin.query(`create database \`${name}\` character set utf8mb4 collate utf8mb4_unicode_520_ci`);
  await admin.query(`use \`${name}\`;\n${inject("schemaScript")}`);
  const [tables] = await admin.query(
    "select table_name as t from information_schema.tables where table_schema = database() and table_name not like '\\_\\_%'",
  );
  const emptying = [
    "set foreign_key_checks = 0",
    ...(tables as { t: string }[]).map(({ t }) => `delete from \`${t}\``),
    "set foreign_key_checks = 1",
  ].join("; ");
  server.pathname = `/${name}`;
  const db = createDb(server.href, 10);
  return {
    db,
    url: server.href,
    async clear() {
      await admin.query(emptying);
    },
    async drop() {
      await db.close();
      await admin.query(`drop database if exists \`${name}\``);
      await admin.end();
    },
  };
}
