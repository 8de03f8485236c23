import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { databaseNow } from "@/db/client";
import { listFindings } from "@/lib/image-sync/finding-queries";
import { scanImages } from "@/lib/image-sync/scan-images";
import { createLocalDisk } from "@/lib/storage/local-disk";
import { createLocalQuarantine } from "@/lib/storage/local-quarantine";
import { ageOnDisk, seedTools } from "@/scripts/seed-tools";
import { testEnv } from "@/scripts/testing/test-env";
import { openTestDatabase, type TestDatabase } from "../testing/database";
import { seedDemo } from "./seed-demo";

let t: TestDatabase;
let folder: string;
const keys = {
  ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString("base64")}`,
  LOOKUP_KEY: "a-lookup-key-of-at-least-32-characters",
};
const SCRIPT = { kind: "system", job: "script" } as const;

beforeAll(async () => {
  t = await openTestDatabase();
  folder = await mkdtemp(join(tmpdir(), "story-scan-"));
  await t.clear();
  const tools = seedTools(createLocalDisk(folder), keys, ageOnDisk(folder));
  expect(await seedDemo(t.db, tools, { sandboxUrl: "http://127.0.0.1:4010" })).toBe(true);
}, 90_000);
afterAll(async () => {
  await t.drop();
  await rm(folder, { recursive: true });
});

test("a scan of the story tells what the seed told of its customers (S4-48…S4-50), and what else goes wrong", async () => {
  const storage = { storage: createLocalDisk(folder), quarantine: createLocalQuarantine(folder) };
  const rt = { db: t.db, clock: () => databaseNow(t.db), env: testEnv(), ...storage };
  const run = await scanImages(rt, SCRIPT, { scope: {}, batchSize: 10 }, { budgetMs: 60_000 });
  expect(run).toMatchObject({ state: "planned", error: null, cursor: null });
  expect(run.totals).toMatchObject({
    ...{ customers: 1_000, problemCustomers: 16, problemPct: 1.6, valid: 280, ghost: 72, duplicate: 21 },
    split: { ghostOnly: 10, duplicateOnly: 3, both: 3, other: 0 },
    ...{ mispath: 3, conflict: 1, expiredPending: 1, thumbnail: 5, thumbnailOnly: 2, orphan: 1, corrupt: 1 },
    ...{ fresh: 0, unreadable: 0 },
  });
  expect(run.top.map(({ code, ghost, duplicate }) => [code, ghost, duplicate])).toEqual([
    ["JJ-012", 9, 4],
    ["PG-004", 7, 4],
    ["HU-003", 8, 0],
    ["GG-007", 5, 3],
    ["SS-005", 7, 0],
  ]);
  expect(run.planHash).toMatch(/^[0-9a-f]{64}$/);
  // Ten customers with the fewest findings first, the others after them.
  expect(run.stages.map(({ state, customers }) => [state, customers])).toEqual([
    ["open", 10],
    ["locked", 6],
    ["passed", 0],
  ]);
  const doubtful = await listFindings(t.db, SCRIPT, { id: run.id, certainty: "doubtful", limit: 200 });
  expect(doubtful.items.map(({ verdict, doubt }) => `${verdict}: ${doubt}`).sort()).toEqual([
    "corrupt: size_differs",
    "orphan: no_row",
    "same_name: other_content",
    "thumbnail_only: original_missing",
    "thumbnail_only: original_missing",
  ]);
}, 120_000);
