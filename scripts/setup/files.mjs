import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

/** The repository. */
export const ROOT = path.resolve(import.meta.dirname, "../..");
/** Everything a run leaves behind; ignored by git. */
export const DATA = path.join(ROOT, ".data");

/** A directory only this user can enter. */
export function privateDir(dir) {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  return dir;
}

/** Writes a file only this user can read, whole or not at all. */
export function writePrivate(file, text) {
  privateDir(path.dirname(file));
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, text, { mode: 0o600 });
  chmodSync(draft, 0o600);
  renameSync(draft, file);
}

/** The parsed JSON of a file, or null when it is absent or broken. */
export function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}

export const remove = (target) => rmSync(target, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
