import path from "node:path";
import { run } from "./children.mjs";
import { DATA, ROOT } from "./files.mjs";
import { aptAvailable, aptInstall, libraryPath, unpackPackages } from "./packages.mjs";
import { findExecutable } from "./server-binary.mjs";
import { SetupError } from "./steps.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const PACKAGES = ["chromium", "fonts-noto-color-emoji"];
const UNPACKED = path.join(DATA, "tools", "chromium");

/**
 * A browser for the tests: CHROMIUM_BIN, a found one, Debian's package, the same unpacked without root, Playwright's own.
 * @returns {Promise<{ path: string | undefined, env: Record<string, string>, remark: string }>} path undefined: Playwright's own
 */
export async function chromium({ say = () => {}, env = process.env, signal } = {}) {
  if (env.CHROMIUM_BIN) return works(env.CHROMIUM_BIN) ?? fail([`CHROMIUM_BIN=${env.CHROMIUM_BIN}`]);
  const found = findExecutable(NAMES);
  if (found) return works(found);
  const problems = [];
  const before = unpackedBrowser();
  if (before) return before;
  if (aptAvailable()) {
    say(`Debian 꾸러미 ${PACKAGES.join(", ")} 설치 (installing)`);
    const problem = await aptInstall(PACKAGES, signal);
    const installed = findExecutable(NAMES);
    if (installed) return works(installed);
    problems.push(problem);
  }
  say("Chromium을 .data/tools 에 내려받아 풀기 (unpacking)");
  const problem = await unpackPackages(PACKAGES, UNPACKED, { forget: /^chromium/, signal });
  const unpacked = unpackedBrowser();
  if (unpacked) return unpacked;
  if (problem) problems.push(problem);
  say("npx playwright install chromium");
  const cli = path.join(ROOT, "node_modules/@playwright/test/cli.js");
  const { code, output } = await run(process.execPath, [cli, "install", "chromium"], {
    cwd: ROOT,
    signal,
    timeoutMs: 600_000,
  });
  if (code === 0) return { path: undefined, env: {}, remark: "Playwright" };
  return fail([...problems, output.trim().split("\n").at(-1)]);
}

const works = (file) =>
  findExecutable([path.basename(file)], { searchPath: path.dirname(file), extra: [] })
    ? { path: file, env: {}, remark: file }
    : null;

function unpackedBrowser() {
  const file = findExecutable(["chromium"], { searchPath: path.join(UNPACKED, "usr/lib/chromium"), extra: [] });
  return file && { path: file, env: { LD_LIBRARY_PATH: libraryPath(UNPACKED) }, remark: path.relative(ROOT, file) };
}

function fail(problems) {
  throw new SetupError(
    [
      "브라우저(Chromium)를 준비하지 못했어요. 설치한 뒤 다시 실행하거나 CHROMIUM_BIN 으로 알려 주세요.",
      "(No Chromium. Install one, e.g. sudo apt-get install chromium, or name it with CHROMIUM_BIN.)",
      ...problems.filter(Boolean).map((problem) => `  · ${problem}`),
    ].join("\n"),
  );
}
