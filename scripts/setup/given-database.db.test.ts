import mysql from "mysql2/promise";
import { afterAll, expect, inject, test } from "vitest";
import { dropTestDatabase, ensureDatabase } from "./given-database.mjs";
import { testDatabaseUrl } from "./run-tests.mjs";

const url = testDatabaseUrl(inject("databaseUrl"), 700_000 + process.pid);
afterAll(() => dropTestDatabase(url));

test("an absent database is made; one with somebody's data in it is never the demo's", async () => {
  expect(await ensureDatabase(url, { forDemo: true })).toMatchObject({ url });
  const connection = await mysql.createConnection({ uri: url });
  await connection.query("create table orders (id int)");
  await ensureDatabase(url, { forDemo: true });
  await connection.query("insert into orders values (1)");
  await expect(ensureDatabase(url, { forDemo: true })).rejects.toThrow(/데모가 아닌 자료/);
  await ensureDatabase(url);
  await connection.query("create table app_meta (`key` varchar(40) primary key, value varchar(40))");
  await expect(ensureDatabase(url, { forDemo: true })).rejects.toThrow(/데모가 아닌 자료/);
  await connection.query("insert into app_meta values ('demo', 'x')");
  await ensureDatabase(url, { forDemo: true });
  await connection.end();
});

test("what is wrong with an address is said in words, without its password", async () => {
  const address = new URL(url);
  address.password = "not-the-password";
  const refused = ensureDatabase(address.href).catch((error: Error) => error.message);
  expect(await refused).toMatch(/암호가 맞지 않아요/);
  expect(await refused).not.toContain("not-the-password");
  address.port = "9";
  await expect(ensureDatabase(address.href)).rejects.toThrow(/connection refused/);
});
