import { writeFileSync } from "node:fs";
import { benchBundle } from "./bench/bundle";
import { benchDuePoll } from "./bench/due-poll";
import { benchLists } from "./bench/lists";
import type { Finding } from "./bench/measure";
import { benchOneTick } from "./bench/one-tick";

/** `npm run bench -- [G1|W1|W2 …] [--rows 1000000]`: one table per benchmark; every goal is a ratio inside this run (bench.md). */
const BENCHES: Record<string, (rows: number) => Promise<Finding[]>> = {
  G1: benchDuePoll,
  G4: benchOneTick,
  W1: benchLists,
  W2: benchBundle,
};

const args = process.argv.slice(2);
const at = args.indexOf("--rows");
const rows = at >= 0 ? Number(args[at + 1]) : 1_000_000;
const asked = args.filter((word, i) => !word.startsWith("--") && (at < 0 || i !== at + 1));
const names = asked.length > 0 ? asked : Object.keys(BENCHES);
const unknown = names.filter((name) => !(name in BENCHES));
if (unknown.length > 0 || !Number.isInteger(rows) || rows < 10_000) {
  console.error(`Benchmarks: ${Object.keys(BENCHES).join(", ")}; --rows takes a whole number from 10000.`);
  process.exit(2);
}

const findings: (Finding & { bench: string })[] = [];
for (const name of names) {
  for (const finding of await BENCHES[name]!(rows)) {
    findings.push({ bench: name, ...finding });
    const verdict = finding.pass === null ? "not run" : finding.pass ? "pass" : "fall short";
    console.log(
      `${name}  ${finding.what.padEnd(58)} ${finding.measured.padEnd(34)} goal ${finding.goal.padEnd(14)} ${verdict}`,
    );
  }
}
writeFileSync(
  "bench-results.json",
  `${JSON.stringify({ at: new Date().toISOString(), node: process.version, rows, findings }, null, 2)}\n`,
);
