import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { isAlive, run } from "./children.mjs";
import { diskFull, requireDisk, saysDiskFull } from "./disk.mjs";
import { DATA, ROOT, remove } from "./files.mjs";
import { waitForLock } from "./lock.mjs";
import { SetupError } from "./steps.mjs";

const SOURCES = ["app", "components", "db", "lib", "public"];
const ROOT_FILES =
  /^(next\.config|postcss\.config|instrumentation|proxy|package|package-lock|tsconfig)\.(ts|mjs|js|json)$/;
const NOT_BUILT = /\.test\.tsx?$|^db\/(migrations|testing|seed)\/|\.DS_Store$/;

/** Everything a build depends on, in one value. */
export function sourceDigest(root = ROOT) {
  const files = SOURCES.filter((dir) => existsSync(path.join(root, dir))).flatMap((dir) =>
    readdirSync(path.join(root, dir), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name))),
  );
  const top = readdirSync(root).filter((name) => ROOT_FILES.test(name));
  const hash = createHash("sha256").update(
    `${process.versions.node.split(".")[0]} ${process.platform} ${process.arch}`,
  );
  for (const file of [...files.filter((name) => !NOT_BUILT.test(name)), ...top].sort()) {
    hash.update(`\0${file}\0`).update(
      createHash("sha256")
        .update(readFileSync(path.join(root, file)))
        .digest(),
    );
  }
  return hash.digest("hex").slice(0, 16);
}

/**
 * Builds the application unless these very sources were built before. What is served is a copy of the result, so a
 * later build, also one that fails, takes nothing away from a server that is running.
 * @returns {Promise<{ dir: string, remark: string }>} the directory with server.js
 */
export async function buildApp({ say = () => {}, signal, isPatient = false } = {}) {
  mkdirSync(path.join(DATA, "builds"), { recursive: true, mode: 0o700 });
  const release = await waitForLock(path.join(DATA, "build.lock"), {
    onWait: ({ pid }) => say(`다른 빌드를 기다려요 (waiting for pid ${pid})`),
  });
  try {
    const digest = sourceDigest();
    const dir = path.join(DATA, "builds", digest);
    if (existsSync(path.join(dir, "server.js"))) return inUse(dir, "바뀐 것이 없어요 (unchanged)");
    requireDisk(ROOT, 500);
    say("next build");
    const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" };
    const { code, output } = await run(process.execPath, ["node_modules/next/dist/bin/next", "build"], {
      cwd: ROOT,
      env,
      signal,
      isPatient,
    });
    if (code !== 0 || !existsSync(path.join(ROOT, ".next/standalone/server.js"))) throw failure(output);
    completeStandalone();
    const draft = `${dir}.${process.pid}`;
    remove(draft);
    cpSync(path.join(ROOT, ".next/standalone"), draft, { recursive: true, verbatimSymlinks: true });
    remove(dir);
    renameSync(draft, dir);
    prune(digest);
    return inUse(dir, "next build");
  } finally {
    release();
  }
}

/** Next leaves the browser's files out of the standalone server. */
function completeStandalone() {
  const to = path.join(ROOT, ".next/standalone");
  cpSync(path.join(ROOT, ".next/static"), path.join(to, ".next/static"), { recursive: true });
  if (existsSync(path.join(ROOT, "public")))
    cpSync(path.join(ROOT, "public"), path.join(to, "public"), { recursive: true });
}

function failure(output) {
  if (saysDiskFull(output)) return diskFull(ROOT, "next build");
  const lines = output
    .trim()
    .split("\n")
    .slice(-40)
    .map((line) => `  ${line}`)
    .join("\n");
  return new SetupError(
    `${lines}\n\n빌드하지 못했어요. 위의 내용을 고치고 다시 실행해 주세요. (next build failed, see above.)`,
  );
}

function inUse(dir, remark) {
  writeFileSync(path.join(dir, `.used-by-${process.pid}`), "");
  return { dir, remark };
}

/** Builds nobody serves any more. */
function prune(keep) {
  const builds = path.join(DATA, "builds");
  for (const name of readdirSync(builds).filter((other) => other !== keep)) {
    const users = readdirSync(path.join(builds, name)).map((file) => Number(/^\.used-by-(\d+)$/.exec(file)?.[1]));
    if (!users.some((pid) => isAlive(pid))) remove(path.join(builds, name));
  }
}
