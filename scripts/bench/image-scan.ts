import { mkdirSync, mkdtempSync, utimesSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import type { SyncCounts } from "@/db/schema/image-sync";
import { plantOrg } from "@/db/testing/plant";
import { plantCustomer } from "../testing/plant-customer";
import { bundleChild, startChild } from "../testing/start-child";
import type { Finding } from "./measure";
import { openServer } from "./worlds";

const MB = 1_048_576;
const MOST_MB = 256;
const MOST_TIMES = 2;
const PER_FOLDER = 1_000;
/** Rows without a file, and files without a row. */
const ODD = 20;
const LONG_AGO = new Date("2026-01-05T00:00:00.000Z");

/** I1: a scan of `rows` rows against as many files: its time beside a bare walk and a bare read, and its memory. */
export async function benchImageScan(rows: number): Promise<Finding[]> {
  const server = await openServer();
  const folder = await mkdtemp(join(tmpdir(), "dochak-bench-images-"));
  // Packages that aren't bundled are found from here.
  const bundles = mkdtempSync(join(process.cwd(), "node_modules", ".image-scan-"));
  try {
    const { db, url } = await server.fresh("dochak_bench_images", 4);
    await plantTree(folder, rows);
    await plantRows(db, rows);
    const child = await bundleChild("scripts/bench/image-scan-child.ts", bundles);
    const env = { DATABASE_URL: url, FOLDER: folder };
    const bare = (await said(startChild(child, { ...env, TASK: "bare" }))) as { walk: Time; read: Time };
    const scan = (await said(startChild(child, { ...env, TASK: "scan" }))) as Scanned;
    const { state, counts, slices, time, peak } = scan;
    const { walk, read } = bare;
    const isRight =
      state === "planned" &&
      counts?.valid === rows - ODD &&
      counts.verdicts.ghost === ODD &&
      counts.verdicts.orphan === ODD;
    const times = time.ms / (walk.ms + read.ms);
    const cpuTimes = time.cpuMs / (walk.cpuMs + read.cpuMs);
    const seconds = (ms: number) => (ms / 1_000).toFixed(1);
    return [
      {
        what: `scan of ${rows.toLocaleString("en")} rows against as many files`,
        measured: `walk ${seconds(walk.ms)} + read ${seconds(read.ms)} → ${seconds(time.ms)} s (×${times.toFixed(2)})`,
        goal: `≤ ×${MOST_TIMES}`,
        pass: times <= MOST_TIMES && isRight,
        note: `CPU of the process ×${cpuTimes.toFixed(2)}, ${slices} slices, ${isRight ? "every planted fault found" : `wrong: ${JSON.stringify({ state, ...counts })}`}`,
      },
      {
        what: "… resident memory at most",
        measured: `${(peak / MB).toFixed(0)} MB`,
        goal: `< ${MOST_MB} MB`,
        pass: peak < MOST_MB * MB,
      },
    ];
  } finally {
    await Promise.all([folder, bundles].map((path) => rm(path, { recursive: true, force: true })));
    await server.stop();
  }
}

type Time = { ms: number; cpuMs: number };
type Scanned = { state: string; counts: SyncCounts | null; slices: number; time: Time; peak: number };

/** What a process says before it ends. */
async function said(child: ReturnType<typeof startChild>): Promise<unknown> {
  let text = "";
  child.stdout?.on("data", (piece: Buffer) => {
    text += String(piece);
  });
  await child.ended;
  return JSON.parse(text);
}

const folderOf = (n: number) => `customers/f${String(Math.floor(n / PER_FOLDER)).padStart(6, "0")}`;
const pathOf = (n: number) => `${folderOf(n)}/p${String(n).padStart(9, "0")}.jpg`;

/** The first `ODD` rows have no file, as many files have no row. */
async function plantTree(folder: string, rows: number): Promise<void> {
  const keep = (path: string) => {
    writeFileSync(path, "x");
    utimesSync(path, LONG_AGO, LONG_AGO);
  };
  for (let n = 0; n < rows; n++) {
    if (n % PER_FOLDER === 0) mkdirSync(join(folder, folderOf(n)), { recursive: true });
    if (n >= ODD) keep(join(folder, pathOf(n)));
  }
  for (let n = 0; n < ODD; n++) keep(join(folder, `${folderOf(0)}/nobody${n}.jpg`));
}

async function plantRows(db: Db, rows: number): Promise<void> {
  const org = await plantOrg(db, "hq", null);
  const first = (await plantCustomer(db, org)).id;
  const people = Math.ceil(rows / PER_FOLDER);
  for (let n = 1; n < people; n++) await plantCustomer(db, org, { digits: null });
  const values: string[] = [];
  const insert = async () => {
    if (values.length > 0)
      await db.execute(
        sql.raw(
          `insert into customer_images (customer_id, filename, name_key, file_path, path_key, bytes, created_at, updated_at) values ${values.join(",")}`,
        ),
      );
    values.length = 0;
  };
  for (let n = 0; n < rows; n++) {
    const [path, name] = [`'${pathOf(n)}'`, `'p${n}.jpg'`];
    const at = "'2026-01-05 00:00:00.000'";
    values.push(`(${first + Math.floor(n / PER_FOLDER)},${name},${name},${path},${path},1,${at},${at})`);
    if (values.length === 2_000) await insert();
  }
  await insert();
}
