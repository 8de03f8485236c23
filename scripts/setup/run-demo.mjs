import path from "node:path";
import { parseArgs } from "node:util";
import { buildApp } from "./build.mjs";
import { privateServer } from "./database.mjs";
import { installDependencies } from "./dependencies.mjs";
import { requireDisk } from "./disk.mjs";
import { DATA, privateDir, readJson, remove } from "./files.mjs";
import { checkAddress, ensureDatabase } from "./given-database.mjs";
import { onInterrupt } from "./interrupt.mjs";
import { lockHolder, tryLock } from "./lock.mjs";
import { planStack, prepareStack, requirePort, startApp, writeFacts } from "./stack.mjs";
import { explain, SetupError, step } from "./steps.mjs";
import { supervise } from "./supervise.mjs";

/** `npm run demo`: from a fresh clone to a running Dochak with a story in it. */
export async function runDemo(args) {
  const signal = onInterrupt();
  /** What has to be stopped, in the order it was started. */
  const running = [];
  let code = 0;
  try {
    const options = readOptions(args);
    await start(options, running, signal);
    console.log("\n멈추려면 Ctrl-C (Ctrl-C stops everything)\n");
    await supervise(running, signal);
  } catch (error) {
    code = signal.aborted ? 130 : 1;
    if (!signal.aborted) explain(error);
  }
  if (running.length > 1) console.log("\n모두 멈추는 중이에요 (stopping)");
  for (const part of running.reverse()) await part.stop();
  process.exit(code);
}

function readOptions(args) {
  try {
    const options = { reset: { type: "boolean" }, "no-tick": { type: "boolean" }, dev: { type: "boolean" } };
    const { values } = parseArgs({ args, options });
    return {
      reset: values.reset,
      tick: !values["no-tick"],
      dev: values.dev,
      port: Number(process.env.PORT || 3000),
      host: process.env.HOST || "127.0.0.1",
    };
  } catch (error) {
    throw new SetupError(`npm run demo [-- --reset] [-- --no-tick]  (${error.message})`);
  }
}

async function start({ reset, tick, dev, port, host }, running, signal) {
  console.log("도착 Dochak\n");
  privateDir(DATA);
  running.push(onlyOne(`http://${host}:${port}`));
  await requirePort(port, host);
  remove(path.join(DATA, "demo.json"));
  const given = process.env.DATABASE_URL;
  if (given) checkAddress(given);
  await step("디스크 공간 확인 (disk)", () => requireDisk(DATA, 300));
  await step("꾸러미 설치 (dependencies)", (say) => installDependencies({ say, signal }));
  const database = await step("데이터베이스 준비 (database)", (say) =>
    given ? ensureDatabase(given, { forDemo: true }) : startDatabase(say, signal, reset),
  );
  // Only after the database turned out to be the demo's: these files belong to its rows.
  if (reset) for (const name of ["storage", "sandbox", "simulator"]) remove(path.join(DATA, name));
  if (!given) running.push({ name: "database", ...database, restart: () => startDatabase(() => {}, signal) });
  const stack = await planStack({
    dir: DATA,
    databaseUrl: database.url,
    host,
    port,
    origin: process.env.APP_ORIGIN,
    tickMode: tick ? "embedded" : "external",
    signal,
  });
  await prepareStack(stack, (part) => running.push(part), { reset: reset && Boolean(given) });
  const build = dev ? null : await step("빌드 (build)", (say) => buildApp({ say, signal }));
  const facts = writeFacts(stack);
  const startIt = () => startApp(stack, { buildDir: build?.dir, dev });
  const app = await step("Dochak 켜기 (app)", startIt);
  running.push({ ...app, restart: startIt });
  welcome(facts, tick);
}

async function startDatabase(say, signal, reset = false) {
  if (reset) remove(path.join(DATA, "db"));
  const server = await privateServer({ dir: path.join(DATA, "db"), database: "dochak", durable: true, say, signal });
  return { ...server, remark: `${server.about}, 127.0.0.1:${server.port}` };
}

/** The demo of this checkout runs once. */
function onlyOne(url) {
  const file = path.join(DATA, "demo.lock");
  const release = tryLock(file, url);
  if (release) return { name: "lock", stop: release };
  const holder = lockHolder(file);
  const at = readJson(path.join(DATA, "demo.json"))?.url ?? holder?.note;
  throw new SetupError(
    `데모가 이미 실행 중이에요: ${at} (pid ${holder?.pid}). 그 창에서 Ctrl-C 로 멈춘 뒤 다시 실행해 주세요.\n(The demo is already running.)`,
  );
}

function welcome({ url, sandboxUrl, simulatorUrl, users }, tick) {
  const width = Math.max(...users.map(({ mbId }) => mbId.length), 0);
  console.log(
    `\n도착이 준비됐어요 (ready)\n\n  ${url}\n  모의 봇 (sandbox)        ${sandboxUrl}\n  모의 솔라피 (simulator)  ${simulatorUrl}\n`,
  );
  if (users.length > 0) console.log("데모 계정 (demo accounts)");
  for (const user of users)
    console.log(
      `  ${user.mbId.padEnd(width)}  ${user.password}  ${[user.org, user.level, user.role].filter(Boolean).join(" · ")}`,
    );
  if (!tick) console.log("\n자동 발송이 꺼져 있어요: npm run tick (the embedded ticker is off)");
}
