import { existsSync, readdirSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { listingContract } from "./listing-contract";
import { createLocalDisk } from "./local-disk";
import { createLocalQuarantine } from "./local-quarantine";
import type { ObjectKey } from "./object-key";
import type { ListedPage } from "./port";
import { fingerprintOf, quarantineContract } from "./quarantine-contract";
import { placeOf } from "./quarantine-port";
import { contentOf, keyOf, keysOf, storageContract } from "./storage-contract";

const made: string[] = [];
async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "dochak-storage-"));
  made.push(folder);
  return folder;
}
afterAll(() => Promise.all(made.map((folder) => rm(folder, { recursive: true, force: true }))));

storageContract("local disk", async () => createLocalDisk(join(await newFolder(), "not/there/yet")));

/** `window`: and every folder was left alone for long, so that what was read of it is remembered. */
async function listedFolder(window?: number) {
  const root = await newFolder();
  let aging = 0;
  async function plant(names: readonly string[]) {
    const folders = new Set<string>();
    for (const name of names) {
      const folder = dirname(join(root, name));
      await mkdir(folder, { recursive: true });
      await writeFile(join(root, name), "bytes");
      for (let path = folder; path.startsWith(root); path = dirname(path)) folders.add(path);
    }
    aging++;
    if (window) for (const folder of folders) await utimes(folder, aging, aging);
  }
  // A disk that doesn't know case says so.
  await writeFile(join(root, "a"), "");
  const isFolding = existsSync(join(root, "A"));
  const sameAs = (name: string) => (isFolding ? name.normalize("NFC").toLowerCase() : name);
  await rm(join(root, "a"));
  return { root, storage: createLocalDisk(root, window ? { window } : {}), plant, sameAs };
}
listingContract("local disk", () => listedFolder());
listingContract("local disk that holds three names of a folder", () => listedFolder(3), { runs: 40, most: 10 });

quarantineContract("local disk", async () => {
  const root = join(await newFolder(), "store");
  const reopen = (afterEffect: Parameters<typeof createLocalQuarantine>[1]) => createLocalQuarantine(root, afterEffect);
  const storage = createLocalDisk(root);
  await storage.isWritable?.();
  return { storage, quarantine: createLocalQuarantine(root), reopen };
});

const body = new TextEncoder().encode("bytes");

test("a put leaves no temp file, and a stale one of a dead process goes with the next process's first put", async () => {
  const root = await newFolder();
  await mkdir(join(root, ".tmp"));
  await writeFile(join(root, ".tmp/dead"), "half");
  await writeFile(join(root, ".tmp/alive"), "half");
  const old = new Date(Date.now() - 2 * 3_600_000);
  await utimes(join(root, ".tmp/dead"), old, old);
  const storage = createLocalDisk(root);
  expect(await keysOf(storage, "")).toEqual([]);
  await storage.put(keyOf("a"), body, "image/png");
  expect(await readdir(join(root, ".tmp"))).toEqual(["alive"]);
});

test("it says whether something could be kept, and leaves nothing behind", async () => {
  const root = await newFolder();
  const storage = createLocalDisk(join(root, "store"));
  expect(await storage.isWritable?.()).toBe(true);
  expect(await readdir(join(root, "store/.tmp"))).toEqual([]);
  await writeFile(join(root, "file"), "a file where the store should be");
  expect(await createLocalDisk(join(root, "file")).isWritable?.()).toBe(false);
});

test("text that was never checked doesn't reach the disk as a key", async () => {
  const root = await newFolder();
  const storage = createLocalDisk(join(root, "store"));
  for (const bad of ["../out", "/etc/passwd", "a/../../out", ".tmp/x", ""]) {
    await expect(storage.put(bad as ObjectKey, body, "image/png")).rejects.toThrow("Not a key");
    await expect(storage.read(bad as ObjectKey)).rejects.toThrow("Not a key");
    await expect(storage.quarantine(bad as ObjectKey)).rejects.toThrow("Not a key");
  }
  expect(existsSync(join(root, "out"))).toBe(false);
});

test("links in the store lead nowhere: not for reading, writing, listing or moving", async () => {
  const root = await newFolder();
  const outside = await newFolder();
  await writeFile(join(outside, "secret"), "secret");
  const storage = createLocalDisk(root);
  await symlink(outside, join(root, "folder"));
  await symlink(join(outside, "secret"), join(root, "file"));
  await symlink(join(outside, "new"), join(root, "dangling"));
  for (const key of ["folder/secret", "file", "dangling"].map(keyOf)) {
    expect(await contentOf(storage, key)).toBeNull();
    expect(await storage.head(key)).toBeNull();
  }
  expect(await storage.quarantine(keyOf("folder/secret"))).toBe(false);
  await expect(storage.put(keyOf("folder/new"), body, "image/png")).rejects.toThrow();
  expect(await storage.put(keyOf("dangling"), body, "image/png")).toBe("exists");
  expect(await keysOf(storage, "")).toEqual([]);
  expect(await readdir(outside)).toEqual(["secret"]);
});

test("quarantined bytes are kept", async () => {
  const root = await newFolder();
  const storage = createLocalDisk(root);
  await storage.put(keyOf("img/1/a.jpg"), body, "image/jpeg");
  await storage.quarantine(keyOf("img/1/a.jpg"));
  expect(await readFile(join(root, ".quarantine/img/1/a.jpg"))).toEqual(Buffer.from(body));
});

test("a full or forbidden disk is an error, not a half file", async () => {
  const root = await newFolder();
  await writeFile(join(root, "img"), "a file where a folder belongs");
  const storage = createLocalDisk(root);
  await expect(storage.put(keyOf("img/1/a.jpg"), body, "image/jpeg")).rejects.toThrow();
  expect(await readdir(join(root, ".tmp"))).toEqual([]);
});

test.runIf(existsSync("/proc/self/fd"))("what was opened and never read holds no file open", async () => {
  const storage = createLocalDisk(await newFolder());
  await storage.put(keyOf("a"), body, "image/png");
  const before = readdirSync("/proc/self/fd").length;
  for (let i = 0; i < 50; i++) await storage.read(keyOf("a"));
  expect(readdirSync("/proc/self/fd").length).toBeLessThan(before + 10);
});

test("what was read of a folder serves the next page until the folder says that it changed", async () => {
  const { root, storage, plant } = await listedFolder(100);
  await plant(["a", "b", "c", "d", "e"]);
  const next = async () => (await storage.listPage("", "b", 9)).objects.map(({ key }) => key);
  expect(await next()).toEqual(["c", "d", "e"]);
  await writeFile(join(root, "bb"), "");
  await rm(join(root, "c"));
  await utimes(root, 1, 1);
  expect(await next()).toEqual(["d", "e"]);
  await utimes(root, 2, 2);
  expect(await next()).toEqual(["bb", "d", "e"]);
  await writeFile(join(root, "bc"), "");
  expect(await next()).toEqual(["bb", "bc", "d", "e"]);
  // Of a folder that changed a moment ago nothing is remembered: it may be changing still.
  const now = new Date();
  await utimes(root, now, now);
  expect(await next()).toEqual(["bb", "bc", "d", "e"]);
  await writeFile(join(root, "bd"), "");
  await utimes(root, now, now);
  expect(await next()).toEqual(["bb", "bc", "bd", "d", "e"]);
});

test("what is remembered of a folder doesn't hide one that is to be gone into again", async () => {
  const { storage, plant } = await listedFolder(1);
  await plant(["a/1", "a/2", "b"]);
  expect(await keysOf(storage, "")).toEqual(["a/1", "a/2", "b"]);
  expect((await storage.listPage("", "a/1", 9)).objects.map(({ key }) => key)).toEqual(["a/2", "b"]);
});

test("a picture that is written over in place between two tries of a move stays where it was", async () => {
  const root = await newFolder();
  const storage = createLocalDisk(root);
  const key = keyOf("img/1/a.jpg");
  const place = placeOf(1, 1, key);
  await storage.put(key, body, "image/jpeg");
  const dying = createLocalQuarantine(root, () => {
    throw new Error("killed");
  });
  await expect(dying.setAside(key, place, fingerprintOf(body))).rejects.toThrow("killed");
  await writeFile(join(root, key), "others");
  const quarantine = createLocalQuarantine(root);
  expect(await quarantine.setAside(key, place, fingerprintOf(body))).toBe("changed");
  expect(String(await contentOf(storage, key))).toBe("others");
  expect(await quarantine.head(place)).toBeNull();
});

test("a quarantine that can't be written leaves everything where it is", async () => {
  const root = await newFolder();
  const storage = createLocalDisk(root);
  const key = keyOf("img/1/a.jpg");
  await storage.put(key, body, "image/jpeg");
  await writeFile(join(root, "_quarantine"), "a file where a folder belongs");
  const quarantine = createLocalQuarantine(root);
  await expect(quarantine.setAside(key, placeOf(1, 1, key), fingerprintOf(body))).rejects.toThrow();
  expect(await contentOf(storage, key)).toEqual(Buffer.from(body));
});

test("a store that isn't there, is a file, or is another one by now is an error and no empty listing", async () => {
  const folder = await newFolder();
  const root = join(folder, "store");
  const storage = createLocalDisk(root);
  await expect(storage.listPage("", null, 10)).rejects.toThrow("ENOENT");
  await expect(storage.head(keyOf("a"))).rejects.toThrow("ENOENT");
  await writeFile(root, "");
  await expect(storage.listPage("", null, 10)).rejects.toThrow();
  await rm(root);
  await mkdir(root);
  expect(await storage.listPage("", null, 10)).toEqual({ objects: [], skipped: 0, next: null });
  await mkdir(join(folder, "other"));
  await rename(root, join(folder, "away"));
  await rename(join(folder, "other"), root);
  await expect(storage.listPage("", "a", 10)).rejects.toThrow("another one");
  expect((await storage.listPage("", null, 10)).next).toBeNull();
});

test("links and names that are no text are counted, and nothing below them is met", async () => {
  const root = await newFolder();
  const noText = Buffer.concat([Buffer.from(join(root, "a/b")), Buffer.from([0xff])]);
  await mkdir(join(root, "a"));
  for (const name of ["a/a", "a/c"]) await writeFile(join(root, name), "");
  const isHeld = await writeFile(noText, "").then(
    () => true,
    () => false,
  );
  await symlink(root, join(root, "a/link"));
  await mkdir(join(root, "a:b/below"), { recursive: true });
  await writeFile(join(root, "a:b/below/x"), "");
  await writeFile(join(root, "b"), "");
  const storage = createLocalDisk(root);
  for (const limit of [1, 2, 3, 10]) {
    let skipped = 0;
    const keys: string[] = [];
    for (let after: string | null = null, isOver = false; !isOver; ) {
      const page: ListedPage = await storage.listPage("", after, limit);
      skipped += page.skipped;
      keys.push(...page.objects.map(({ key }) => key));
      isOver = page.next === null;
      after = page.next;
    }
    expect({ keys, skipped }).toEqual({ keys: ["a/a", "a/c", "b"], skipped: isHeld ? 3 : 2 });
  }
});
