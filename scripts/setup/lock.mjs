import { linkSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { isAlive } from "./children.mjs";
import { privateDir } from "./files.mjs";

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** When a process began, so that a reused pid isn't taken for its former owner. "" where the system doesn't tell. */
export function startedAt(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1).split(" ")[19];
  } catch {
    return "";
  }
}

/** Who holds the lock: `{ pid, started, note }`, or null when nobody alive does. */
export function lockHolder(file) {
  let holder;
  try {
    holder = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
  return isAlive(holder.pid) && startedAt(holder.pid) === holder.started ? holder : null;
}

/**
 * Takes the lock now or returns null. A lock whose holder died is taken over.
 * @returns {null | (() => void)} the release
 */
export function tryLock(file, note = "") {
  privateDir(path.dirname(file));
  const mine = JSON.stringify({ pid: process.pid, started: startedAt(process.pid), note });
  const draft = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  writeFileSync(draft, mine, { mode: 0o600 });
  try {
    for (let attempt = 0; attempt < 3; attempt++) {
      try {
        linkSync(draft, file); // the file appears whole or not at all
        return () => {
          if (readText(file) === mine) rmSync(file, { force: true });
        };
      } catch (error) {
        if (error.code !== "EEXIST") throw error;
      }
      const seen = readText(file);
      if (lockHolder(file)) return null;
      discard(file, seen);
    }
    return null;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Waits for the lock. @param {(holder: { pid: number }) => void} [onWait] called once when somebody else holds it */
export async function waitForLock(file, { timeoutMs = 600_000, onWait } = {}) {
  const end = Date.now() + timeoutMs;
  for (let told = false; ; ) {
    const release = tryLock(file);
    if (release) return release;
    const holder = lockHolder(file);
    if (holder && !told) {
      told = true;
      onWait?.(holder);
    }
    if (Date.now() > end) throw new Error(`${file}: pid ${holder?.pid ?? "?"}`);
    await sleep(100);
  }
}

const readText = (file) => {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
};

/** Removes a dead holder's file; puts it back if somebody alive took it in between. */
function discard(file, seen) {
  const aside = `${file}.dead.${process.pid}`;
  try {
    renameSync(file, aside);
    if (readText(aside) !== seen && lockHolder(aside)) linkSync(aside, file);
    unlinkSync(aside);
  } catch (error) {
    if (error.code !== "ENOENT" && error.code !== "EEXIST") throw error;
  }
}
