import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { and, isNull } from "drizzle-orm";
import sharp from "sharp";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { databaseNow } from "@/db/client";
import { customerImages } from "@/db/schema/customer-images";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { plantOrg, plantUser } from "@/db/testing/plant";
import type { UserActor } from "@/lib/access/actor";
import { jpegOf } from "@/lib/images/sample-images";
import { createLocalDisk } from "@/lib/storage/local-disk";
import { createLocalQuarantine } from "@/lib/storage/local-quarantine";
import { parseObjectKey } from "@/lib/storage/object-key";
import { contentOf, keysOf } from "@/lib/storage/storage-contract";
import type { ChildTask } from "@/scripts/testing/customer-image-child";
import { plantCustomer } from "@/scripts/testing/plant-customer";
import { testEnv } from "@/scripts/testing/test-env";
import { deleteCustomerImage } from "./delete-customer-image";
import { restoreCustomerImage } from "./restore-customer-image";
import { sweepDeletedImages } from "./sweep-deleted-images";

let database: TestDatabase;
let folder: string;
let actor: UserActor;
let customerId: number;
let rt: Parameters<typeof restoreCustomerImage>[0];

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "dochak-kill-customer-"));
  const { db } = database;
  const org = await plantOrg(db, "branch", null);
  actor = await plantUser(db, org, "operator");
  customerId = (await plantCustomer(db, org)).id;
  const store = join(folder, "store");
  rt = {
    ...{ db, storage: createLocalDisk(store), quarantine: createLocalQuarantine(store), env: testEnv() },
    clock: () => databaseNow(db),
  };
});
afterEach(async () => {
  await database.clear();
  await rm(folder, { recursive: true, force: true });
});

async function pictures(count: number): Promise<string[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, n) => {
      const path = join(folder, `${n}.jpg`);
      await writeFile(path, await jpegOf(600 + n, 400));
      return path;
    }),
  );
}

function child(files: readonly string[], stallAt?: ChildTask["stallAt"]) {
  const task: ChildTask = {
    databaseUrl: database.url,
    folder: join(folder, "store"),
    actor,
    customerId,
    files,
    stallAt,
  };
  const running = spawn(
    process.execPath,
    ["--conditions=react-server", "--import", "tsx", "scripts/testing/customer-image-child.ts", JSON.stringify(task)],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const said: string[] = [];
  const gone = once(running, "exit");
  running.stdout?.on("data", (data: Buffer) => said.push(...String(data).trim().split("\n")));
  const line = async (start: string) => {
    while (!said.some((one) => one.startsWith(start))) {
      if (running.exitCode !== null) throw new Error(`the child ended before it said ${start}: ${said.join(", ")}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  const kill = async () => {
    running.kill("SIGKILL");
    await gone;
  };
  return { line, kill, gone };
}

/** What can be seen is whole, and no file lies there that no row speaks of. */
async function expectEveryFileClaimed(): Promise<number> {
  const claimed = await database.db
    .select()
    .from(customerImages)
    .where(and(isNull(customerImages.setAsideAt)));
  const files = await keysOf(rt.storage, "customers/");
  const paths = claimed.map(({ filePath }) => filePath);
  expect(files.filter((key) => !paths.includes(key))).toEqual([]);
  const seen = claimed.filter(({ status, deletedAt }) => status === "ready" && deletedAt === null);
  for (const { filePath, width, height } of seen) {
    const kept = await contentOf(rt.storage, parseObjectKey(filePath)!);
    expect(await sharp(kept!).metadata()).toMatchObject({ format: "jpeg", width, height });
  }
  return seen.length;
}

test.each(["before-thumb", "before-image", "after-image"] as const)(
  "an upload killed %s is a pending row that claims what lies there, and nothing is to be seen",
  async (stallAt) => {
    const { kill, line } = child(await pictures(1), stallAt);
    await line("stalled");
    await kill();
    const rows = await database.db.select().from(customerImages);
    expect(rows.map(({ status }) => status)).toEqual(["pending"]);
    expect(await expectEveryFileClaimed()).toBe(0);
  },
  60_000,
);

test("killed at any moment, every picture that is seen is whole and every file has its row", async () => {
  const files = await pictures(60);
  for (let run = 0; run < 2; run++) {
    const { kill, line } = child(files.slice(run * 30, run * 30 + 30));
    await line("stored");
    // Storing takes about 50 ms, so these moments fall anywhere in it.
    await new Promise((resolve) => setTimeout(resolve, 90 + 47 * run));
    await kill();
    expect(await expectEveryFileClaimed()).toBeGreaterThan(0);
  }
}, 60_000);

test.each(["before-move", "after-move"] as const)(
  "a sweep killed %s loses nothing: the next one ends it, and the picture comes back",
  async (stallAt) => {
    const stored = child(await pictures(1));
    await stored.gone;
    const [row] = await database.db.select().from(customerImages);
    const bytes = await contentOf(rt.storage, parseObjectKey(row!.filePath)!);
    await deleteCustomerImage(rt, actor, { id: customerId, imageId: row!.id });
    const { kill, line } = child([], stallAt);
    await line("stalled");
    await kill();
    const later = async () => new Date((await databaseNow(database.db)).getTime() + 3_600_000);
    expect(await sweepDeletedImages({ ...rt, clock: later })).toBe(1);
    expect(await keysOf(rt.storage, "customers/")).toEqual([]);
    await restoreCustomerImage(rt, actor, { id: customerId, imageId: row!.id });
    expect(await expectEveryFileClaimed()).toBe(1);
    expect(await contentOf(rt.storage, parseObjectKey(row!.filePath)!)).toEqual(bytes);
  },
  60_000,
);
