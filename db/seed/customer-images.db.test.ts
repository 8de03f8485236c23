import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { scanImages } from "@/lib/image-sync/scan-images";
import { ScanInput } from "@/lib/image-sync/schema";
import { createLocalDisk } from "@/lib/storage/local-disk";
import { createLocalQuarantine } from "@/lib/storage/local-quarantine";
import { ageOnDisk, seedTools } from "@/scripts/seed-tools";
import { testEnv } from "@/scripts/testing/test-env";
import { databaseNow } from "../client";
import { openTestDatabase, type TestDatabase } from "../testing/database";
import { seedDemo } from "./seed-demo";

let t: TestDatabase;
let folder: string;
const options = { sandboxUrl: "http://127.0.0.1:4010" };
const keys = {
  ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString("base64")}`,
  LOOKUP_KEY: "a-lookup-key-of-at-least-32-characters",
};
const tools = () => seedTools(createLocalDisk(folder), keys, ageOnDisk(folder));

beforeAll(async () => {
  t = await openTestDatabase();
  folder = await mkdtemp(join(tmpdir(), "albums-"));
  await t.clear();
  expect(await seedDemo(t.db, tools(), options)).toBe(true);
}, 90_000);
afterAll(async () => {
  await t.drop();
  await rm(folder, { recursive: true });
});

type Row = {
  id: number;
  code: string;
  path: Buffer;
  name: Buffer;
  bytes: number | null;
  status: string;
};
const rowsOf = async (): Promise<Row[]> => {
  const [rows] = await t.db.execute(sql`
    select i.id as id, c.code as code, i.path_key as path, i.name_key as name, i.bytes as bytes, i.status as status
    from customer_images i join customers c on c.id = i.customer_id where i.deleted_at is null order by i.id`);
  return rows as unknown as Row[];
};
/** Every file below `customers/`, by the bytes of its path as the disk has them, with its size. */
const filesOf = async () => {
  const root = join(folder, "customers");
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = new Map<string, { bytes: number; at: Date }>();
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const { size, mtime } = await stat(path);
    files.set(Buffer.from(path.slice(folder.length + 1)).toString("hex"), { bytes: size, at: mtime });
  }
  return files;
};
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

/** The sums of S4 by a way of their own: what rows name against what lies on the disk. */
async function counted() {
  const [rows, files] = [await rowsOf(), await filesOf()];
  const ready = rows.filter(({ status }) => status === "ready");
  const there = ready.filter(({ path }) => files.has(hex(path)));
  const claimed = new Set(rows.map(({ path }) => hex(path)));
  const unclaimed = [...files.keys()]
    .filter((path) => !claimed.has(path))
    .map((path) => Buffer.from(path, "hex").toString());
  const spelt = (path: Buffer) => {
    const text = path.toString().replace(/^\//, "");
    return [text, text.replaceAll("+", " "), decodeURIComponent(text)];
  };
  const misled = ready.filter(
    (row) => !there.includes(row) && spelt(row.path).some((path) => unclaimed.includes(path)),
  );
  const ghosts = ready.filter((row) => !there.includes(row) && !misled.includes(row));
  const contents = new Map<string, string>();
  const disk = createLocalDisk(folder);
  for (const { path } of there) {
    const object = await disk.read(path.toString() as never);
    contents.set(hex(path), hex(Buffer.from(await new Response(object!.body).arrayBuffer())));
  }
  const seen = new Set<string>();
  const duplicates = there.filter((row) => {
    const same = `${row.code} ${hex(row.name)} ${contents.get(hex(row.path))}`;
    return seen.has(same) || !seen.add(same);
  });
  const corrupt = there.filter((row) => row.bytes !== files.get(hex(row.path))!.bytes);
  return { rows, files, there, ghosts, duplicates, misled, unclaimed, corrupt, contents };
}

test("1,000 customers, 16 of them with problems: 10 with ghosts, 3 with duplicates, 3 with both (S4-48…S4-50)", async () => {
  const [[row]] = (await t.db.execute(
    sql`select count(*) as n from customers where deleted_at is null`,
  )) as unknown as [[{ n: number }]];
  expect(Number(row.n)).toBe(1_000);
  const { there, ghosts, duplicates, corrupt } = await counted();
  expect(ghosts).toHaveLength(72);
  expect(duplicates).toHaveLength(21);
  expect(there.length - duplicates.length - corrupt.length).toBe(280);
  const [withGhosts, withDuplicates] = [ghosts, duplicates].map((some) => new Set(some.map(({ code }) => code)));
  const both = [...withGhosts!].filter((code) => withDuplicates!.has(code));
  expect([withGhosts!.size - both.length, withDuplicates!.size - both.length, both.length]).toEqual([10, 3, 3]);
});

test("one customer has 24 rows and 11 files, and nobody loses more than half (S4-01)", async () => {
  const { rows, files, ghosts } = await counted();
  const own = rows.filter(({ code }) => code === "JJ-012");
  const folders = own.map(({ path }) => path.toString()).filter((path) => path.includes("/JJ-012/"));
  const lying = [...files.keys()].filter((path) => Buffer.from(path, "hex").toString().includes("/JJ-012/"));
  expect([own.length, lying.length]).toEqual([24, 11]);
  expect(folders.length).toBeGreaterThan(11);
  for (const code of new Set(rows.map((row) => row.code))) {
    const count = (some: Row[]) => some.filter((row) => row.code === code).length;
    if (count(rows) >= 4) expect(count(ghosts) / count(rows), code).toBeLessThanOrEqual(0.5);
  }
});

test("what else goes wrong is there too, on the same sixteen, and changes none of those sums", async () => {
  const { rows, files, ghosts, duplicates, misled, unclaimed, corrupt, contents } = await counted();
  expect(misled).toHaveLength(3);
  expect(corrupt).toHaveLength(1);
  expect(rows.filter(({ status }) => status === "pending")).toHaveLength(1);
  const small = unclaimed.filter((path) => path.includes("_thumb."));
  const original = (path: string) => Buffer.from(path.replace("_thumb.", ".")).toString("hex");
  expect(small.filter((path) => files.has(original(path)))).toHaveLength(5);
  expect(small.filter((path) => !files.has(original(path)))).toHaveLength(2);
  expect(unclaimed.length - small.length - misled.length).toBe(1);
  const byName = new Map<string, Set<string>>();
  for (const { code, name, path } of rows.filter((row) => contents.has(hex(row.path)))) {
    const key = `${code} ${hex(name)}`;
    byName.set(key, (byName.get(key) ?? new Set()).add(contents.get(hex(path))!));
  }
  expect([...byName.values()].filter((some) => some.size > 1)).toHaveLength(1);
  const troubled = new Set([...ghosts, ...duplicates].map(({ code }) => code));
  for (const { code } of [...misled, ...corrupt, ...rows.filter(({ status }) => status === "pending")])
    expect(troubled, code).toContain(code);
  for (const path of unclaimed.filter((one) => one.includes("_thumb."))) expect(troubled).toContain(path.split("/")[1]);
});

test("names are in both Unicode forms, byte for byte the same in the row and on the disk, and all files are older than any grace", async () => {
  const { there, files } = await counted();
  const forms = there.map(({ path }) => path.toString()).map((path) => path === path.normalize("NFC"));
  expect(forms.filter((isNfc) => isNfc).length).toBeGreaterThan(100);
  expect(forms.filter((isNfc) => !isNfc).length).toBeGreaterThan(40);
  for (const { at } of files.values()) expect(Date.now() - at.getTime()).toBeGreaterThan(2 * 86_400_000);
});

test("and the reconciliation finds just that", async () => {
  const clock = () => databaseNow(t.db);
  const quarantine = createLocalQuarantine(folder);
  const rt = { db: t.db, clock, storage: createLocalDisk(folder), quarantine, env: testEnv() };
  const scan = () => scanImages(rt, { kind: "system", job: "script" }, ScanInput.parse({}));
  let run = await scan();
  while (run.cursor !== null && run.state === "scanning") run = await scan();
  expect(run).toMatchObject({ state: "planned", error: null });
  expect(run.totals).toMatchObject({
    ...{ customers: 1_000, problemCustomers: 16, problemPct: 1.6, valid: 280, ghost: 72, duplicate: 21 },
    split: { ghostOnly: 10, duplicateOnly: 3, both: 3, other: 0 },
    ...{ mispath: 3, conflict: 1, expiredPending: 1, thumbnail: 5, thumbnailOnly: 2, orphan: 1, corrupt: 1 },
    ...{ fresh: 0, unreadable: 0 },
  });
  const [[seen]] = (await t.db.execute(
    sql`select image_count_verified as n from customers where code = 'JJ-012'`,
  )) as unknown as [[{ n: number }]];
  expect(seen.n).toBe(11);
}, 60_000);

test("told anew, what people did to the files is out of the way", async () => {
  await writeFile(join(folder, "customers/stray.jpg"), "stray");
  const before = [...(await filesOf()).keys()].filter((path) => path !== hex(Buffer.from("customers/stray.jpg")));
  expect(await seedDemo(t.db, tools(), { ...options, reset: true })).toBe(true);
  expect([...(await filesOf()).keys()].sort()).toEqual(before.sort());
}, 60_000);
