import mysql from "mysql2/promise";
import { afterAll, beforeAll, expect, test } from "vitest";
import { migrateDatabase } from "../migrate";
import { openTestDatabase, type TestDatabase } from "./database";
import { createStatements } from "./schema-script";

let made: TestDatabase;
beforeAll(async () => {
  made = await openTestDatabase();
});
afterAll(() => made?.drop());

/** Every table as the server would make it again, and how many rows are in it. */
async function contentOf(url: string) {
  const connection = await mysql.createConnection({ uri: url });
  const tables = [];
  for (const statement of await createStatements(connection)) {
    const [rows] = await connection.query(`select * from ${/`\w+`/.exec(statement)![0]}`);
    // MySQL names a character set a second time where a script had named it.
    tables.push([statement.replaceAll(" CHARACTER SET utf8mb4 COLLATE", " COLLATE"), (rows as unknown[]).length]);
  }
  const [options] = await connection.query(
    "select default_collation_name as c from information_schema.schemata where schema_name = database()",
  );
  await connection.end();
  return { tables, options };
}

test("a test's database is what the migrations make of an empty one, and they have nothing left to do in it", async () => {
  const before = await contentOf(made.url);
  expect(before.tables.length).toBeGreaterThan(30);
  await migrateDatabase(made.url);
  expect(await contentOf(made.url)).toEqual(before);
  const other = new URL(made.url);
  other.pathname = `/dochak_test_${600_000 + process.pid}`;
  const admin = await mysql.createConnection({ uri: made.url });
  try {
    await admin.query(
      `create database \`${other.pathname.slice(1)}\` character set utf8mb4 collate utf8mb4_unicode_520_ci`,
    );
    await migrateDatabase(other.href);
    expect(await contentOf(other.href)).toEqual(before);
  } finally {
    await admin.query(`drop database if exists \`${other.pathname.slice(1)}\``);
    await admin.end();
  }
});
