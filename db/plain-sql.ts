import { drizzle } from "drizzle-orm/mysql2";
import { type PoolConnection, escape as quote } from "mysql2";
import type { Db, Executor } from "./client";
import { retryUndone } from "./retry-deadlocks";

/** Whatever can run a statement written out in full: values are written by `literal`, never by hand. */
export type PlainSql = {
  /** Rows as the driver reads them: instants are Dates, BIGINTs numbers. The caller's aliases name the fields. */
  rows<T>(text: string): Promise<T[]>;
  /** @returns how many rows it changed */
  run(text: string): Promise<number>;
};

/** A transaction in plain SQL; `orm` speaks in it too. */
export type PlainTx = PlainSql & { orm(): Executor };

/** A value of JavaScript as SQL text; what is neither text, number, instant, bytes nor null is JSON. */
export function literal(value: unknown): string {
  if (value === null || value === undefined) return "null";
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : "null";
  if (typeof value === "boolean") return value ? "1" : "0";
  if (typeof value === "string") return quote(value);
  if (value instanceof Date) return `'${value.toISOString().slice(0, 23).replace("T", " ")}'`;
  return Buffer.isBuffer(value) ? `x'${value.toString("hex")}'` : quote(JSON.stringify(value));
}

/** Values for `in (…)`, each once; a list of none matches nothing. */
export const literals = (values: Iterable<number | string>): string =>
  Array.from(new Set(values), literal).join(",") || "null";

/** JSON as the driver hands it back: an object, or text from servers that store it so. */
export const parsedJson = <T>(value: unknown): T => (typeof value === "string" ? JSON.parse(value) : value) as T;

/** The pool itself: each statement on its own. */
export const plainSql = (db: Db): PlainSql => speaker(db.$client.pool as unknown as Speaker);

/**
 * A transaction whose statements are written out: for the few that carry hundreds of rows many times a second, where
 * building and mapping them costs more than the server takes. Done again like every transaction that lost a lock conflict.
 */
export const transact = <R>(db: Db, work: (tx: PlainTx) => Promise<R>): Promise<R> =>
  retryUndone(async () => {
    const connection = await taken(db);
    const { rows, run } = speaker(connection);
    const orm = () => drizzle({ client: connection, casing: "snake_case" });
    try {
      await run("begin");
      const result = await work({ rows, run, orm });
      await run("commit");
      connection.release();
      return result;
    } catch (error) {
      await run("rollback").then(
        () => connection.release(),
        () => connection.destroy(),
      );
      throw error;
    }
  });

const taken = (db: Db) =>
  new Promise<PoolConnection>((resolve, reject) => {
    const pool = db.$client.pool as unknown as {
      getConnection: (then: (error: Error | null, connection: PoolConnection) => void) => void;
    };
    pool.getConnection((error, connection) => (error ? reject(error) : resolve(connection)));
  });

type Speaker = { query: (text: string, then: (error: Error | null, result: unknown) => void) => unknown };

function speaker(connection: Speaker): PlainSql {
  const say = <R>(text: string) =>
    new Promise<R>((resolve, reject) => {
      connection.query(text, (error, result) => (error ? reject(error) : resolve(result as R)));
    });
  return {
    rows: <T>(text: string) => say<T[]>(text),
    run: async (text) => (await say<{ affectedRows: number }>(text)).affectedRows,
  };
}
