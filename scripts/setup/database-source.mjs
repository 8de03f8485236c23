import path from "node:path";
import { dockerServer } from "./docker.mjs";
import { DATA } from "./files.mjs";
import { aptAvailable, aptInstall, unpackPackages } from "./packages.mjs";
import { findExecutable, inspectServer } from "./server-binary.mjs";

const PACKAGES = ["mariadb-server-core", "mariadb-client-core"];
const NAMES = ["mariadbd", "mysqld"];
/** Where a server unpacked without root is kept between runs. */
const UNPACKED = path.join(DATA, "tools", "mariadb");

/**
 * The places a private server can come from, best first. Each gives a server to start, a `{ problem }`, or null when
 * it doesn't apply here. `DOCHAK_DATABASE_SOURCES` (names, comma-separated) narrows the list.
 * @param {Record<string, string | undefined>} env
 */
export function serverSources(env) {
  const given = env.MYSQLD_BIN;
  const all = [
    { name: "given", find: () => (given ? inspectServer(given, { args: splitArgs(env.MYSQLD_ARGS) }) : null) },
    { name: "found", find: () => firstUsable(findExecutable) },
    { name: "unpacked-before", find: () => inspectUnpacked() },
    { name: "apt", says: `Debian 꾸러미 ${PACKAGES.join(", ")} 설치 (installing)`, find: installed },
    { name: "unpack", says: "MariaDB를 .data/tools 에 내려받아 풀기 (unpacking)", find: unpacked },
    { name: "docker", says: "Docker로 MariaDB 실행", find: dockerServer },
  ];
  // A named binary that doesn't work is a mistake to report, not to paper over with another server.
  if (given) return all.slice(0, 1);
  const only = env.DOCHAK_DATABASE_SOURCES?.split(",").map((name) => name.trim());
  return only ? all.filter(({ name }) => only.includes(name)) : all;
}

/** `MYSQLD_ARGS` cut at white space; a quoted stretch stays whole. */
export const splitArgs = (text = "") =>
  [...text.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map((m) => m[1] ?? m[2] ?? m[3]);

async function firstUsable(find) {
  const problems = [];
  for (const name of NAMES) {
    const binary = find([name]);
    if (!binary) continue;
    const server = await inspectServer(binary);
    if (!server.problem) return server;
    problems.push(server.problem);
  }
  return problems.length > 0 ? { problem: problems.join("; ") } : null;
}

async function installed(signal) {
  if (!aptAvailable()) return null;
  const failure = await aptInstall(PACKAGES, signal);
  return failure ? { problem: failure } : firstUsable(findExecutable);
}

async function unpacked(signal) {
  const failure = await unpackPackages(PACKAGES, UNPACKED, { forget: /^(mariadb|mysql)-/, signal });
  if (failure === null) return null;
  return failure ? { problem: failure } : inspectUnpacked();
}

async function inspectUnpacked() {
  const binary = findExecutable(["mariadbd"], { searchPath: path.join(UNPACKED, "usr/sbin"), extra: [] });
  if (!binary) return null;
  const { libraryPath } = await import("./packages.mjs");
  const env = {
    LD_LIBRARY_PATH: libraryPath(UNPACKED),
    PATH: `${UNPACKED}/usr/bin:${UNPACKED}/usr/sbin:${process.env.PATH}`,
  };
  return inspectServer(binary, { env, root: UNPACKED });
}
