import { randomBytes } from "node:crypto";
import { closeSync, existsSync, openSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { isAlive, run, startChild } from "./children.mjs";
import { DISK_FULL, diskFull, saysDiskFull } from "./disk.mjs";
import { privateDir, readJson, remove, writePrivate } from "./files.mjs";
import { startedAt, waitForLock } from "./lock.mjs";
import { accepts, freePort } from "./ports.mjs";
import { flags, initCommand, initSql, socketPath } from "./server-command.mjs";
import { SetupError } from "./steps.mjs";

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Starts a private MySQL-compatible server in a directory of its own, making the data directory on the first start.
 * It ends with this process, however this process ends. Throws with the server's last words when it cannot start.
 * @param {object} options
 * @param {string} options.dir where everything of this server is kept
 * @param {Awaited<ReturnType<typeof import("./server-binary.mjs").inspectServer>>} options.server
 * @param {string} options.database the database it holds
 * @param {boolean} [options.durable] false: fast and forgetful, for tests
 * @param {AbortSignal} [options.signal] ends a start that is under way
 */
export async function startPrivateServer({ dir, server, database, durable = true, signal }) {
  privateDir(dir);
  const release = await waitForLock(path.join(dir, "start.lock"));
  try {
    const old = readJson(path.join(dir, "info.json"));
    if (old) await endLeftOver(dir, old);
    await initialise(dir, server, signal);
    let failure;
    for (let attempt = 0; attempt < 3; attempt++) {
      const info = {
        port: await freePort(attempt === 0 ? old?.port : 0),
        password: old?.password ?? randomBytes(24).toString("hex"),
        database,
      };
      const started = await spawnServer({ dir, server, info, durable, signal });
      if (started.url) return started;
      failure = started.failure;
      if (!/in use|bind/i.test(failure)) break;
    }
    throw new Error(failure);
  } finally {
    release();
  }
}

async function spawnServer({ dir, server, info, durable, signal }) {
  const files = {
    data: path.join(dir, `data-${server.flavour}`),
    temporary: path.join(dir, "tmp"),
    log: path.join(dir, "server.log"),
    init: path.join(dir, "init.sql"),
    pid: path.join(dir, "server.pid"),
    socket: socketPath(dir),
  };
  // Written before the server exists: a crash in between must not lose the only key to the data.
  writePrivate(
    path.join(dir, "info.json"),
    JSON.stringify({ ...info, owner: process.pid, ownerStarted: startedAt(process.pid) }),
  );
  writePrivate(files.init, initSql(server.flavour, info));
  rmSync(files.pid, { force: true });
  rmSync(files.socket, { force: true });
  privateDir(files.temporary);
  const log = openSync(files.log, "w", 0o600);
  const child = startChild(
    server.binary,
    flags(server, files, { ...info, durable, asRoot: process.getuid?.() === 0 }),
    {
      cwd: dir,
      env: { ...process.env, ...server.env },
      out: log,
      graceSeconds: 20,
    },
  );
  closeSync(log);
  const ready = await untilReady(child, info.port, files.log, signal);
  rmSync(files.init, { force: true });
  if (!ready) {
    await child.stop();
    if (saysDiskFull(readText(files.log))) throw diskFull(dir, path.basename(server.binary));
    return { failure: signal?.aborted ? "stopped" : lastWords(files.log) };
  }
  return {
    url: `mysql://dochak:${info.password}@127.0.0.1:${info.port}/${info.database}`,
    port: info.port,
    exited: child.exited,
    stop: () => child.stop(),
    unref: () => child.unref(),
  };
}

/** Connections are accepted only after the init file ran, and only our own server may answer on the port. */
async function untilReady(child, port, log, signal) {
  for (const end = Date.now() + 120_000; Date.now() < end && !child.ended() && !signal?.aborted; await sleep(25)) {
    const said = readText(log);
    if (/ready for connections/.test(said) && (await accepts(port))) return !child.ended();
    if (/Can't start server|Aborting/.test(said) || saysDiskFull(said)) return false;
  }
  return false;
}

/** Makes the data directory beside its place and moves it there when it is whole. MySQL and MariaDB can't share one. */
async function initialise(dir, server, signal) {
  const data = path.join(dir, `data-${server.flavour}`);
  for (const name of readdirSync(dir)) if (name.startsWith("init-")) remove(path.join(dir, name));
  if (existsSync(data)) return;
  const draft = path.join(dir, `init-${process.pid}`);
  const { command, args } = initCommand(server, draft, process.getuid?.() === 0);
  const { code, output } = await run(command, args, {
    cwd: dir,
    env: { ...process.env, ...server.env },
    timeoutMs: 120_000,
    stopOn: DISK_FULL,
    signal,
  });
  if (code !== 0) {
    remove(draft);
    if (saysDiskFull(output)) throw diskFull(dir, path.basename(command));
    throw new Error(problemIn(output) || `${path.basename(command)}: exit ${code}`);
  }
  renameSync(draft, data);
}

/** A server whose owner died ends by itself within seconds; here we wait for it, and end it if it doesn't. */
async function endLeftOver(dir, info) {
  const file = path.join(dir, "server.pid");
  const pid = Number.parseInt(readText(file), 10);
  if (!isAlive(pid) || !runsHere(pid, dir)) return;
  if (info.owner !== process.pid && isAlive(info.owner) && startedAt(info.owner) === info.ownerStarted) {
    throw new SetupError(`${dir}: pid ${info.owner} 이(가) 쓰고 있어요. (in use by pid ${info.owner})`);
  }
  process.kill(pid, "SIGTERM");
  for (const end = Date.now() + 30_000; isAlive(pid); await sleep(50))
    if (Date.now() > end) process.kill(pid, "SIGKILL");
}

/** A pid file outlives its process: the pid counts only when its command line names our data directory. */
function runsHere(pid, dir) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(path.join(dir, "data-"));
  } catch {
    return true;
  }
}

const readText = (file) => {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
};
/** The lines that say what went wrong, else the last ones. */
function problemIn(text) {
  const lines = text.trim().split("\n");
  const telling = lines.filter((line) =>
    /\[?error\b|denied|no space|unknown (option|variable)|cannot|can't/i.test(line),
  );
  return (telling.length > 0 ? telling : lines).slice(-3).join("\n    ");
}
const lastWords = (log) => problemIn(readText(log)) || "no answer";
