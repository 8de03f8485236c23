import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { customerImages } from "@/db/schema/customer-images";
import { syncOps, syncRuns } from "@/db/schema/image-sync";
import { getRun } from "@/lib/image-sync/queries";
import { bundleChild } from "./testing/start-child";
import { SCRIPT } from "./testing/sync-drive";
import { syncRig } from "./testing/sync-rig";
import { testEnv } from "./testing/test-env";

const { t, rt } = syncRig();
/** Nobody has ten minutes here. */
const OWN = { IMAGE_RECHECK_MINUTES: "0" };
const directory = mkdtempSync(join(process.cwd(), "node_modules", ".images-"));
let command: string;
beforeAll(async () => {
  command = await bundleChild("scripts/images.ts", directory);
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Runs the command as `npm run images` does. */
function run(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const { APP_ORIGIN, NEXTAUTH_SECRET, CRON_SECRET, LOOKUP_KEY, ENCRYPTION_KEYS } = testEnv();
  const env = { APP_ORIGIN, NEXTAUTH_SECRET, CRON_SECRET, LOOKUP_KEY, ENCRYPTION_KEYS, DATABASE_URL: t.url };
  const own = { STORAGE_DIR: t.w.folder, ...OWN };
  const child = spawn(process.execPath, ["--conditions=react-server", command, ...args], {
    env: { PATH: process.env.PATH ?? "", NODE_ENV: "test", ...env, ...own },
  });
  let [out, err] = ["", ""];
  child.stdout.on("data", (piece) => {
    out += piece;
  });
  child.stderr.on("data", (piece) => {
    err += piece;
  });
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, out, err })));
}
const json = async (...args: string[]) => {
  const { code, out, err } = await run(...args, "--json");
  expect([code, err.replace(/^….*\n/gm, "")]).toEqual([0, ""]);
  return JSON.parse(out);
};

/** A customer with a ghost and a picture that is there twice, and what is well. */
async function plant() {
  const { plantCustomer, plantImage } = t.w.tools;
  const customer = await plantCustomer();
  const well = await plantImage(customer, "멀쩡한 사진");
  const ghost = await plantImage(customer, null);
  for (let i = 0; i < 2; i++) await plantImage(customer, "귤", { filename: "귤.jpg" });
  return { well, ghost };
}

test("from a terminal a scan tells what the API tells, nothing happens without --execute, and all of it comes back", async () => {
  await plant();
  const before = await t.w.tools.asTheyAre();
  const scan = await json("scan");
  expect(scan).toMatchObject({ state: "planned", totals: { valid: 2, ghost: 1, duplicate: 1, problemCustomers: 1 } });
  expect(scan).toEqual(JSON.parse(JSON.stringify(await getRun({ ...rt(), env: testEnv(OWN) }, SCRIPT, scan.id))));
  expect((await run("plan", "--run", String(scan.id))).out).toContain(scan.planHash);

  const asked = ["execute", "--run", String(scan.id), "--plan", scan.planHash];
  const journal = await t.db.select().from(syncOps);
  expect((await run(...asked)).out).toContain("아직 아무것도 바꾸지 않았어요");
  expect((await run(...asked.slice(0, 4), "0".repeat(64), "--execute")).err).toContain("검토한 뒤에 계획이 바뀌었어요");
  expect([await t.w.tools.asTheyAre(), await t.db.select().from(syncOps)]).toEqual([before, journal]);
  expect((await t.w.tools.runOf(scan.id)).state).toBe("planned");

  expect(await json(...asked, "--execute")).toMatchObject({ state: "done", ops: { done: 3, skipped: 0, failed: 0 } });
  const after = await t.w.tools.asTheyAre();
  expect(after.rows).toHaveLength(2);
  expect(await json("verify")).toMatchObject({
    totals: { ghost: 0, duplicate: 0, problemCustomers: 0 },
    ops: { planned: 0 },
  });
  expect((await run("undo", "--run", String(scan.id))).out).toContain("3건을 되돌려요");
  expect(await t.w.tools.asTheyAre()).toEqual(after);
  expect(await json("undo", "--run", String(scan.id), "--execute")).toMatchObject({
    state: "undone",
    ops: { undone: 3 },
  });
  expect(await t.w.tools.asTheyAre()).toEqual(before);
  expect((await run("verify")).code).toBe(2);
}, 400_000);

test("all rows are written to a file with their hashes, and what is missing comes back from it; nothing is overwritten (S4-33)", async () => {
  const { well, ghost } = await plant();
  const file = join(directory, "images.ndjson");
  await json("backup", "--file", file);
  const lines = readFileSync(file, "utf8").trim().split("\n");
  expect(lines).toHaveLength(6);
  expect(JSON.parse(lines.at(-1)!)).toMatchObject({ rows: 4 });
  const before = await t.w.tools.asTheyAre();
  await t.db.delete(customerImages).where(eq(customerImages.id, ghost.id));
  await t.db.update(customerImages).set({ ver: 7 }).where(eq(customerImages.id, well.id));
  const since = await t.w.tools.asTheyAre();
  const told = { rows: 4, same: 2, missing: 1, conflictCount: 1, conflicts: [{ id: well.id, why: "row_differs" }] };
  expect(await json("restore", "--file", file)).toEqual({ ...told, restored: 0 });
  expect(await t.w.tools.asTheyAre()).toEqual(since);
  expect(await json("restore", "--file", file, "--execute")).toEqual({ ...told, restored: 1 });
  const after = (await t.w.tools.asTheyAre()).rows;
  expect(after.find(({ id }) => id === ghost.id)).toEqual(before.rows.find(({ id }) => id === ghost.id));
  expect(after.find(({ id }) => id === well.id)?.ver).toBe(7);

  // A file that was touched, or broke off, is refused as a whole.
  for (const [name, text] of [
    ["touched", readFileSync(file, "utf8").replace('\\"ver\\":1', '\\"ver\\":2')],
    ["short", `${lines.slice(0, -1).join("\n")}\n`],
    ["foreign", "id,filename\n1,a.jpg\n"],
  ] as const) {
    writeFileSync(join(directory, name), text);
    const { code, err } = await run("restore", "--file", join(directory, name), "--execute");
    expect([name, code, err.includes("처음 쓴 그대로가 아니에요")]).toEqual([name, 1, true]);
  }
  expect((await t.w.tools.asTheyAre()).rows).toEqual(after);
  // A backup never takes the place of another file.
  expect((await run("backup", "--file", file)).code).toBe(1);
}, 400_000);

test("what it isn't asked for is said in both languages", async () => {
  const wrong = [
    [],
    ["tidy"],
    ["execute", "--run", "1", "--plan", "x"],
    ["scan", "--batch", "7"],
    ["backup"],
    ["undo"],
  ];
  await Promise.all(
    wrong.map(async (args) => {
      const { code, err } = await run(...args);
      expect([args, code, err.includes("npm run images -- scan")]).toEqual([args, 1, true]);
    }),
  );
  expect((await run("plan", "--run", "999999")).code).toBe(1);
  expect((await run("scan", "--customer", "nobody")).code).toBe(1);
  expect(await t.db.select().from(syncRuns)).toEqual([]);
}, 300_000);
