import { type ChildProcess, spawn } from "node:child_process";
import { symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, join, resolve } from "node:path";

/**
 * Makes one plain file of a TypeScript program, so that processes started from it again and again are there at once.
 * @returns its path inside `directory`
 */
export async function bundleChild(file: string, directory: string): Promise<string> {
  // The bundler that runs the program's own scripts; it is a package of theirs.
  const own = createRequire(createRequire(import.meta.url).resolve("tsx/package.json"));
  const { build } = own("esbuild") as { build: (options: Record<string, unknown>) => Promise<unknown> };
  const outfile = join(directory, basename(file).replace(/\.ts$/, ".mjs"));
  await build({
    ...{ entryPoints: [file], outfile, bundle: true, platform: "node", format: "esm", logLevel: "error" },
    conditions: ["react-server"],
    external: ["sharp", "@node-rs/argon2", "pino"],
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
  });
  // What has machine code of its own isn't bundled: the file finds it as it would here.
  await symlink(resolve("node_modules"), join(directory, "node_modules")).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
  return outfile;
}

/** Starts a TypeScript file, or what bundleChild made of one, as a process of its own, with server code as the bundler would see it. */
export function startChild(
  file: string,
  env: Record<string, string>,
): ChildProcess & { ready: Promise<void>; ended: Promise<number | null> } {
  const loader = file.endsWith(".mjs") ? [] : ["--import", "tsx"];
  const child = spawn(process.execPath, ["--conditions=react-server", ...loader, file], {
    env: { PATH: process.env.PATH ?? "", NODE_ENV: "test", ...env },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ready = new Promise<void>((resolve, reject) => {
    child.stdout?.on("data", (chunk: Buffer) => String(chunk).includes("ready") && resolve());
    child.once("exit", (code) => reject(new Error(`child ended with ${code} before it was ready`)));
  });
  ready.catch(() => {});
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  return Object.assign(child, { ready, ended });
}
