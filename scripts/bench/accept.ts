import mysql from "mysql2/promise";
import * as z from "zod/mini";
import { databaseNow } from "@/db/client";
import { tenants } from "@/db/schema/tenants";
import { SendRequest } from "@/lib/messages/schema";
import { sendMessage } from "@/lib/messages/send-message";
import { plantMessageWorld } from "../testing/message-rig";
import { testEnv } from "../testing/test-env";
import { type Finding, interleave, percentile, ratio } from "./measure";
import { openServer } from "./worlds";

const RECIPIENTS = 10_000;
const CHUNK = 1_000;
const ROUNDS = 9;

/**
 * A1: what a POST of 10,000 recipients costs from the body's text to the commit (read, checked, rendered, sealed, priced,
 * reserved, written), against the insert of the very same rows, 1,000 in a statement, by the driver alone; in turn on one server.
 */
export async function benchAccept(): Promise<Finding[]> {
  const server = await openServer();
  const { db, url } = await server.fresh("dochak_bench_accept", 4);
  const { operator, tenant } = await plantMessageWorld(db);
  await db.update(tenants).set({ basePrice: "0.00", priceLms: "0.00" });
  const env = testEnv();
  const raw = await mysql.createConnection({ uri: url, timezone: "Z" });
  await raw.query("set session transaction isolation level read committed");
  let round = 0;
  const body = () => {
    const first = ++round * RECIPIENTS;
    const one = (i: number) => ({ phone: String(1_000_000_000 + first + i).padStart(11, "0"), name: `손님${i}` });
    const recipients = Array.from({ length: RECIPIENTS }, (_, i) => one(i));
    return JSON.stringify({ message_mode: "lms", raw_body: "#{이름}님, 오늘 저녁 귤이 싸요.", recipients });
  };
  let text = body();
  let accepted = 0;
  const accept = async () => {
    const request = z.parse(SendRequest, JSON.parse(text));
    const order = { request, tenantCode: tenant.code, idempotencyKey: `bench-${round}` };
    const answer = await sendMessage({ db, env, clock: () => databaseNow(db) }, operator, order);
    if (answer.enqueued !== RECIPIENTS) throw new Error(`${answer.enqueued} of ${RECIPIENTS}`);
    accepted = answer.message_id;
  };

  let columns = "";
  let rows: unknown[][] = [];
  const load = async () => {
    const [found, fields] = await raw.query(
      { sql: "select * from message_logs where message_id = ?", rowsAsArray: true },
      [accepted],
    );
    columns = fields
      .slice(1)
      .map(({ name }) => name)
      .join(",");
    const written = (value: unknown) => (isPlain(value) ? value : JSON.stringify(value));
    rows = (found as unknown[][]).map(([_id, ...row]) => row.map(written));
    await raw.query("delete from message_logs where message_id = ?", [accepted]);
  };
  const insert = async () => {
    await raw.beginTransaction();
    for (let from = 0; from < rows.length; from += CHUNK)
      await raw.query(`insert into message_logs (${columns}) values ?`, [rows.slice(from, from + CHUNK)]);
    await raw.commit();
  };
  await accept();
  await load();
  const next = async () => {
    text = body();
    await raw.query("delete from message_logs where message_id = ?", [rows[0]?.[0]]);
  };
  await next();
  const [inserts, accepts] = await measured(insert, accept, next);
  await raw.end();
  await server.stop();
  return [ratio(`insert of ${RECIPIENTS} rows → POST of them`, percentile(inserts, 50), percentile(accepts, 50), 1.5)];
}

const isPlain = (value: unknown) =>
  typeof value !== "object" || value === null || Buffer.isBuffer(value) || value instanceof Date;

/** In turn, a warm-up first; putting the table back is nobody's time. */
async function measured(small: () => Promise<void>, large: () => Promise<void>, between: () => Promise<unknown>) {
  const all: [number[], number[]] = [[], []];
  for (let i = 0; i <= ROUNDS; i++) {
    const [[one], [other]] = await interleave(1, small, large, 0);
    if (i > 0) {
      all[0].push(one!);
      all[1].push(other!);
    }
    await between();
  }
  return all;
}
