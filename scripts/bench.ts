import { writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { parseArgs } from "node:util";
import { benchAccept } from "./bench/accept";
import { benchBatchedInsert } from "./bench/batched-insert";
import { benchBundle } from "./bench/bundle";
import { benchChaos } from "./bench/chaos";
import { benchCoverage } from "./bench/coverage";
import { benchDuePoll } from "./bench/due-poll";
import { benchIdle } from "./bench/idle";
import { benchImageScan } from "./bench/image-scan";
import { benchLists } from "./bench/lists";
import { benchLostResponse } from "./bench/lost-response";
import type { Finding } from "./bench/measure";
import { benchOldFile } from "./bench/old-file";
import { benchOneTick } from "./bench/one-tick";
import { benchPhoneBatches } from "./bench/phone-batches";
import { benchPhoneChaos } from "./bench/phone-chaos";
import { benchQueue } from "./bench/queue";
import { benchRateCheck } from "./bench/rate-check";
import { benchRecovery } from "./bench/recovery";
import { benchSeedPoll } from "./bench/seed-poll";
import { benchWebVitals } from "./bench/web-vitals";

/** `npm run bench -- [G1|G2|W1 …] [--rows 1000000] [--sends 50000]`: one table per benchmark; every goal is a ratio inside this run (bench.md). */
const BENCHES: Record<string, (rows: number, sends: number) => Promise<Finding[]>> = {
  G1: benchDuePoll,
  G2: benchSeedPoll,
  G3: benchQueue,
  G4: benchOneTick,
  G5: benchChaos,
  G6: benchRecovery,
  G7: benchCoverage,
  G8: benchBatchedInsert,
  G9: benchLostResponse,
  G10: benchRateCheck,
  A1: benchAccept,
  I1: benchImageScan,
  I2: benchOldFile,
  M1: benchIdle,
  S1: benchPhoneBatches,
  S2: benchPhoneChaos,
  W1: benchLists,
  W2: async () => [...(await benchBundle()), ...(await benchWebVitals())],
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rows: { type: "string", default: "1000000" }, sends: { type: "string", default: "50000" } },
});
const [rows, sends] = [Number(values.rows), Number(values.sends)];
const names = positionals.length > 0 ? positionals : Object.keys(BENCHES);
const unknown = names.filter((name) => !(name in BENCHES));
const isCount = (n: number, least: number) => Number.isInteger(n) && n >= least;
if (unknown.length > 0 || !isCount(rows, 10_000) || !isCount(sends, 1_000)) {
  console.error(
    `Benchmarks: ${Object.keys(BENCHES).join(", ")}; --rows takes a whole number from 10000, --sends one from 1000.`,
  );
  process.exit(2);
}

const findings: (Finding & { bench: string })[] = [];
const load = () => loadavg()[0]?.toFixed(1);
console.log(`rows ${rows}, sends ${sends}, durable (innodb_flush_log_at_trx_commit=1), load ${load()}`);
for (const name of names) {
  for (const finding of await BENCHES[name]!(rows, sends)) {
    findings.push({ bench: name, ...finding });
    const verdict = finding.pass === null ? "not run" : finding.pass ? "pass" : "fall short";
    console.log(
      `${name.padEnd(3)} ${finding.what.padEnd(62)} ${finding.measured.padEnd(50)} goal ${finding.goal.padEnd(10)} ${verdict}`,
    );
    if (finding.note) console.log(`      ${finding.note}`);
  }
}
writeFileSync(
  "bench-results.json",
  `${JSON.stringify({ at: new Date().toISOString(), node: process.version, load: load(), rows, sends, findings }, null, 2)}\n`,
);
