import { randomInt } from "node:crypto";
import mysql from "mysql2/promise";
import { migrateDatabase } from "../migrate";

/** Where the migrator writes down what ran. */
const BOOK = "__drizzle_migrations";

/**
 * What all migrations come to, as one script for an empty database: running it takes a tenth of the time they take.
 * The migrations run once, in a database named `dochak_test_<number>` that is gone afterwards (rulings 31).
 * @param url an address on the server; its database isn't touched
 */
export async function schemaScript(url: string): Promise<string> {
  const server = new URL(url);
  const name = `dochak_test_${randomInt(10 ** 9, 10 ** 12)}`;
  server.pathname = "/";
  const admin = await mysql.createConnection({ uri: server.href });
  try {
    await admin.query(`create database \`${name}\` character set utf8mb4 collate utf8mb4_unicode_520_ci`);
    server.pathname = `/${name}`;
    await migrateDatabase(server.href);
    await admin.query(`use \`${name}\``);
    const [rows] = await admin.query(`select * from \`${BOOK}\``);
    return [
      "set foreign_key_checks = 0",
      ...(await createStatements(admin)),
      mysql.format("insert into ?? values ?", [BOOK, (rows as object[]).map((row) => Object.values(row))]),
      "set foreign_key_checks = 1",
    ].join(";\n");
  } finally {
    await admin.query(`drop database if exists \`${name}\``);
    await admin.end();
  }
}

/** How to make each table of the connection's database, in the order of their names. */
export async function createStatements(connection: mysql.Connection): Promise<string[]> {
  const [tables] = await connection.query(
    "select table_name as t from information_schema.tables where table_schema = database() order by table_name",
  );
  const statements = [];
  for (const { t } of tables as { t: string }[]) {
    const [made] = await connection.query(`show create table \`${t}\``);
    statements.push((made as { "Create Table": string }[])[0]!["Create Table"]);
  }
  return statements;
}
