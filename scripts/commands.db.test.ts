import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { recoveryRunMessages, recoveryRuns } from "@/db/schema/coverage";
import { logFile, messageFile, oldNumber } from "./testing/history-rig";
import { plantMessageWorld } from "./testing/message-rig";
import { ledger } from "./testing/recovery-rig";
import { testEnv } from "./testing/test-env";
import { testRig } from "./testing/test-rig";

const rig = testRig(plantMessageWorld, ledger);
const directory = mkdtempSync(join(tmpdir(), "dochak-old-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const file = (name: string, text: string) => {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
};
const people = (count: number) => Array.from({ length: count }, (_, i) => oldNumber(i));

/** Runs a script as `npm run` does. */
function run(script: string, ...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const { APP_ORIGIN, NEXTAUTH_SECRET, CRON_SECRET, LOOKUP_KEY, ENCRYPTION_KEYS } = testEnv();
  const env = { APP_ORIGIN, NEXTAUTH_SECRET, CRON_SECRET, LOOKUP_KEY, ENCRYPTION_KEYS, DATABASE_URL: rig.url };
  const child = spawn(
    process.execPath,
    ["--conditions=react-server", "--import", "tsx", `scripts/${script}.ts`, ...args],
    {
      env: { PATH: process.env.PATH ?? "", NODE_ENV: "test", ...env },
    },
  );
  let [out, err] = ["", ""];
  child.stdout.on("data", (piece) => {
    out += piece;
  });
  child.stderr.on("data", (piece) => {
    err += piece;
  });
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, out, err })));
}
const json = async (script: string, ...args: string[]) => {
  const { code, out, err } = await run(script, ...args, "--json");
  expect(err.replace(/^….*\n/gm, "")).toBe("");
  expect(code).toBe(0);
  return JSON.parse(out);
};

describe("from a terminal", () => {
  test("old records come in, what is missing is recovered and taken back, and nothing happens without --execute (D-07)", async () => {
    const messages = file(
      "messages.json",
      messageFile([
        { id: 117, numbers: people(3) },
        { id: 9, numbers: null, sent: 4 },
      ]),
    );
    const logs = file("logs.json", logFile([{ id: 117, phone: oldNumber(1) }]));
    const nothing = await ledger(rig.db);
    expect((await run("import", messages)).out).toContain("아직 아무것도 바꾸지 않았어요");
    expect(await ledger(rig.db)).toEqual(nothing);
    expect(await json("import", messages, "--execute")).toMatchObject({ messages: { added: 2 }, finished: true });
    expect(await json("import", logs, "--execute")).toMatchObject({ logs: { added: 1 } });

    const before = await ledger(rig.db);
    expect(await json("coverage")).toMatchObject({
      imported: { expected: 7, recorded: 1, pct: 14.29 },
      gaps: { partial: 1 },
    });
    expect((await run("coverage", "--prove")).out).toContain("어긋난 값 0개");
    const dry = await run("recover", "--message", "117");
    expect(dry.out).toContain("2행을 sent");
    expect(await json("recover", "--phone", "010 0000 0000")).toMatchObject({ rows: 2, unrecoverable: 0 });
    expect(await ledger(rig.db)).toEqual(before);
    expect([await rig.db.$count(recoveryRuns), await rig.db.$count(recoveryRunMessages)]).toEqual([0, 0]);

    const done = await json("recover", "--all", "--execute");
    expect(done).toMatchObject({
      state: "done",
      applied: 2,
      evidence: { ok: true },
      after: { recorded: 3, expected: 7 },
    });
    expect(await json("recover", "--all")).toMatchObject({ rows: 0, messages: 0 });
    expect(await json("recover", "--undo", String(done.runId))).toMatchObject({ state: "undone", undone: 2 });
    expect(await ledger(rig.db)).toEqual(before);
  }, 300_000);

  test("what can't be done is said in both languages", async () => {
    const wrong = await run("import", file("wrong.csv", "이름,나이\n봄,3\n"));
    expect([wrong.code, wrong.err.includes("찾은 열: 이름, 나이"), wrong.err.includes("Found: 이름, 나이")]).toEqual([
      1,
      true,
      true,
    ]);
    expect((await run("recover", "--message", "5")).code).toBe(1);
    expect((await run("recover", "--all", "--phone", "010")).err).toContain("One thing at a time");
    expect((await run("import", "/nowhere.csv")).code).toBe(1);
  }, 200_000);
});
