import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { listingContract } from "@/lib/storage/listing-contract";
import { fingerprintOf, quarantineContract } from "@/lib/storage/quarantine-contract";
import { placeOf } from "@/lib/storage/quarantine-port";
import { contentOf, keyOf, keysOf, storageContract } from "@/lib/storage/storage-contract";
import { faultyDisk, faultyMemory, Killed } from "./faulty-storage";
import { memoryStore } from "./memory-store";

const A = Buffer.from("the picture");
const made: string[] = [];
afterAll(() => Promise.all(made.map((folder) => rm(folder, { recursive: true, force: true }))));
async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "dochak-faulty-"));
  made.push(folder);
  return folder;
}

storageContract("a store in memory", async () => memoryStore().storage);
storageContract("a faulty store without a fault", async () => faultyMemory().storage);
listingContract("a store in memory", async () => {
  const { storage, files } = memoryStore();
  const at = new Date();
  const plant = async (names: readonly string[]) => {
    for (const name of names) files.set(name, { bytes: A, at });
  };
  return { storage, plant };
});
quarantineContract("a store in memory", async () => {
  const store = memoryStore();
  return { ...store, reopen: (afterEffect) => memoryStore({ files: store.files, afterEffect }).quarantine };
});

const keys = ["a", "b", "c", "d", "e", "f"].map(keyOf);
async function filled(faulty: ReturnType<typeof faultyMemory>) {
  for (const key of keys) await faulty.storage.put(key, A, "image/png");
  return faulty;
}
/** Keys of a listing as a careless caller reads it. */
async function listed(faulty: ReturnType<typeof faultyMemory>): Promise<string[]> {
  const found: string[] = [];
  for (let after: string | null = null; ; ) {
    const page = await faulty.storage.listPage("", after, 2);
    found.push(...page.objects.map(({ key }) => key));
    if (page.next === null) return found;
    after = page.next;
  }
}

describe("the faults of a listing", () => {
  test.each(["forbidden", "broken", "timeout"] as const)("%s in the middle of it", async (kind) => {
    const faulty = await filled(faultyMemory());
    faulty.faults.pages = { 2: kind };
    await expect(listed(faulty)).rejects.toThrow();
    expect(faulty.calls.filter((call) => call.startsWith("listPage"))).toHaveLength(2);
  });
  test.each([
    ["truncated", "a b c"],
    ["disordered", "a b d c f e"],
    ["duplicate", "a b a b c d e f"],
    ["empty", "a b c d e f"],
  ] as const)("%s", async (kind, expected) => {
    const faulty = await filled(faultyMemory());
    faulty.faults.pages = kind === "disordered" ? (page) => (page > 1 ? kind : null) : { 2: kind };
    expect((await listed(faulty)).join(" ")).toBe(expected);
  });
});

test("reads and heads fail, lie or break off as they are told, for the keys they are told", async () => {
  const faulty = await filled(faultyMemory());
  const [a, b] = [keys[0]!, keys[1]!];
  faulty.faults.head = (key) => (key === a ? "broken" : null);
  await expect(faulty.storage.head(a)).rejects.toThrow("InternalError");
  expect(await faulty.storage.head(b)).not.toBeNull();
  faulty.faults.head = () => "absent";
  expect(await faulty.storage.head(b)).toBeNull();
  faulty.faults.read = () => "other";
  expect(await contentOf(faulty.storage, a)).not.toEqual(A);
  faulty.faults.read = () => "torn";
  await expect(contentOf(faulty.storage, a)).rejects.toThrow("ECONNRESET");
  faulty.faults.read = () => "absent";
  expect(await faulty.storage.read(a)).toBeNull();
});

test("read-only takes no write, full takes none that needs room, and nothing is lost", async () => {
  const faulty = await filled(faultyMemory());
  const [a] = keys as [(typeof keys)[0]];
  const place = placeOf(1, 1, a);
  const before = new Map(faulty.files);
  faulty.faults.isFull = true;
  await expect(faulty.quarantine.setAside(a, place, fingerprintOf(A))).rejects.toThrow("ENOSPC");
  faulty.faults.isReadOnly = true;
  for (const write of [
    () => faulty.storage.put(keyOf("z"), A, "image/png"),
    () => faulty.storage.quarantine(a),
    () => faulty.quarantine.setAside(a, place, fingerprintOf(A)),
    () => faulty.quarantine.bringBack(a, place, fingerprintOf(A)),
    () => faulty.quarantine.destroy(place),
  ])
    await expect(write()).rejects.toThrow("EROFS");
  expect(await faulty.storage.isWritable?.()).toBe(false);
  expect(faulty.files).toEqual(before);
  expect(await listed(faulty)).toEqual(keys);
});

test.each([
  ["memory", async () => faultyMemory()],
  ["disk", async () => faultyDisk(await newFolder())],
] as const)("dead after the n-th effect in %s: it did happen, and nothing after it", async (_, open) => {
  for (const [crashAfter, kept, ends] of [
    [1, ["a"], 1],
    [2, ["a", "b"], 2],
    [3, ["a", "b"], 3],
    [4, ["b"], 4],
  ] as const) {
    const faulty = await open();
    faulty.faults.crashAfter = crashAfter;
    const act = async () => {
      await faulty.storage.put(keys[0]!, A, "image/png");
      await faulty.storage.put(keys[1]!, A, "image/png");
      await faulty.quarantine.setAside(keys[0]!, placeOf(1, 1, keys[0]!), fingerprintOf(A));
    };
    await expect(act()).rejects.toThrow(Killed);
    expect(faulty.effects()).toBe(ends);
    await expect(faulty.storage.head(keys[0]!)).rejects.toThrow(Killed);
    await expect(faulty.quarantine.head(placeOf(1, 1, keys[0]!))).rejects.toThrow(Killed);
    faulty.revive();
    expect(await keysOf(faulty.storage, "")).toEqual(kept);
  }
});

test("something can be let happen before a call", async () => {
  const faulty = await filled(faultyMemory());
  faulty.faults.before = (call, name) => {
    if (call === "head" && name === "a") faulty.files.delete("a");
  };
  expect(await faulty.storage.head(keys[0]!)).toBeNull();
});
