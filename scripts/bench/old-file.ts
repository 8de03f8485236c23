import { type Db, databaseNow } from "@/db/client";
import { plantOrg } from "@/db/testing/plant";
import { plantTenant } from "@/db/testing/plant-tenants";
import { importHistory } from "@/lib/history/import-history";
import { openHistory } from "@/lib/history/open-history";
import { testEnv } from "../testing/test-env";
import type { Finding } from "./measure";
import { openServer } from "./worlds";

const PER_MESSAGE = 100;
const SCRIPT = { kind: "system", job: "script" } as const;
const MB = 1_048_576;
/** What reading a file may add to the memory of the process, however long the file is. */
const MOST_MB = 150;

/** I2: an old log of `rows` lines brought in beside its messages: the rate, and that memory stays flat. */
export async function benchOldFile(rows: number): Promise<Finding[]> {
  const server = await openServer();
  const { db } = await server.fresh("dochak_bench_import", 2);
  await plantTenant(db, await plantOrg(db, "hq", null));
  await bringIn(db, "messages.csv", messageLines(rows));
  global.gc?.();
  const idle = process.memoryUsage().rss;
  let peak = idle;
  const startMs = performance.now();
  const report = await bringIn(db, "logs.csv", logLines(rows), () => {
    peak = Math.max(peak, process.memoryUsage().rss);
  });
  const rate = (rows / (performance.now() - startMs)) * 1_000;
  await server.stop();
  const grown = (peak - idle) / MB;
  return [
    {
      what: `old log of ${rows.toLocaleString("en")} lines: memory above idle`,
      measured: `${grown.toFixed(0)} MB at ${Math.round(rate).toLocaleString("en")} lines/s (${report.logs.added} rows)`,
      goal: `≤ ${MOST_MB} MB`,
      pass: grown <= MOST_MB && report.logs.added === rows,
    },
  ];
}

const bringIn = (db: Db, fileName: string, lines: AsyncGenerator<Uint8Array>, onProgress = () => {}) =>
  importHistory(
    { db, clock: () => databaseNow(db), env: testEnv() },
    SCRIPT,
    { execute: true, fileName, onProgress },
    openHistory(lines),
  );

const numberOf = (n: number) => `010${String(n % 100_000_000).padStart(8, "0")}`;

async function* messageLines(rows: number): AsyncGenerator<Uint8Array> {
  yield Buffer.from("id,created_at,status,recipient_numbers,sent_count\n");
  for (let id = 0; id * PER_MESSAGE < rows; id++) {
    const list = Array.from({ length: PER_MESSAGE }, (_, i) => numberOf(id * PER_MESSAGE + i));
    yield Buffer.from(`${id},2026-03-01 10:00:00,sent,"${list.join(",")}",${PER_MESSAGE}\n`);
  }
}

async function* logLines(rows: number): AsyncGenerator<Uint8Array> {
  yield Buffer.from("message_id,phone,status\n");
  for (let from = 0; from < rows; from += 1_000) {
    let text = "";
    for (let n = from; n < Math.min(rows, from + 1_000); n++)
      text += `${Math.floor(n / PER_MESSAGE)},${numberOf(n)},sent\n`;
    yield Buffer.from(text);
  }
}
