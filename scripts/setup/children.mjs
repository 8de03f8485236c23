import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

const GUARD = path.join(import.meta.dirname, "guard.sh");
/** Linux weighs sessions first, where it does, and only within one of them programs. */
const PATIENTLY = '{ echo 10 >/proc/self/autogroup; } 2>/dev/null; exec nice -n 10 sh "$@"';

/**
 * Starts a program in a process group of its own that cannot outlive this process, not even after kill -9.
 * Ctrl-C in a terminal doesn't reach it: whoever started it stops it, in the right order.
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: Record<string, string | undefined>, cwd?: string, out?: number | "inherit" | "pipe" | "ignore", graceSeconds?: number, isPatient?: boolean }} [options]
 * `isPatient`: everything else that wants the processor goes first
 */
export function startChild(
  command,
  args,
  { env = process.env, cwd, out = "inherit", graceSeconds = 10, isPatient = false } = {},
) {
  const given = isPatient ? ["-c", PATIENTLY, "sh", GUARD] : [GUARD];
  const child = spawn("sh", [...given, String(graceSeconds), command, ...args], {
    env,
    cwd,
    detached: true,
    stdio: ["pipe", out, out],
  });
  child.stdin.on("error", () => {});
  let ended = false;
  const exited = new Promise((resolve) => {
    child.once("error", (error) => {
      ended = true;
      resolve({ code: 127, error });
    });
    child.once("exit", (code, signal) => {
      ended = true;
      endGroup(child.pid);
      resolve({ code: code ?? 128, signal });
    });
  });
  return {
    pid: child.pid,
    stdout: child.stdout,
    stderr: child.stderr,
    exited,
    ended: () => ended,
    /** Ends the program (TERM, then KILL after the grace time) and waits until it is gone. */
    async stop() {
      if (!ended) child.stdin.end();
      return exited;
    },
    /** Lets this process exit while the child is still there; the guard then ends the child. */
    unref() {
      child.unref();
      child.stdin.unref?.();
    },
  };
}

/** Ends what a program that is gone has left behind in its process group. */
function endGroup(pid) {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // Nothing was left.
  }
}

/**
 * Runs a program to its end and returns its exit code and output (stdout and stderr in `output`).
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: Record<string, string | undefined>, cwd?: string, show?: boolean, timeoutMs?: number, stopOn?: RegExp, signal?: AbortSignal, isPatient?: boolean }} [options]
 * `stopOn`: output that means that waiting is of no use
 * @returns {Promise<{ code: number, output: string }>}
 */
export async function run(command, args, { env, cwd, show = false, timeoutMs = 0, stopOn, signal, isPatient } = {}) {
  const child = startChild(command, args, {
    ...(env ? { env } : {}),
    cwd,
    out: show ? "inherit" : "pipe",
    graceSeconds: 5,
    isPatient,
  });
  const stop = () => void child.stop();
  let output = "";
  const streams = [child.stdout, child.stderr].filter(Boolean);
  for (const stream of streams) {
    stream.setEncoding("utf8").on("data", (text) => {
      output = (output + text).slice(-200_000);
      if (stopOn?.test(text)) stop();
    });
  }
  const read = Promise.all(streams.map((stream) => new Promise((resolve) => stream.once("close", resolve))));
  const timer = timeoutMs ? setTimeout(stop, timeoutMs) : undefined;
  if (signal?.aborted) stop();
  signal?.addEventListener("abort", stop);
  const { code, error } = await child.exited;
  clearTimeout(timer);
  signal?.removeEventListener("abort", stop);
  await Promise.race([read, new Promise((resolve) => setTimeout(resolve, 2000).unref())]);
  return { code, output: error ? `${output}${error.message}` : output };
}

/** True when a process with this id runs, also when it belongs to someone else; a zombie doesn't run. */
export function isAlive(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== "EPERM") return false;
  }
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)[0] !== "Z";
  } catch {
    // No /proc here, or the process ended just now.
    return !existsSync("/proc/self/stat");
  }
}
