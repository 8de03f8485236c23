import path from "node:path";
import { parseArgs } from "node:util";
import { buildApp } from "./build.mjs";
import { run } from "./children.mjs";
import { chromium } from "./chromium.mjs";
import { testServer } from "./database.mjs";
import { installDependencies } from "./dependencies.mjs";
import { requireDisk } from "./disk.mjs";
import { hasSpecs, runBrowserTests } from "./e2e.mjs";
import { ROOT, readJson, remove } from "./files.mjs";
import { dropTestDatabase, ensureDatabase } from "./given-database.mjs";
import { onInterrupt } from "./interrupt.mjs";
import { explain, SetupError, step } from "./steps.mjs";
import { createTally, vitestCounts } from "./tally.mjs";
import { temporaryDir } from "./temporary.mjs";

const PARTS = ["types", "lint", "unit", "db", "build", "e2e"];

/** `npm test`: everything needed to trust this checkout. Its last line is `N passed, N failed`. */
export async function runTests(args) {
  const begun = Date.now();
  const signal = onInterrupt();
  const run = { signal, tally: createTally(), stops: [], work: "", filters: [], parts: PARTS };
  try {
    Object.assign(run, readOptions(args));
    run.work = temporaryDir("test");
    await runParts(run);
  } catch (error) {
    if (!signal.aborted) {
      explain(error);
      run.tally.add("set-up", { passed: 0, failed: 1 });
    }
  }
  for (const stop of run.stops.reverse()) await stop();
  if (run.work) remove(run.work);
  if (signal.aborted) process.exit(130);
  console.log(`\n${((Date.now() - begun) / 1000).toFixed(0)}s\n${run.tally.lines().join("\n")}`);
  process.exit(run.tally.failed() > 0 || run.tally.passed() === 0 ? 1 : 0);
}

function readOptions(args) {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { only: { type: "string" } } });
  const parts = values.only?.split(",") ?? PARTS;
  const unknown = parts.find((part) => !PARTS.includes(part));
  if (unknown) throw new SetupError(`--only ${unknown}: ${PARTS.join(",")}`);
  return { parts, filters: positionals };
}

async function runParts(run) {
  const { parts, signal } = run;
  await step("디스크 공간 확인 (disk)", () => requireDisk(ROOT, 300));
  await step("꾸러미 설치 (dependencies)", (say) => installDependencies({ say, signal }));
  const needsDatabase = parts.includes("db") || parts.includes("e2e");
  const database = needsDatabase ? await attempt(run, "database", () => startDatabase(run)) : null;
  const [ready] = await Promise.all([withoutDatabase(run), vitest(run, database)]);
  if (!ready || !database || !parts.includes("e2e") || signal.aborted) return;
  const { browser, build } = ready;
  await attempt(run, "browser", () =>
    runBrowserTests({ ...run, databaseUrl: database.url, buildDir: build.dir, browser }),
  );
}

/**
 * What needs a processor and no database goes beside tests that mostly wait for theirs, and gives way to them.
 * @returns what browser tests need, or null
 */
async function withoutDatabase(run) {
  const { parts, signal } = run;
  if (parts.includes("types")) {
    // Types of routes, css and images come from Next; a fresh clone hasn't got them.
    await command(run, null, "주소의 타입 만들기 (next typegen)", "next/dist/bin/next", ["typegen"]);
    await command(run, "typecheck", "타입 검사 (tsc)", "typescript/bin/tsc", ["--noEmit", "--pretty"]);
  }
  if (parts.includes("lint")) await command(run, "lint", "코드 규칙 (biome)", "@biomejs/biome/bin/biome", ["check"]);
  if (signal.aborted || !(parts.includes("build") || parts.includes("e2e"))) return null;
  const building = () => step("빌드 (build)", (say) => buildApp({ say, signal, isPatient: true }));
  const build = await attempt(run, "build", building);
  if (build && parts.includes("build")) run.tally.add("build", { passed: 1, failed: 0 });
  if (!build || !parts.includes("e2e") || !hasSpecs()) return null;
  const browser = await attempt(run, "browser", () =>
    step("브라우저 준비 (chromium)", (say) => chromium({ say, signal })),
  );
  return browser && { build, browser };
}

/** Goes on without what couldn't be had, and counts it as failed. */
async function attempt(run, name, does) {
  try {
    return await does();
  } catch (error) {
    if (run.signal.aborted) return null;
    explain(error);
    run.tally.add(name, { passed: 0, failed: 1 });
    return null;
  }
}

async function startDatabase({ signal, stops }) {
  return step("시험용 데이터베이스 (test database)", async (say) => {
    const server = await testServer({ say, signal });
    stops.push(() => server.stop());
    // A server somebody else runs has to be reachable before hundreds of tests say that it isn't.
    if (process.env.TEST_DATABASE_URL || process.env.DATABASE_URL) {
      const probe = testDatabaseUrl(server.url, 800_000 + process.pid);
      await ensureDatabase(probe);
      await dropTestDatabase(probe);
    }
    return { ...server, remark: server.about };
  });
}

/** The address of a database of the tests' own on the same server (rulings 31). */
export function testDatabaseUrl(url, n) {
  const address = new URL(url);
  address.pathname = `/dochak_test_${n}`;
  return address.href;
}

/** Runs a tool of node_modules; what it says is shown where it fails. Counted as one test when it has a name. */
async function command({ tally, signal }, name, what, bin, args) {
  const begun = Date.now();
  const { code, output } = await run(process.execPath, [path.join(ROOT, "node_modules", bin), ...args], {
    cwd: ROOT,
    isPatient: true,
    signal,
  });
  if (code !== 0) console.log(output.trim());
  console.log(`  ${code === 0 ? "✓" : "✗"} ${what} (${((Date.now() - begun) / 1000).toFixed(1)}s)`);
  if (name || code !== 0) tally.add(name ?? what, { passed: Number(code === 0), failed: Number(code !== 0) });
}

async function vitest({ parts, filters, signal, tally, work }, database) {
  const projects = [
    ...(parts.includes("unit") ? ["alone", "unit"] : []),
    ...(parts.includes("db") && database ? ["integration", "integration-alone", "hunt"] : []),
  ];
  if (projects.length === 0 || signal.aborted) return;
  const report = path.join(work, "vitest.json");
  const args = [
    "run",
    ...projects.flatMap((name) => ["--project", name]),
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
    ...filters,
  ];
  const env = { ...process.env, NODE_ENV: "test", ...(database ? { TEST_DATABASE_URL: database.url } : {}) };
  console.log(`  … vitest (${projects.join(", ")})`);
  const { code } = await run(process.execPath, [path.join(ROOT, "node_modules/vitest/vitest.mjs"), ...args], {
    cwd: ROOT,
    env,
    show: true,
    signal,
  });
  tally.add(projects.join(" + "), vitestCounts(readJson(report), code));
}
