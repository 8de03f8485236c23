import { closeSync, existsSync, openSync, readFileSync } from "node:fs";
import path from "node:path";
import { run, startChild } from "./children.mjs";
import { diskFull, saysDiskFull } from "./disk.mjs";
import { formatEnvFile } from "./env-file.mjs";
import { privateDir, ROOT, readJson, writePrivate } from "./files.mjs";
import { freePort, isPortFree } from "./ports.mjs";
import { secrets } from "./secrets.mjs";
import { SetupError, step } from "./steps.mjs";

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const TS = ["--conditions=react-server", "--import", "tsx"];

/**
 * What Dochak runs beside its database in one data directory: environment, migration, story, sandbox, application.
 * Ports are kept from run to run where they are still free.
 * @param {{ dir: string, databaseUrl: string, host: string, port: number, origin?: string, tickMode: "embedded" | "external", signal?: AbortSignal }} options
 */
export async function planStack({ dir, databaseUrl, host, port, origin, tickMode, signal }) {
  privateDir(dir);
  const kept = readJson(path.join(dir, "ports.json")) ?? {};
  const sandboxPort = await freePort(kept.sandbox);
  const simulatorPort = await freePort(kept.simulator);
  writePrivate(path.join(dir, "ports.json"), JSON.stringify({ sandbox: sandboxPort, simulator: simulatorPort }));
  // A wildcard address is for listening; a browser needs one it can open.
  const shown = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host.includes(":") ? `[${host}]` : host;
  const url = `http://${shown}:${port}`;
  const sandboxUrl = `http://127.0.0.1:${sandboxPort}`;
  const simulatorUrl = `http://127.0.0.1:${simulatorPort}`;
  const env = {
    DATABASE_URL: databaseUrl,
    APP_ORIGIN: origin || url,
    ...secrets(dir),
    SOLAPI_MODE: "simulator",
    SOLAPI_BASE_URL: simulatorUrl,
    ...SIMULATOR_KEY,
    STORAGE_DRIVER: "local",
    STORAGE_DIR: path.join(dir, "storage"),
    // In the demo nobody waits for the second look; it is still taken.
    IMAGE_RECHECK_MINUTES: "0",
    TICK_MODE: tickMode,
    EGRESS_ALLOW_HOSTS: `127.0.0.1:${sandboxPort}`,
    SANDBOX_URL: sandboxUrl,
  };
  return {
    dir,
    url,
    host,
    port,
    sandboxUrl,
    sandboxPort,
    simulatorUrl,
    simulatorPort,
    databaseUrl,
    env,
    accounts: path.join(dir, "accounts.json"),
    signal,
  };
}

/** Known to everyone, worth nothing: the platform's account at the simulator. */
const SIMULATOR_KEY = { SOLAPI_API_KEY: "NCSDOCHAKDEMO001", SOLAPI_API_SECRET: "DOCHAKDEMOSECRETWORTHNOTHING0001" };

const childEnv = (stack, more = {}) => ({ ...process.env, NODE_ENV: "production", ...stack.env, ...more });

/** Runs a script of ours to its end, or fails with what it said. */
async function script(stack, file, args = []) {
  const { code, output } = await run(process.execPath, [...TS, path.join("scripts", file), ...args], {
    cwd: ROOT,
    env: childEnv(stack),
    signal: stack.signal,
  });
  if (code === 0) return;
  if (saysDiskFull(output)) throw diskFull(stack.dir, file);
  throw new SetupError(`scripts/${file}:\n${output.trim().split("\n").slice(-25).join("\n")}`);
}

export const migrate = (stack) => script(stack, "migrate.ts");

/** Tells the story to an empty database; tells an old one only where the sandbox is now. */
export const seed = (stack, reset = false) =>
  script(stack, "seed.ts", [
    "--sandbox-url",
    stack.sandboxUrl,
    "--accounts",
    stack.accounts,
    ...(reset ? ["--reset"] : []),
  ]);

/** The stand-in for the bots' phones. */
export const startSandbox = (stack) =>
  startServer(stack, "sandbox", [...TS, "scripts/servers/kakao-sandbox.ts"], {
    env: { SANDBOX_PORT: String(stack.sandboxPort), SANDBOX_DIR: path.join(stack.dir, "sandbox") },
    health: `${stack.sandboxUrl}/_sandbox/health`,
  });

/** The stand-in for Solapi; it tells the application by its webhook when results are in. */
export const startSimulator = (stack) =>
  startServer(stack, "simulator", [...TS, "scripts/servers/solapi-simulator.ts"], {
    env: {
      SIMULATOR_PORT: String(stack.simulatorPort),
      SIMULATOR_DIR: path.join(stack.dir, "simulator"),
      SIMULATOR_WEBHOOK_URL: `http://127.0.0.1:${stack.port}/api/webhooks/solapi`,
    },
    health: `${stack.simulatorUrl}/_sim/health`,
  });

/** The production server of a build, or with `dev` Next's development server. */
export function startApp(stack, { buildDir, dev = false }) {
  const env = {
    PORT: String(stack.port),
    HOSTNAME: stack.host,
    NEXT_TELEMETRY_DISABLED: "1",
    // Decoding images on many threads gives glibc an arena per thread, and arenas keep what they once held: two are enough.
    MALLOC_ARENA_MAX: process.env.MALLOC_ARENA_MAX ?? "2",
    // Whoever calls should be the one that hangs up: a connection closed here while it is being used again is a lost call.
    KEEP_ALIVE_TIMEOUT: process.env.KEEP_ALIVE_TIMEOUT ?? "75000",
    ...(dev ? { NODE_ENV: "development" } : {}),
  };
  const next = ["node_modules/next/dist/bin/next", "dev", "--port", String(stack.port), "--hostname", stack.host];
  return startServer(stack, "app", dev ? next : ["server.js"], {
    env,
    cwd: dev ? ROOT : buildDir,
    health: `${stack.url}/api/health`,
    show: dev,
    timeoutMs: dev ? 180_000 : 60_000,
  });
}

async function startServer(stack, name, args, { env, cwd = ROOT, health, show = false, timeoutMs = 60_000 }) {
  const log = path.join(privateDir(path.join(stack.dir, "logs")), `${name}.log`);
  const file = show ? null : openSync(log, "w", 0o600);
  const child = startChild(process.execPath, args, {
    cwd,
    env: childEnv(stack, env),
    out: file ?? "inherit",
    graceSeconds: 15,
  });
  if (file !== null) closeSync(file);
  const problem = await untilHealthy(child, health, timeoutMs, stack.signal);
  if (problem === null) return { name, log, exited: child.exited, stop: () => child.stop() };
  await child.stop();
  const said = existsSync(log) && !show ? readFileSync(log, "utf8") : "";
  if (/EADDRINUSE/.test(said)) throw portTaken(stack.port, stack.host);
  if (saysDiskFull(said)) throw diskFull(stack.dir, name);
  const words = said
    .trim()
    .split("\n")
    .slice(-25)
    .map((line) => `  ${line}`)
    .join("\n");
  throw new SetupError(`${name} 이(가) 뜨지 않았어요: ${problem}. (${name} did not start; log: ${log})\n${words}`);
}

/** null once the address answers 200; else what went wrong. */
async function untilHealthy(child, health, timeoutMs, signal) {
  let last = "no answer";
  for (const end = Date.now() + timeoutMs; Date.now() < end; await sleep(100)) {
    if (signal?.aborted) return "stopped";
    if (child.ended()) return `exit ${(await child.exited).code}`;
    try {
      const answer = await fetch(health, { signal: AbortSignal.timeout(10_000) });
      if (answer.ok) return null;
      last = `${health} ${answer.status} ${(await answer.text()).slice(0, 300)}`;
    } catch (error) {
      last = `${health} ${error.cause?.code ?? error.name}`;
    }
  }
  return last;
}

export const portTaken = (port, host) =>
  new SetupError(
    `포트 ${port}을(를) 다른 프로그램이 쓰고 있어요. PORT=3001 npm run demo 처럼 다른 포트로 실행해 주세요.\n(Port ${port} on ${host} is taken. Choose another, e.g. PORT=3001 npm run demo.)`,
  );

export async function requirePort(port, host) {
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new SetupError("PORT 는 1부터 65535까지의 숫자여야 해요. (PORT must be a number from 1 to 65535.)");
  // A demo that was killed a moment ago may still be letting go of it.
  for (const end = Date.now() + 2000; !(await isPortFree(port, host)); await sleep(100))
    if (Date.now() > end) throw portTaken(port, host);
}

/** Writes what others need to know to use this stack: demo.json for programs, demo.env for shells and scripts. */
export function writeFacts(stack) {
  const facts = {
    url: stack.env.APP_ORIGIN,
    databaseUrl: stack.databaseUrl,
    cronSecret: stack.env.CRON_SECRET,
    sandboxUrl: stack.sandboxUrl,
    simulatorUrl: stack.simulatorUrl,
    users: readJson(stack.accounts) ?? [],
  };
  writePrivate(path.join(stack.dir, "demo.env"), formatEnvFile(stack.env));
  writePrivate(path.join(stack.dir, "demo.json"), `${JSON.stringify(facts, null, 2)}\n`);
  return facts;
}

/** Migration, story and the two stand-ins, in this order; what demo and browser tests have in common. `started` gets each at once. */
export async function prepareStack(stack, started, { reset = false } = {}) {
  await step("표 만들기 (migrate)", () => migrate(stack));
  await step("데모 이야기 심기 (seed)", () => seed(stack, reset));
  started({
    ...(await step("모의 봇 서버 켜기 (sandbox)", () => startSandbox(stack))),
    restart: () => startSandbox(stack),
  });
  const simulator = await step("모의 솔라피 켜기 (simulator)", () => startSimulator(stack));
  started({ ...simulator, restart: () => startSimulator(stack) });
}
