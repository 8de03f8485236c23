import { createLocalDisk } from "@/lib/storage/local-disk";
import { createLocalQuarantine } from "@/lib/storage/local-quarantine";
import type { Ends } from "@/lib/storage/move-proven";
import type { ObjectKey } from "@/lib/storage/object-key";
import type { ListedPage, Storage } from "@/lib/storage/port";
import type { Quarantine } from "@/lib/storage/quarantine-port";
import { memoryStore } from "./memory-store";

/** How a store answers that may not, can't, or doesn't in time. */
export type Refusal = "forbidden" | "broken" | "timeout";
/**
 * What one page of a listing may come as. These are lies a store must not tell and these do: `truncated` says after half a
 * page that there is no more, `disordered` turns a page round, `duplicate` gives the page before once more. `empty` is no
 * fault: a page without objects and more behind it.
 */
export type ListingFault = Refusal | "truncated" | "disordered" | "duplicate" | "empty";
/** `absent`: listed, and not there when asked. `torn`: breaks off in the middle. `other`: not the bytes that were put. */
export type ReadFault = Refusal | "absent" | "torn" | "other";

export type StorageFaults = {
  /** By the number of the page, counted from 1 over all listings; or whatever the function says. */
  pages: Record<number, ListingFault> | ((page: number, after: string | null) => ListingFault | null);
  head: (key: ObjectKey) => Refusal | "absent" | null;
  read: (key: ObjectKey) => ReadFault | null;
  /** Every write is refused: what a scan must be able to work with (ST-01). */
  isReadOnly: boolean;
  /** Nothing more fits, neither in the store nor in quarantine. */
  isFull: boolean;
  /** The process dies right after so many effects: whatever is asked of the store from then on never happens. */
  crashAfter: number | null;
  /** Told before each call, by the port's own word: here a test lets something happen meanwhile. */
  before: ((call: string, name: string) => void | Promise<void>) | null;
};

/** What a store throws that is dead; a test catches it where its process would be gone. */
export class Killed extends Error {
  override name = "Killed";
}

const fault = (name: string, more: Record<string, unknown>) => Object.assign(new Error(name), { name, ...more });
export const refusalOf = (refusal: Refusal): Error =>
  refusal === "forbidden"
    ? fault("AccessDenied", { $metadata: { httpStatusCode: 403 } })
    : refusal === "broken"
      ? fault("InternalError", { $metadata: { httpStatusCode: 500 } })
      : fault("TimeoutError", { code: "ETIMEDOUT" });

/** A store and its quarantine that misbehave as `faults` says; nothing is wrong with them until it says so. */
export function faultyStorage(
  open: (afterEffect: NonNullable<Ends["afterEffect"]>) => { storage: Storage; quarantine: Quarantine },
) {
  const faults: StorageFaults = {
    ...{ pages: {}, head: () => null, read: () => null },
    ...{ isReadOnly: false, isFull: false, crashAfter: null, before: null },
  };
  /** Everything that was asked, in order: `listPage`, `put img/1/a.jpg`. */
  const calls: string[] = [];
  let effects = 0;
  let pages = 0;
  let isDead = false;
  let lastPage: ListedPage | null = null;

  const felt = () => {
    effects++;
    if (faults.crashAfter === null || effects < faults.crashAfter) return;
    isDead = true;
    throw new Killed();
  };
  const inner = open(felt);

  async function asked(call: string, name: string): Promise<void> {
    if (isDead) throw new Killed();
    calls.push(`${call} ${name}`);
    await faults.before?.(call, name);
    if (isDead) throw new Killed();
  }
  /** `isFilling`: needs room. */
  async function writes(call: string, name: string, isFilling = true): Promise<void> {
    await asked(call, name);
    if (faults.isReadOnly) throw fault("EROFS", { code: "EROFS" });
    if (faults.isFull && isFilling) throw fault("ENOSPC", { code: "ENOSPC" });
  }

  const storage: Storage = {
    async put(key, body, type) {
      await writes("put", key);
      const outcome = await inner.storage.put(key, body, type);
      if (outcome === "stored") felt();
      return outcome;
    },
    async read(key) {
      await asked("read", key);
      const kind = faults.read(key);
      if (kind === "absent") return null;
      if (kind === "forbidden" || kind === "broken" || kind === "timeout") throw refusalOf(kind);
      const found = await inner.storage.read(key);
      return found && kind ? { ...found, body: spoilt(found.body, kind) } : found;
    },
    async head(key) {
      await asked("head", key);
      const kind = faults.head(key);
      if (kind === "absent") return null;
      if (kind) throw refusalOf(kind);
      return inner.storage.head(key);
    },
    async *list(prefix) {
      await asked("list", prefix);
      yield* inner.storage.list(prefix);
    },
    async listPage(prefix, after, limit) {
      await asked("listPage", prefix);
      pages++;
      const kind = typeof faults.pages === "function" ? faults.pages(pages, after) : (faults.pages[pages] ?? null);
      if (kind === "forbidden" || kind === "broken" || kind === "timeout") throw refusalOf(kind);
      // No key holds a control character: nothing lies between here and the next one.
      if (kind === "empty") return { objects: [], skipped: 0, next: `${after ?? ""}\u0001` };
      if (kind === "duplicate" && lastPage) return lastPage;
      const page = await inner.storage.listPage(prefix, after, limit);
      lastPage = page;
      if (kind === "truncated")
        return { ...page, objects: page.objects.slice(0, page.objects.length >> 1), next: null };
      return kind === "disordered" ? { ...page, objects: page.objects.toReversed() } : page;
    },
    async quarantine(key) {
      await writes("quarantine", key, false);
      const isMoved = await inner.storage.quarantine(key);
      if (isMoved) felt();
      return isMoved;
    },
    async isWritable() {
      await asked("isWritable", "");
      return !faults.isReadOnly && !faults.isFull && ((await inner.storage.isWritable?.()) ?? true);
    },
  };

  const quarantine: Quarantine = {
    async setAside(key, place, expected) {
      await writes("setAside", place);
      return inner.quarantine.setAside(key, place, expected);
    },
    async bringBack(key, place, expected) {
      await writes("bringBack", place);
      return inner.quarantine.bringBack(key, place, expected);
    },
    async head(place) {
      await asked("quarantine.head", place);
      return inner.quarantine.head(place);
    },
    async read(place) {
      await asked("quarantine.read", place);
      return inner.quarantine.read(place);
    },
    async destroy(place) {
      await writes("destroy", place, false);
      const isGone = await inner.quarantine.destroy(place);
      if (isGone) felt();
      return isGone;
    },
  };

  return {
    storage,
    quarantine,
    faults,
    calls,
    /** Changes of the store so far; a move is two, the copy and the removal. */
    effects: () => effects,
    /** Another process on the same files: alive, with nothing counted yet. */
    revive() {
      isDead = false;
      effects = 0;
      pages = 0;
      lastPage = null;
      faults.crashAfter = null;
    },
  };
}

/** On a folder of this disk. */
export const faultyDisk = (folder: string) =>
  faultyStorage((afterEffect) => ({
    storage: createLocalDisk(folder),
    quarantine: createLocalQuarantine(folder, afterEffect),
  }));

/** In memory: for tests that try thousands of worlds. `files` is what lies there. */
export function faultyMemory(now?: () => Date) {
  const files = new Map<string, { bytes: Buffer; at: Date }>();
  return { ...faultyStorage((afterEffect) => memoryStore({ now, afterEffect, files })), files };
}

function spoilt(body: ReadableStream<Uint8Array>, kind: "torn" | "other"): ReadableStream<Uint8Array> {
  let isFirst = true;
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(piece, controller) {
        if (kind === "torn") {
          controller.enqueue(piece.subarray(0, piece.byteLength >> 1));
          controller.error(fault("ECONNRESET", { code: "ECONNRESET" }));
          return;
        }
        const changed = Uint8Array.from(piece);
        if (isFirst && changed.length > 0) changed[0]! ^= 1;
        isFirst = false;
        controller.enqueue(changed);
      },
    }),
  );
}
