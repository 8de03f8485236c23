import { mkdtempSync, readdirSync, readlinkSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { isAlive } from "./children.mjs";
import { freeMegabytes } from "./disk.mjs";
import { DATA, privateDir, remove } from "./files.mjs";

const OURS = /^test(?:-\w+)*-(\d+)-/;

/** A new directory under .data for this process; those of processes that were killed are cleared away. */
export function temporaryDir(name) {
  return newDir(privateDir(DATA), "", name);
}

/**
 * The same in memory, for what may be forgotten, or null where the system has no room for it: a test's server makes and
 * drops thousands of files.
 * @param {string} name
 * @param {{ shared?: string, neededMb?: number }} [options]
 */
export function memoryDir(name, { shared = "/dev/shm", neededMb = 2_048 } = {}) {
  try {
    if (freeMegabytes(shared) < neededMb || os.freemem() < 2 * neededMb * 1_048_576) return null;
    // Containers may share the directory but not their process numbers: only what this very space left is cleared away.
    const space = /\d+/.exec(readlinkSync("/proc/self/ns/pid"))[0];
    return newDir(shared, `dochak-${process.getuid()}-${space}-`, name);
  } catch {
    return null;
  }
}

function newDir(parent, prefix, name) {
  for (const other of readdirSync(parent)) {
    const pid = other.startsWith(prefix) && OURS.exec(other.slice(prefix.length))?.[1];
    const dir = path.join(parent, other);
    if (pid && !isAlive(Number(pid)) && statSync(dir, { throwIfNoEntry: false })?.uid === process.getuid?.())
      remove(dir);
  }
  return mkdtempSync(path.join(parent, `${prefix}${name}-${process.pid}-`));
}
