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

/** One process takes file after file: what a test that ran out of time still does must not reach the next one's rows. */
let serial = 0;

/**
 * A migrated database of this test file alone, named `dochak_test_<process><serial>`: the runner's worker numbers are not
 * distinct at one time. Only such databases are ever created or dropped (rulings 31).
 */
export async function openTestDatabase(): Promise<TestDatabase> {
  const server = new URL(inject("databaseUrl"));
  const name = `dochak_test_${process.pid}${String(++serial).padStart(3, "0")}`;
  server.pathname = "/";
  // Several statements in one go, on this connection alone: a test begins by emptying every table. It selects no
  // database, so that a test may shoot all who are in its own.
  const admin = await mysql.createConnection({ uri: server.href, multipleStatements: true });
  await admin.query(`drop database if exists \`${name}\``);
  await admin.query(`create database \`${name}\` character set utf8mb4 collate utf8mb4_unicode_520_ci`);
  server.pathname = `/${name}`;
  const maker = await mysql.createConnection({ uri: server.href, multipleStatements: true });
  await maker.query(inject("schemaScript"));
  await maker.end();
  const [tables] = await admin.query(
    "select table_name as t from information_schema.tables where table_schema = ? and table_name not like '\\_\\_%'",
    [name],
  );
  const emptying = [
    "set foreign_key_checks = 0",
    ...(tables as { t: string }[]).map(({ t }) => `delete from \`${name}\`.\`${t}\``),
    "set foreign_key_checks = 1",
  ].join("; ");
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
