import "server-only";
import { describe, expect, test } from "vitest";
import { type ObjectKey, parseObjectKey } from "./object-key";
import type { Storage } from "./port";

export const keyOf = (text: string): ObjectKey => {
  const key = parseObjectKey(text);
  if (!key) throw new Error(`not a key: ${text}`);
  return key;
};

/** All of an object, or null. */
export async function contentOf(storage: Storage, key: ObjectKey): Promise<Buffer | null> {
  const found = await storage.read(key);
  if (!found) return null;
  const body = Buffer.from(await new Response(found.body).arrayBuffer());
  expect(body.byteLength).toBe(found.bytes);
  return body;
}

export async function keysOf(storage: Storage, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of storage.list(prefix)) keys.push(key);
  return keys;
}

/** What every storage adapter promises. `open` gives an empty store of its own. */
export function storageContract(name: string, open: () => Promise<Storage>) {
  describe(`${name} keeps the promises of the storage port`, () => {
    const bytes = (text: string) => new TextEncoder().encode(text);

    test("what was put is read back, byte for byte", async () => {
      const storage = await open();
      const body = crypto.getRandomValues(new Uint8Array(60_000));
      expect(await storage.put(keyOf("img/1/a.jpg"), body, "image/jpeg")).toBe("stored");
      expect((await contentOf(storage, keyOf("img/1/a.jpg")))?.equals(body)).toBe(true);
      const head = await storage.head(keyOf("img/1/a.jpg"));
      expect(head).toMatchObject({ key: "img/1/a.jpg", bytes: 60_000 });
      expect(Math.abs(Date.now() - head!.modifiedAt.getTime())).toBeLessThan(60_000);
    });

    test("an empty object is an object", async () => {
      const storage = await open();
      await storage.put(keyOf("a/empty"), new Uint8Array(0), "image/png");
      expect(await contentOf(storage, keyOf("a/empty"))).toEqual(Buffer.alloc(0));
    });

    test("a taken key keeps what it holds", async () => {
      const storage = await open();
      await storage.put(keyOf("a/b.png"), bytes("first"), "image/png");
      expect(await storage.put(keyOf("a/b.png"), bytes("second"), "image/png")).toBe("exists");
      expect(String(await contentOf(storage, keyOf("a/b.png")))).toBe("first");
    });

    test("of twenty puts of one key at once exactly one wins, and its bytes stand", async () => {
      const storage = await open();
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, (_, i) => storage.put(keyOf("race/x.gif"), bytes(`writer ${i}`), "image/gif")),
      );
      const winners = outcomes.flatMap((outcome, i) => (outcome === "stored" ? [i] : []));
      expect(winners).toHaveLength(1);
      expect(String(await contentOf(storage, keyOf("race/x.gif")))).toBe(`writer ${winners[0]}`);
    });

    test("an absent object is null for readers and for the proof of absence", async () => {
      const storage = await open();
      await storage.put(keyOf("a/b/c"), bytes("x"), "image/png");
      for (const absent of ["a/b/d", "a/b", "a", "a/b/c/d", "z"]) {
        expect(await storage.read(keyOf(absent))).toBeNull();
        expect(await storage.head(keyOf(absent))).toBeNull();
        expect(await storage.quarantine(keyOf(absent))).toBe(false);
      }
    });

    test("lists in byte order, whatever the folders, and only what starts with the prefix", async () => {
      const storage = await open();
      const keys = ["B.jpg", "_x", "a-1", "a/b", "a/b-1", "a/b.c", "a0", "딸기/1.jpg", "Ａ", "😀", "a/é", "a/z/9/9"];
      for (const key of keys) await storage.put(keyOf(key), bytes(key), "image/png");
      const sorted = [...keys].sort((x, y) => Buffer.compare(Buffer.from(x), Buffer.from(y)));
      expect(await keysOf(storage, "")).toEqual(sorted);
      for (const prefix of ["a", "a/", "a/b", "a/z/", "딸", "딸기/", "nothing", "B.jpg"])
        expect(await keysOf(storage, prefix)).toEqual(sorted.filter((key) => key.startsWith(prefix)));
    });

    test("a quarantined object is out of sight, and the second time there is nothing to move", async () => {
      const storage = await open();
      await storage.put(keyOf("a/one"), bytes("1"), "image/png");
      await storage.put(keyOf("a/two"), bytes("2"), "image/png");
      expect(await storage.quarantine(keyOf("a/one"))).toBe(true);
      expect(await storage.quarantine(keyOf("a/one"))).toBe(false);
      expect(await storage.read(keyOf("a/one"))).toBeNull();
      expect(await storage.head(keyOf("a/one"))).toBeNull();
      expect(await keysOf(storage, "")).toEqual(["a/two"]);
    });

    test("a reader may stop early", async () => {
      const storage = await open();
      await storage.put(keyOf("big"), new Uint8Array(3_000_000), "image/png");
      const found = await storage.read(keyOf("big"));
      const reader = found!.body.getReader();
      await reader.read();
      await reader.cancel();
      expect(await storage.quarantine(keyOf("big"))).toBe(true);
    });
  });
}
