import { cpSync, existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { run } from "./children.mjs";
import { ROOT, readJson, remove } from "./files.mjs";
import { dropTestDatabase, ensureDatabase } from "./given-database.mjs";
import { freePort } from "./ports.mjs";
import { planStack, prepareStack, startApp, writeFacts } from "./stack.mjs";
import { step } from "./steps.mjs";
import { playwrightCounts } from "./tally.mjs";

/**
 * Playwright against a production server with a database, data directory, ports, sandbox and story of its own.
 * @param {{ databaseUrl: string, buildDir: string, browser: Awaited<ReturnType<typeof import("./chromium.mjs").chromium>>, work: string, filters: string[], signal: AbortSignal, tally: object, stops: (() => Promise<unknown>)[] }} options
 */
export async function runBrowserTests({ databaseUrl, buildDir, browser, work, filters, signal, tally, stops }) {
  const address = new URL(databaseUrl);
  address.pathname = `/dochak_test_${900_000 + (process.pid % 100_000)}`;
  await ensureDatabase(address.href);
  stops.push(() => dropTestDatabase(address.href));
  const dir = path.join(work, "stack");
  const stack = await planStack({
    dir,
    databaseUrl: address.href,
    host: "127.0.0.1",
    port: await freePort(),
    tickMode: "external",
    signal,
  });
  await prepareStack(stack, (part) => stops.push(() => part.stop()));
  const app = await step("Dochak 켜기 (app)", () => startApp(stack, { buildDir }));
  stops.push(() => app.stop());
  const { url } = writeFacts(stack);
  const report = path.join(work, "e2e.json");
  const env = {
    ...process.env,
    ...browser.env,
    NODE_ENV: "test",
    E2E_BASE_URL: url,
    E2E_DEMO_JSON: path.join(dir, "demo.json"),
    E2E_RESULTS: report,
    ...(browser.path ? { CHROMIUM_BIN: browser.path } : {}),
  };
  const cli = path.join(ROOT, "node_modules/@playwright/test/cli.js");
  const { code } = await run(process.execPath, [cli, "test", ...filters], { cwd: ROOT, env, show: true, signal });
  const counts = playwrightCounts(readJson(report), code);
  tally.add("browser", counts);
  if (counts.failed > 0) keepLogs(dir);
}

export const hasSpecs = () =>
  existsSync(path.join(ROOT, "e2e")) &&
  readdirSync(path.join(ROOT, "e2e"), { recursive: true }).some((file) => /\.(spec|test)\.ts$/.test(file));

/** What the servers said, beside Playwright's traces. */
function keepLogs(dir) {
  const to = path.join(ROOT, "test-results/logs");
  remove(to);
  cpSync(path.join(dir, "logs"), to, { recursive: true });
  console.log(`  ${path.relative(ROOT, to)}`);
}
