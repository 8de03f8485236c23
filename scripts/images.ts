import { createReadStream, createWriteStream } from "node:fs";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { parseArgs } from "node:util";
import { AppError } from "@/lib/errors";
import { sayError } from "@/lib/http/error-text";
import { approveStage } from "@/lib/image-sync/approve-stage";
import { backupImages } from "@/lib/image-sync/backup-images";
import { executeRun } from "@/lib/image-sync/execute-run";
import { getRun } from "@/lib/image-sync/queries";
import { restoreImages } from "@/lib/image-sync/restore-images";
import type { SyncRunDto } from "@/lib/image-sync/run-dto";
import { scanImages } from "@/lib/image-sync/scan-images";
import { undoRun } from "@/lib/image-sync/undo-run";
import { tellRun, tellTotals } from "./images-told";
import { number, openRuntime, refuse } from "./terminal";

const USAGE = `npm run images -- scan [--customer <고객 코드> …] [--batch 5|10]
npm run images -- plan --run <번호>
npm run images -- execute --run <번호> --plan <해시> [--stage 1|2|3] [--execute]
npm run images -- undo --run <번호> [--execute]
npm run images -- verify [--run <번호> | --customer <고객 코드> …]
npm run images -- backup --file <파일> | restore --file <파일> [--execute]
(--json)`;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    customer: { type: "string", multiple: true },
    run: { type: "string" },
    plan: { type: "string" },
    stage: { type: "string" },
    batch: { type: "string" },
    file: { type: "string" },
    execute: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  },
});
const VERBS = { scan, plan, execute, undo, verify, backup, restore };
const verb = VERBS[positionals[0] as keyof typeof VERBS];
if (!verb || positionals.length > 1) refuse("무엇을 할지 알 수 없어요.", "Say one of these.", USAGE);
const wholeNumber = (name: "run" | "stage" | "batch", known: RegExp): number | undefined => {
  const given = values[name];
  if (given !== undefined && !known.test(given))
    refuse(`--${name} 값이 맞지 않아요.`, `--${name} isn't what it takes.`, USAGE);
  return given === undefined ? undefined : Number(given);
};
const [runId, stage, batch] = [
  wholeNumber("run", /^[1-9]\d{0,14}$/),
  wholeNumber("stage", /^[123]$/),
  wholeNumber("batch", /^(5|10)$/),
];

const rt = openRuntime();
const SCRIPT = { kind: "system", job: "script" } as const;
/** One call works this long, then tells how far it is. */
const BUDGET_MS = 2_000;
const stop = new AbortController();
for (const name of ["SIGTERM", "SIGINT"] as const) process.once(name, () => stop.abort());
const isOver = () => stop.signal.aborted;
const say = (text: string) => values.json || console.log(text);
const STOPPED = "여기서 멈췄어요. 같은 명령으로 이어서 할 수 있어요. (Stopped; the same command goes on.)";
const DRY = "아직 아무것도 바꾸지 않았어요. 이대로 하려면 --execute 를 붙여 주세요. (Dry run: nothing was changed.)";

try {
  await verb();
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  const key = error.detail.issues?.[0]?.message ?? error.detail.message ?? error.code;
  const params = error.detail.issues?.[0]?.params ?? error.detail.params ?? {};
  refuse(sayError("ko", key, params), sayError("en", key, params), USAGE);
} finally {
  await rt.db.close();
}

/** Calls again and again until nothing goes on by itself. */
async function toTheEnd(call: () => Promise<SyncRunDto>, told: (run: SyncRunDto) => string): Promise<SyncRunDto> {
  for (;;) {
    const run = await call();
    if (run.cursor === null || run.state === "paused" || isOver()) return run;
    say(`  ${told(run)}`);
    const waitMs = run.waitUntil === null ? 0 : Date.parse(run.waitUntil) - Date.now();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, Math.min(waitMs, BUDGET_MS)));
  }
}

async function scanned(customerCodes: readonly string[] | undefined): Promise<SyncRunDto> {
  const input = {
    scope: customerCodes ? { customerCodes: [...customerCodes] } : {},
    batchSize: batch === 5 ? (5 as const) : (10 as const),
  };
  return toTheEnd(
    () => scanImages(rt, SCRIPT, input, { budgetMs: BUDGET_MS, isOver }),
    ({ phase, totals }) => `${phase} · ${number(totals?.rows ?? 0)}행 · 파일 ${number(totals?.files ?? 0)}개`,
  );
}

async function scan(): Promise<void> {
  const run = await scanned(values.customer);
  if (values.json) return console.log(JSON.stringify(run));
  tellTotals(run);
  if (run.cursor !== null) return console.log(STOPPED);
  tellRun(run);
}

async function plan(): Promise<void> {
  const run = await getRun(rt, SCRIPT, needRun());
  if (values.json) return console.log(JSON.stringify(run));
  tellTotals(run);
  tellRun(run);
}

function needRun(): number {
  return runId ?? refuse("--run 에 정리 번호를 적어 주세요.", "--run takes the number of a run.", USAGE);
}

async function execute(): Promise<void> {
  const id = needRun();
  const planHash = values.plan ?? "";
  if (!/^[0-9a-f]{64}$/.test(planHash))
    refuse("--plan 에 검토한 계획의 해시를 적어 주세요.", "--plan takes the hash of the plan you reviewed.", USAGE);
  const before = await getRun(rt, SCRIPT, id);
  const turn =
    stage ?? before.stages.find(({ state }) => state !== "passed" && state !== "locked")?.stage ?? before.stage;
  if (!values.execute) {
    if (before.planHash !== planHash) refuse(sayError("ko", "imageSyncStale"), sayError("en", "imageSyncStale"), USAGE);
    if (values.json) return console.log(JSON.stringify(before));
    tellRun(before);
    return console.log(DRY);
  }
  // Said again of a stage that is under way, the command goes on with it.
  if (["planned", "stage_done", "approved"].includes(before.state))
    await approveStage(rt, SCRIPT, { id, planHash, stage: turn });
  const startMs = performance.now();
  const run = await toTheEnd(
    () => executeRun(rt, SCRIPT, { id }, { budgetMs: BUDGET_MS, isOver }),
    ({ state, ops, waitUntil }) => {
      const done = ops.done + ops.skipped + ops.failed;
      const rate = Math.round(done / Math.max(0.001, (performance.now() - startMs) / 1_000));
      return `${state} · ${number(done)} / ${number(ops.planned)} · 초당 ${number(rate)}건${waitUntil ? ` · ${waitUntil} 까지 기다려요` : ""}`;
    },
  );
  if (values.json) return console.log(JSON.stringify(run));
  tellRun(run);
  if (run.cursor !== null) return console.log(STOPPED);
  console.log(`되돌리기: npm run images -- undo --run ${id} --execute`);
}

async function undo(): Promise<void> {
  const id = needRun();
  const before = await getRun(rt, SCRIPT, id);
  if (!values.execute) {
    if (values.json) return console.log(JSON.stringify(before));
    console.log(`정리 ${id}에서 한 ${number(before.ops.done)}건을 되돌려요.`);
    return console.log(DRY);
  }
  const run = await toTheEnd(
    () => undoRun(rt, SCRIPT, { id }, { budgetMs: BUDGET_MS, isOver }),
    ({ ops }) => `${number(ops.undone)} / ${number(before.ops.done)}`,
  );
  if (values.json) return console.log(JSON.stringify(run));
  console.log(`${number(run.ops.undone)}건을 되돌렸어요.`);
  if (run.ops.conflicts > 0)
    console.log(`그 뒤에 바뀐 ${number(run.ops.conflicts)}건은 그대로 뒀어요. (What was changed since stays.)`);
  if (run.state === "paused") console.log(`저장소가 답하지 않아 멈췄어요: ${run.error}`);
  else if (run.cursor !== null) console.log(STOPPED);
}

/** Scans again, those of a run or by code, and says by its exit code whether anything certain is left. */
async function verify(): Promise<void> {
  const codes = runId === undefined ? values.customer : (await getRun(rt, SCRIPT, runId)).scope.customerCodes;
  const run = await scanned(codes ?? undefined);
  if (values.json) console.log(JSON.stringify(run));
  else tellTotals(run);
  if (run.cursor !== null) return void say(STOPPED);
  const left = run.ops.planned;
  say(left === 0 ? "정리할 것이 남지 않았어요. (Nothing certain is left.)" : `확실한 것 ${number(left)}건이 남았어요.`);
  if (left > 0 || run.state === "aborted") process.exitCode = 2;
}

function needFile(): string {
  return values.file ?? refuse("--file 에 파일을 적어 주세요.", "--file takes a file.", USAGE);
}

async function backup(): Promise<void> {
  const file = needFile();
  await pipeline(Readable.from(backupImages(rt, SCRIPT)), createWriteStream(file, { flags: "wx", mode: 0o600 }));
  say(`${file} 에 썼어요.`);
  if (values.json) console.log(JSON.stringify({ file }));
}

async function restore(): Promise<void> {
  const file = needFile();
  const open = () => createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });
  const report = await restoreImages(rt, SCRIPT, { execute: values.execute }, open);
  if (values.json) return console.log(JSON.stringify(report));
  console.log(
    `백업 ${number(report.rows)}행: 그대로 ${number(report.same)}, 없어진 것 ${number(report.missing)}, 다른 것 ${number(report.conflictCount)}`,
  );
  for (const { id, why } of report.conflicts) console.log(`  ${id}: ${why} · 그대로 뒀어요`);
  console.log(values.execute ? `${number(report.restored)}행을 되살렸어요.` : DRY);
}
