import { type ChildProcess, spawn } from "node:child_process";

/** Starts a TypeScript file as a process of its own, with server code as the bundler would see it. */
export function startChild(
  file: string,
  env: Record<string, string>,
): ChildProcess & { ready: Promise<void>; ended: Promise<number | null> } {
  const child = spawn(process.execPath, ["--conditions=react-server", "--import", "tsx", file], {
    env: { PATH: process.env.PATH ?? "", NODE_ENV: "test", ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ready = new Promise<void>((resolve, reject) => {
    child.stdout?.on("data", (chunk: Buffer) => String(chunk).includes("ready") && resolve());
    child.once("exit", (code) => reject(new Error(`child ended with ${code} before it was ready`)));
  });
  ready.catch(() => {});
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  return Object.assign(child, { ready, ended });
}
