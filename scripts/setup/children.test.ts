import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { isAlive, run, startChild } from "./children.mjs";

const dir = mkdtempSync(path.join(os.tmpdir(), "dochak-children-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const read = (file: string) => (existsSync(file) ? readFileSync(file, "utf8") : "");
const gone = async (pid: number, withinMs: number) => {
  for (const end = Date.now() + withinMs; isAlive(pid) && Date.now() < end; ) await sleep(50);
  return !isAlive(pid);
};

test("a child ends with its owner, even after kill -9, and even if it ignores TERM", async () => {
  const pidFile = path.join(dir, "stubborn.pid");
  const owner = path.join(dir, "owner.mjs");
  const stubborn = `trap '' TERM; echo $$ > ${pidFile}; while :; do sleep 1; done`;
  writeFileSync(
    owner,
    `import { startChild } from ${JSON.stringify(path.join(import.meta.dirname, "children.mjs"))};
startChild("sh", ["-c", ${JSON.stringify(stubborn)}], { graceSeconds: 1 });
setInterval(() => {}, 1000);`,
  );
  const mother = spawn(process.execPath, [owner], { stdio: "ignore" });
  for (let i = 0; i < 200 && !/\n/.test(read(pidFile)); i++) await sleep(50);
  const pid = Number(read(pidFile));
  expect(isAlive(pid)).toBe(true);
  mother.kill("SIGKILL");
  expect(await gone(pid, 5000)).toBe(true);
});

test("stopping waits for a child that needs time to end, and gives its exit code", async () => {
  const child = startChild("sh", ["-c", "trap 'sleep 0.3; exit 7' TERM; echo up; while :; do sleep 0.05; done"], {
    out: "pipe",
  });
  await new Promise((resolve) => child.stdout?.once("data", resolve));
  expect(await child.stop()).toMatchObject({ code: 7 });
  expect(await run("sh", ["-c", "echo out; exit 3"])).toEqual({ code: 3, output: "out\n" });
  expect((await run("/no/such/program", [])).code).toBe(127);
});

test("a patient program stands behind everything else, and ends as it ends", async () => {
  const own = Number((await run("nice", [])).output);
  const patient = await run("sh", ["-c", "nice; exit 3"], { isPatient: true });
  expect(patient).toEqual({ code: 3, output: `${Math.min(own + 10, 19)}\n` });
});

test("what an ended program left behind ends too", async () => {
  const pidFile = path.join(dir, "left.pid");
  const child = startChild("sh", [
    "-c",
    `(trap '' TERM HUP; echo $$ > /dev/null; exec sleep 30) & echo $! > ${pidFile}; exit 0`,
  ]);
  expect(await child.exited).toMatchObject({ code: 0 });
  expect(await gone(Number(read(pidFile)), 2000)).toBe(true);
});

test("output that makes waiting useless ends the program", async () => {
  const { code, output } = await run("sh", ["-c", "echo disk is full; sleep 30"], { stopOn: /disk is full/ });
  expect(code).not.toBe(0);
  expect(output).toContain("disk is full");
});
