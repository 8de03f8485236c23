import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { databaseNow } from "@/db/client";
import { images } from "@/db/schema/images";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { plantOrg, plantUser } from "@/db/testing/plant";
import type { UserActor } from "@/lib/access/actor";
import { scopeOf } from "@/lib/access/scope";
import { createLocalDisk } from "@/lib/storage/local-disk";
import type { ObjectKey } from "@/lib/storage/object-key";
import { contentOf, keysOf } from "@/lib/storage/storage-contract";
import { imagesByKeys } from "./queries";
import { jpegOf } from "./sample-images";
import { sweepImages } from "./sweep-images";

let database: TestDatabase;
let folder: string;
let actor: UserActor;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "dochak-kill-"));
  actor = await plantUser(database.db, await plantOrg(database.db, "branch", null), "operator");
  await writeFile(join(folder, "picture.jpg"), await jpegOf(1200, 900));
});
afterEach(async () => {
  await database.clear();
  await rm(folder, { recursive: true, force: true });
});

/** A process that stores the picture, and the lines it has said. */
function storeInChild(times: number, stallAt?: string) {
  const task = {
    databaseUrl: database.url,
    folder: join(folder, "store"),
    actor,
    file: join(folder, "picture.jpg"),
    stallAt,
    times,
  };
  const child = spawn(
    process.execPath,
    ["--conditions=react-server", "--import", "tsx", "scripts/testing/store-image.ts", JSON.stringify(task)],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const said: string[] = [];
  const gone = once(child, "exit");
  child.stdout?.on("data", (data: Buffer) => said.push(...String(data).trim().split("\n")));
  const line = async (start: string) => {
    while (!said.some((one) => one.startsWith(start))) {
      if (child.exitCode !== null) throw new Error(`the child ended before it said ${start}: ${said.join(", ")}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  const kill = async () => {
    child.kill("SIGKILL");
    await gone;
  };
  return { line, kill, gone };
}

/** Everything that can be seen is whole; what can't be seen is gone after the sweeps. Gives how many are kept. */
async function expectWholeOrNothing(): Promise<number> {
  const rt = { db: database.db, storage: createLocalDisk(join(folder, "store")) };
  const before = await database.db.select().from(images);
  const seen = await imagesByKeys(
    database.db,
    scopeOf(actor),
    before.map((row) => row.objectKey),
  );
  expect(before.length - seen.length).toBeLessThanOrEqual(1);
  for (const { key, width, height } of seen) {
    const kept = await contentOf(rt.storage, key);
    expect(await sharp(kept!).metadata()).toMatchObject({ format: "jpeg", width, height });
  }
  const later = async () => new Date((await databaseNow(database.db)).getTime() + 3_700_000);
  await sweepImages({ ...rt, clock: later });
  const after = await database.db.select().from(images);
  expect(after.map((row) => row.status)).toEqual(seen.map(() => "ready"));
  expect(await keysOf(rt.storage, "img/")).toEqual(seen.map((image) => image.key).sort());
  expect(await keysOf(rt.storage, "thumb/")).toHaveLength(seen.length);
  // Temp files of the dead go with the first put an hour later.
  const temp = join(folder, "store/.tmp");
  const old = new Date(Date.now() - 7_200_000);
  for (const name of await readdir(temp).catch(() => [])) await utimes(join(temp, name), old, old);
  await rt.storage.put("probe" as ObjectKey, new Uint8Array(1), "image/png");
  expect(await readdir(temp)).toEqual([]);
  return seen.length;
}

test.each(["body", "before-thumb", "before-image", "after-image"])(
  "killed at %s, nothing is to be seen",
  async (stallAt) => {
    const { kill, line } = storeInChild(1, stallAt);
    await line("stalled");
    await kill();
    const rows = await database.db.select().from(images);
    expect(rows.map((row) => row.status)).toEqual(["pending"]);
    expect(await expectWholeOrNothing()).toBe(0);
  },
  60_000,
);

test("left alone, it is stored", async () => {
  const { gone, line } = storeInChild(1);
  await line("stored");
  await gone;
  expect(await expectWholeOrNothing()).toBe(1);
}, 60_000);

test("killed at any moment, all that is seen is whole", async () => {
  const kept: number[] = [];
  for (let run = 0; run < 5; run++) {
    const { kill, line } = storeInChild(100);
    await line("stored");
    // Storing takes about 100 ms, so these moments fall anywhere in it.
    await new Promise((resolve) => setTimeout(resolve, 137 * run));
    await kill();
    kept.push(await expectWholeOrNothing());
    await database.db.delete(images);
    await rm(join(folder, "store"), { recursive: true, force: true });
  }
  expect(Math.min(...kept)).toBeGreaterThan(0);
}, 120_000);
