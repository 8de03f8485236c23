import { mkdirSync } from "node:fs";
import path from "node:path";
import { run } from "./children.mjs";
import { diskFull, requireDisk, saysDiskFull } from "./disk.mjs";
import { DATA, ROOT, readJson } from "./files.mjs";
import { waitForLock } from "./lock.mjs";
import { SetupError } from "./steps.mjs";

/** True when what npm wrote down after its last install holds every package of the lock, optional ones aside. */
export function isInstalled(lock, installed) {
  if (!installed?.packages) return false;
  return Object.entries(lock.packages).every(
    ([key, { version, optional }]) => key === "" || optional || installed.packages[key]?.version === version,
  );
}

const upToDate = () =>
  isInstalled(
    readJson(path.join(ROOT, "package-lock.json")),
    readJson(path.join(ROOT, "node_modules/.package-lock.json")),
  );

/** Installs the packages of package-lock.json when they aren't there yet. */
export async function installDependencies({ say = () => {}, signal } = {}) {
  if (upToDate()) return { remark: "이미 있어요 (up to date)" };
  mkdirSync(DATA, { recursive: true, mode: 0o700 });
  const release = await waitForLock(path.join(DATA, "install.lock"), {
    onWait: ({ pid }) => say(`다른 설치를 기다려요 (waiting for pid ${pid})`),
  });
  try {
    if (upToDate()) return { remark: "이미 있어요 (up to date)" };
    requireDisk(ROOT, 1500);
    say("npm ci");
    const npm = process.env.npm_execpath?.endsWith(".js") ? [process.execPath, process.env.npm_execpath] : ["npm"];
    const [command, ...args] = [...npm, "ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
    // A global NODE_ENV=production would leave the build tools out.
    const { code, output } = await run(command, args, { cwd: ROOT, env: { ...process.env, NODE_ENV: "" }, signal });
    if (code === 0) return { remark: "npm ci" };
    if (saysDiskFull(output)) throw diskFull(ROOT, "npm ci");
    throw new SetupError(
      `꾸러미를 설치하지 못했어요(npm ci). 인터넷 연결과 npm 저장소 설정을 확인하고 다시 실행해 주세요.\n(npm ci failed. Check the network and npm's registry setting, then run this again.)\n${indented(output)}`,
    );
  } finally {
    release();
  }
}

const indented = (output) =>
  output
    .trim()
    .split("\n")
    .filter((line) => !/complete log|npm warn/.test(line))
    .slice(0, 12)
    .map((line) => `  ${line}`)
    .join("\n");
