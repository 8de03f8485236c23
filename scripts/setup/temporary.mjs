import { mkdtempSync, readdirSync } from "node:fs";
import path from "node:path";
import { isAlive } from "./children.mjs";
import { DATA, privateDir, remove } from "./files.mjs";

const OURS = /^test(?:-\w+)*-(\d+)-/;

/** A new directory under .data for this process; those of processes that were killed are cleared away. */
export function temporaryDir(name) {
  for (const other of readdirSync(privateDir(DATA))) {
    const pid = OURS.exec(other)?.[1];
    if (pid && !isAlive(Number(pid))) remove(path.join(DATA, other));
  }
  return mkdtempSync(path.join(DATA, `${name}-${process.pid}-`));
}
