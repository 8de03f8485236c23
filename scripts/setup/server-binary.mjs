import { accessSync, constants, existsSync, realpathSync } from "node:fs";
import path from "node:path";
import { run } from "./children.mjs";
import { atLeast } from "./node-version.mjs";

const EXTRA_DIRS = [
  "/usr/sbin",
  "/usr/local/sbin",
  "/usr/local/bin",
  "/usr/bin",
  "/usr/libexec",
  "/usr/local/mysql/bin",
  "/opt/homebrew/bin",
  "/opt/homebrew/opt/mariadb/bin",
  "/opt/homebrew/opt/mysql/bin",
];

/** The first executable of these names in PATH and, unless told otherwise, in the usual other places. */
export function findExecutable(names, { searchPath = process.env.PATH ?? "", extra = EXTRA_DIRS } = {}) {
  for (const name of names) {
    for (const dir of [...searchPath.split(path.delimiter), ...extra]) {
      const file = path.join(dir, name);
      if (dir && isExecutable(file)) return file;
    }
  }
  return null;
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Flavour and version of a server from the line `--version` prints; null for anything else. */
export function readVersion(line) {
  const version = /(?:Ver|version)\s+(\d+(?:\.\d+)+)/i.exec(line)?.[1];
  if (!version) return null;
  return { flavour: /mariadb/i.test(line) ? "mariadb" : "mysql", version };
}

/** MariaDB 10.11+ and MySQL 8.4+ (product.md). */
export const isSupported = ({ flavour, version }) => atLeast(version, flavour === "mariadb" ? "10.11" : "8.4");

/**
 * What can be started from this binary, or why not: `{ binary, args, env, flavour, version, installDb? }` or `{ problem }`.
 * @param {string} binary
 * @param {{ args?: string[], env?: Record<string, string>, root?: string }} [options] `root`: an unpacked tree it belongs to
 */
export async function inspectServer(binary, { args = [], env = {}, root } = {}) {
  const { code, output } = await run(binary, ["--no-defaults", ...args, "--version"], {
    env: { ...process.env, ...env },
    timeoutMs: 20_000,
  });
  const seen = code === 0 ? readVersion(output) : null;
  if (!seen) return { problem: `${binary}: ${output.trim().split("\n").at(-1) || `exit ${code}`}` };
  if (!isSupported(seen))
    return { problem: `${binary}: ${seen.flavour} ${seen.version} < ${seen.flavour === "mariadb" ? "10.11" : "8.4"}` };
  const server = { binary, args, env, root, ...seen };
  if (seen.flavour === "mysql") return server;
  const prefix = path.dirname(path.dirname(realpathSync(binary)));
  const near = ["bin", "scripts"].flatMap((dir) =>
    ["mariadb-install-db", "mysql_install_db"].map((name) => path.join(prefix, dir, name)),
  );
  const installDb = near.find((file) => existsSync(file)) ?? findExecutable(["mariadb-install-db", "mysql_install_db"]);
  return installDb
    ? { ...server, installDb }
    : { problem: `${binary}: mariadb-install-db (mariadb-server-core, mariadb-client-core)?` };
}
