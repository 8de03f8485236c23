import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { alertNotices, alerts, instances } from "@/db/schema/alerts";
import { kbBots } from "@/db/schema/rooms";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { plantBot } from "@/db/testing/plant";
import { startChild } from "@/scripts/testing/start-child";

let database: TestDatabase;
let directory: string;
beforeAll(async () => {
  database = await openTestDatabase();
  directory = await mkdtemp(join(tmpdir(), "dochak-alerts-"));
  await plantBot(database.db);
  await database.db.update(kbBots).set({ parkReason: "bot_offline", failures: 3 });
});
afterAll(async () => {
  await database?.drop();
  await rm(directory, { recursive: true, force: true });
});

const env = () => ({
  DATABASE_URL: database.url,
  APP_ORIGIN: "http://127.0.0.1:1",
  NEXTAUTH_SECRET: "n".repeat(40),
  CRON_SECRET: "c".repeat(40),
  LOOKUP_KEY: "l".repeat(40),
  ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString("base64")}`,
  STORAGE_DIR: directory,
  // Nobody lives there: telling fails, and the pass must not.
  ALERT_WEBHOOK_URL: "https://hooks.example.invalid/secret-path",
});
const on = async () => (await database.db.select().from(alerts)).map(({ kind, state }) => `${kind} ${state}`);

test("a tick made by hand looks at alerts afterwards, and a webhook nobody answers neither delays nor fails it", async () => {
  const tick = startChild("scripts/tick.ts", env());
  let said = "";
  tick.stdout?.on("data", (chunk: Buffer) => {
    said += chunk;
  });
  expect(await tick.ended).toBe(0);
  expect(JSON.parse(said)).toMatchObject({ failed: 0 });
  expect(await on()).toEqual(["bot_parked on"]);
  const [notice] = await database.db.select().from(alertNotices);
  expect(notice).toMatchObject({ state: "pending", attempts: 1 });
  expect(JSON.stringify(notice)).not.toContain("secret-path");
}, 60_000);

test("a worker beats while it lives, looks after its passes, and takes its leave", async () => {
  await database.db.delete(alertNotices);
  await database.db.delete(alerts);
  const worker = startChild("scripts/worker.ts", env());
  const living = () => database.db.select().from(instances);
  await expect.poll(living, { timeout: 20_000 }).toMatchObject([{ kind: "worker", version: "0.1.0" }]);
  await expect.poll(on, { timeout: 20_000 }).toEqual(["bot_parked on"]);
  worker.kill("SIGTERM");
  expect(await worker.ended).toBe(0);
  expect(await living()).toEqual([]);
}, 60_000);

test("a pace nobody knows is refused with those there are", () => {
  const given = ["--conditions=react-server", "--import", "tsx", "scripts/worker.ts", "--pace", "hourly"];
  const { status, stderr } = spawnSync(process.execPath, given, {
    env: { ...process.env, ...env() },
    encoding: "utf8",
  });
  expect(status).toBe(1);
  expect(stderr).toContain("steady, by_hour");
}, 60_000);
