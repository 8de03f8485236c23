import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { run } from "./children.mjs";
import { remove } from "./files.mjs";
import { findExecutable } from "./server-binary.mjs";

const APT_ENV = { ...process.env, DEBIAN_FRONTEND: "noninteractive", LC_ALL: "C" };
const LOCK = ["-o", "DPkg::Lock::Timeout=600"];
const isRoot = () => process.getuid?.() === 0;

/** Debian's installer is here and we may use it: as root, or through sudo (which may ask for a password in a terminal). */
export const aptAvailable = () =>
  Boolean(findExecutable(["apt-get"])) && (isRoot() || Boolean(findExecutable(["sudo"])));

/**
 * Installs Debian packages without starting or recommending anything. Tries with the package lists there are,
 * then with fresh ones.
 * @returns {Promise<string>} "" when they are installed, else why not
 */
export async function aptInstall(packages, signal) {
  const apt = (...args) =>
    asRoot(["env", "DEBIAN_FRONTEND=noninteractive", "LC_ALL=C", "apt-get", "-q", "-y", ...LOCK, ...args], signal);
  const install = () => apt("install", "--no-install-recommends", ...packages);
  if ((await install()).code === 0) return "";
  const update = await apt("update");
  const second = await install();
  return second.code === 0 ? "" : lastLine(second.output) || lastLine(update.output) || "apt-get failed";
}

/** As root, or through sudo: in a terminal it may ask for the password, elsewhere it must not need one. */
function asRoot(command, signal) {
  const timeoutMs = 1_200_000;
  if (isRoot()) return run(command[0], command.slice(1), { env: APT_ENV, signal, timeoutMs });
  if (!process.stdin.isTTY) return run("sudo", ["-n", ...command], { env: APT_ENV, signal, timeoutMs });
  // sudo asks on the controlling terminal, which only a process of our own session has.
  const child = spawn("sudo", command, { stdio: ["inherit", "pipe", "inherit"], env: APT_ENV });
  return new Promise((resolve) => {
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
    child.once("error", (error) => resolve({ code: 127, output: error.message }));
    child.once("close", (code) => resolve({ code: code ?? 128, output }));
  });
}

/**
 * Downloads Debian packages with everything of theirs that this machine lacks and unpacks them into a directory.
 * Needs no root and changes nothing of the system: apt works on a state of its own.
 * @param {string[]} packages
 * @param {string} target
 * @param {{ forget?: RegExp, signal?: AbortSignal }} options `forget`: packages to unpack even if they are installed
 * @returns {Promise<string | null>} "" when done, null where there is no apt, else why not
 */
export async function unpackPackages(packages, target, { forget = /^$/, signal } = {}) {
  if (!findExecutable(["apt-get"]) || !findExecutable(["dpkg-deb"])) return null;
  const work = `${target}.work-${process.pid}`;
  const cache = path.join(work, "debs");
  const tree = path.join(work, "tree");
  for (const dir of ["state/lists/partial", "cache/archives/partial", "debs", "tree"])
    mkdirSync(path.join(work, dir), { recursive: true });
  try {
    // Planned as for an empty machine: what is installed here may be half broken, or clash with what we want.
    const status = path.join(work, "status");
    writeFileSync(status, "");
    const own = [
      "-o",
      `Dir::State=${work}/state`,
      "-o",
      `Dir::State::status=${status}`,
      "-o",
      `Dir::Cache=${work}/cache`,
      "-o",
      "Debug::NoLocking=1",
      "-o",
      "APT::Sandbox::User=",
    ];
    const apt = (args, cwd) =>
      run("apt-get", ["-q", "-y", ...own, ...args], { cwd, env: APT_ENV, signal, timeoutMs: 1_200_000 });
    const update = await apt(["update"]);
    const plan = await apt(["install", "--no-install-recommends", "--print-uris", ...packages]);
    const here = installedPackages(readText("/var/lib/dpkg/status"));
    const names = plannedPackages(plan.output).filter((name) => forget.test(name) || !here.has(name));
    if (plan.code !== 0 || names.length === 0) return lastLine(plan.output) || lastLine(update.output);
    const download = await apt(["download", ...names], cache);
    if (download.code !== 0) return lastLine(download.output);
    for (const name of readdirSync(cache).filter((file) => file.endsWith(".deb"))) {
      const { code, output } = await run("dpkg-deb", ["-x", path.join(cache, name), tree], { signal });
      if (code !== 0) return lastLine(output);
    }
    remove(target);
    mkdirSync(path.dirname(target), { recursive: true });
    renameSync(tree, target);
    return "";
  } finally {
    remove(work);
  }
}

/** The names of the installed packages in dpkg's status. */
export const installedPackages = (status) =>
  new Set(
    status
      .split("\n\n")
      .filter((paragraph) => /^Status: install ok installed$/m.test(paragraph))
      .map((paragraph) => /^Package: (.+)$/m.exec(paragraph)?.[1] ?? ""),
  );

/** The package names in the output of `apt-get --print-uris`. */
export const plannedPackages = (output) => [
  ...new Set([...output.matchAll(/^'[^']*' ([^_\s]+)_\S+\.deb /gm)].map((m) => m[1])),
];

/** Where the shared libraries of an unpacked tree are, as LD_LIBRARY_PATH wants it. */
export function libraryPath(tree) {
  const dirs = ["usr/lib", "lib"].flatMap((base) => {
    const dir = path.join(tree, base);
    if (!existsSync(dir)) return [];
    return [
      dir,
      ...readdirSync(dir)
        .filter((name) => /-linux-gnu/.test(name))
        .map((name) => path.join(dir, name)),
    ];
  });
  return [...dirs, process.env.LD_LIBRARY_PATH].filter(Boolean).join(":");
}

const readText = (file) => (existsSync(file) ? readFileSync(file, "utf8") : "");
const lastLine = (text) =>
  text
    .trim()
    .split("\n")
    .filter((line) => /^(E:|sudo:|dpkg)/.test(line))
    .at(-1) ??
  text.trim().split("\n").at(-1) ??
  "";
