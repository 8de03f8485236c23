import { readFileSync } from "node:fs";
import { isAlive } from "./children.mjs";
import { startedAt } from "./lock.mjs";

/**
 * One signal for "stop now": Ctrl-C, SIGTERM, a closed terminal, or npm above us gone. A second Ctrl-C two seconds
 * later ends this process at once; the guards of its children then end them.
 */
export function onInterrupt() {
  const controller = new AbortController();
  let firstAt = 0;
  const stop = (name) => {
    // npm passes on a Ctrl-C that the terminal has already given us.
    if (firstAt && Date.now() - firstAt > 2000) process.exit(130);
    firstAt ||= Date.now();
    controller.abort(name);
  };
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(name, () => stop(name));
  if (process.env.npm_lifecycle_event) {
    const above = npmAbove();
    setInterval(
      () => above.some(({ pid, started }) => startedAt(pid) !== started || !isAlive(pid)) && stop("SIGHUP"),
      500,
    ).unref();
  }
  return controller.signal;
}

/** The processes between npm and us, npm included: `sh` is one of them unless it replaced itself with node. */
function npmAbove() {
  const chain = [process.ppid];
  if (/^(ba|da|z|k|a)?sh$/.test(statusOf(process.ppid, "Name"))) chain.push(Number(statusOf(process.ppid, "PPid")));
  return chain.filter((pid) => pid > 1).map((pid) => ({ pid, started: startedAt(pid) }));
}

function statusOf(pid, field) {
  try {
    return new RegExp(`^${field}:\\s*(\\S+)`, "m").exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? "";
  } catch {
    return "";
  }
}

/** Resolves when the signal is given. */
export const interrupted = (signal) =>
  new Promise((resolve) =>
    signal.aborted ? resolve() : signal.addEventListener("abort", () => resolve(), { once: true }),
  );
