import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { databaseNow } from "@/db/client";
import { appMeta, ticks } from "@/db/schema/dispatch";
import { images } from "@/db/schema/images";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { type PlantedOrg, plantOrg } from "@/db/testing/plant";
import { runTick } from "@/lib/dispatch/run-tick";
import { newImageKey } from "@/lib/storage/object-key";
import type { Storage } from "@/lib/storage/port";
import { engineRuntime, memoryStorage } from "@/scripts/testing/engine-rig";
import { UNUSED_MAX_MS } from "./limits";
import { sweepImagesHourly } from "./sweep-images-hourly";

let database: TestDatabase;
let org: PlantedOrg;
let storage: ReturnType<typeof memoryStorage>;
let engine: ReturnType<typeof engineRuntime>;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database?.drop());
beforeEach(async () => {
  await database.clear();
  storage = memoryStorage();
  engine = engineRuntime(database.db, storage);
  org = await plantOrg(database.db, "branch", null);
});
afterEach(() => vi.restoreAllMocks());

const never = () => false;
const pass = (minutes: number) => {
  engine.time.shiftMs += minutes * 60_000;
};
const sweptAt = async () =>
  (await database.db.select().from(appMeta).where(eq(appMeta.key, "images_swept_at")))[0]?.value;
/** Pictures no schedule or log uses, for longer than one may lie about. */
async function plantUnused(count: number): Promise<void> {
  const now = await databaseNow(database.db);
  for (let n = 0; n < count; n++) {
    const objectKey = newImageKey(org.id, now, "image/png");
    await storage.put(objectKey, Buffer.from(objectKey), "image/png");
    const file = { orgId: org.id, objectKey, mime: "image/png" as const, bytes: 60, originalName: "그림.png" };
    const unusedSince = new Date(now.getTime() - UNUSED_MAX_MS - 1000);
    await database.db.insert(images).values({ ...file, status: "ready", createdAt: now, unusedSince });
  }
}
const ready = async () => database.db.select().from(images).where(eq(images.status, "ready"));

test("a tick takes an unused image out of sight, and not again within the hour", async () => {
  await plantUnused(1);
  await runTick(engine.rt, {});
  expect(await ready()).toHaveLength(0);
  expect(storage.files.size).toBe(0);
  await plantUnused(1);
  pass(59);
  await runTick(engine.rt, {});
  expect(await ready()).toHaveLength(1);
  pass(1);
  await runTick(engine.rt, {});
  expect(await ready()).toHaveLength(0);
});

test("of many instances one takes the hour, the first as well as the next", async () => {
  for (const minutes of [0, 60]) {
    pass(minutes);
    const answers = await Promise.all(Array.from({ length: 8 }, () => sweepImagesHourly(engine.rt, never)));
    expect(answers.filter((answer) => answer !== null)).toHaveLength(1);
  }
});

test("a time far ahead holds nobody up", async () => {
  expect(await sweepImagesHourly(engine.rt, never)).not.toBeNull();
  pass(-600);
  expect(await sweepImagesHourly(engine.rt, never)).not.toBeNull();
});

test("a pass without time left doesn't take the hour; one that runs out of time leaves the rest", async () => {
  await plantUnused(3);
  await runTick(engine.rt, { budgetMs: 0 });
  expect(await sweptAt()).toBeUndefined();
  let asked = 0;
  await sweepImagesHourly(engine.rt, () => asked++ > 3);
  expect((await ready()).length).toBeGreaterThan(0);
  pass(60);
  expect(await sweepImagesHourly(engine.rt, never)).toMatchObject({ moved: 3 });
  expect(await ready()).toHaveLength(0);
});

test("a store that fails ends neither the tick nor the next sweep", async () => {
  await plantUnused(1);
  const said = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const broken: Storage = { ...storage, quarantine: () => Promise.reject(new Error("disk gone")) };
  await runTick({ ...engine.rt, storage: broken }, {});
  expect(said).toHaveBeenCalledWith("tidying:", "disk gone");
  const [tick] = await database.db.select().from(ticks);
  expect(tick).toMatchObject({ error: null });
  expect(tick?.finishedAt).not.toBeNull();
  pass(60);
  await runTick(engine.rt, {});
  expect(storage.files.size).toBe(0);
});
