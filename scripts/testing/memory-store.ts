import { createHash } from "node:crypto";
import { type Ends, moveAside, moveBack } from "@/lib/storage/move-proven";
import { type ObjectKey, parseObjectKey } from "@/lib/storage/object-key";
import type { Storage, StoredObject } from "@/lib/storage/port";
import { type Fingerprint, type Place, parsePlace, type Quarantine } from "@/lib/storage/quarantine-port";

type Kept = { bytes: Buffer; at: Date };

type MemoryOptions = {
  /** What `modifiedAt` becomes. */
  now?: (() => Date) | undefined;
  afterEffect?: Ends["afterEffect"];
  /** Those of another store: as a second process on the same disk. */
  files?: Map<string, Kept>;
};

/** Files of a test in memory, with their quarantine: keeps every promise of both ports. */
export function memoryStore({
  now = () => new Date(),
  afterEffect,
  files = new Map<string, Kept>(),
}: MemoryOptions = {}) {
  // By key; what lies in quarantine by `_quarantine/…`, what was swept by `.quarantine/…`.
  const named = (key: ObjectKey): string => {
    if (parseObjectKey(key) === null) throw new Error("Not a key of this store");
    return key;
  };
  const placed = (place: Place): string => {
    if (parsePlace(place) === null) throw new Error("Not a place in quarantine");
    return `_quarantine/${place}`;
  };
  const bodyOf = (file: Kept | undefined) =>
    file ? { bytes: file.bytes.byteLength, body: new Response(new Uint8Array(file.bytes)).body! } : null;
  const isOwn = (name: string) => /^(?:\.tmp|\.quarantine|_quarantine)\//.test(name);

  function after(prefix: string, from: string | null): string[] {
    const start = Buffer.from(from ?? "");
    return [...files.keys()]
      .filter((name) => name.startsWith(prefix) && !isOwn(name))
      .map((name) => ({ name, order: Buffer.from(name) }))
      .filter(({ order }) => Buffer.compare(order, start) > 0)
      .sort((a, b) => Buffer.compare(a.order, b.order))
      .map(({ name }) => name);
  }
  const objectAt = (name: string): StoredObject | null => {
    const key = parseObjectKey(name);
    const file = files.get(name);
    return key && file ? { key, bytes: file.bytes.byteLength, modifiedAt: file.at } : null;
  };

  const storage: Storage = {
    async put(key, body) {
      if (files.has(named(key))) return "exists";
      files.set(key, { bytes: Buffer.from(body), at: now() });
      return "stored";
    },
    read: async (key) => bodyOf(files.get(named(key))),
    head: async (key) => objectAt(named(key)),
    async *list(prefix) {
      for (const name of after(prefix, null)) {
        const object = objectAt(name);
        if (object) yield object;
      }
    },
    async listPage(prefix, from, limit) {
      const names = after(prefix, from);
      const page = names.slice(0, limit);
      const objects = page.map(objectAt).filter((object) => object !== null);
      const next = names.length > limit ? page.at(-1)! : null;
      return { objects, skipped: page.length - objects.length, next };
    },
    async quarantine(key) {
      const file = files.get(named(key));
      if (!file) return false;
      files.set(`.quarantine/${key}`, file);
      return files.delete(key);
    },
    isWritable: async () => true,
  };

  const endsFor = (expected: Fingerprint): Ends => ({
    async look(name) {
      const file = files.get(name);
      if (!file) return null;
      const sha256 = createHash("sha256").update(file.bytes).digest();
      return {
        id: `${name} ${sha256.toString("hex")}`,
        matches: sha256.equals(expected.sha256) && file.bytes.byteLength === expected.bytes,
      };
    },
    async copy(from, to) {
      if (files.has(to)) throw new Error("Something came to lie at the target meanwhile");
      files.set(to, files.get(from)!);
    },
    async remove(name, found) {
      if ((await this.look(name))?.id === found.id) files.delete(name);
    },
    ...(afterEffect && { afterEffect }),
  });
  const quarantine: Quarantine = {
    setAside: async (key, place, expected) => moveAside(endsFor(expected), named(key), placed(place), place),
    bringBack: async (key, place, expected) => moveBack(endsFor(expected), placed(place), named(key), place),

    async head(place) {
      const file = files.get(placed(place));
      return file ? { bytes: file.bytes.byteLength, modifiedAt: file.at } : null;
    },
    read: async (place) => bodyOf(files.get(placed(place))),
    destroy: async (place) => files.delete(placed(place)),
  };
  return { files, storage, quarantine };
}
