import "server-only";
import { opendir, stat } from "node:fs/promises";
import { join } from "node:path";
import { orNull } from "./disk-files";

/** Bytes of a name, one character each: not every name on a disk is text, and these compare with `<` in byte order. */
export type Bytes = string;
export const bytesOf = (text: string): Bytes => Buffer.from(text).toString("latin1");

/** Names are wanted that start with `prefix` and come after `after`, and folders that may hold such. */
export type Bounds = { prefix: Bytes; after: Bytes };
/** `order` is the whole name; of a folder with the slash, which decides its place: `a-1` comes before `a/b`. */
export type Entry = { order: Bytes; kind: "file" | "folder" | "other" };
export type DiskWindows = { entries(folder: Bytes, bounds: Bounds): AsyncGenerator<Entry> };

/** Folders of the store itself, beside the keys. */
export const TEMP = ".tmp";
export const SWEPT = ".quarantine";
export const QUARANTINE = "_quarantine";
const OWN = new Set([TEMP, SWEPT, QUARANTINE]);

/** So many folders are remembered: those on the way to where a listing is. */
const REMEMBERED = 8;
/** Disks note a folder's changes in steps; within one, two changes look like one. */
const STEP_MS = 3_000;

/** A sorted piece of one folder: what it held after `from`. `isAll` = and there is no more behind it. */
type Window = { prefix: Bytes; from: Bytes; isAll: boolean; entries: Entry[]; state: string | null };

/**
 * Sorted names of folders of any size, `size` at a time: a folder of millions is read through again for the next so many.
 * A window is remembered for the next page, for as long as its folder says that nothing in it has changed.
 */
export function createDiskWindows(root: string, size: number): DiskWindows {
  const remembered = new Map<Bytes, Window>();
  const pathOf = (folder: Bytes) => Buffer.concat([Buffer.from(join(root, "/")), Buffer.from(folder, "latin1")]);

  /** Something that changes with the folder's names; null where it is too young to tell. */
  async function stateOf(folder: Bytes): Promise<string | null> {
    const found = await stat(pathOf(folder), { bigint: true }).catch(orNull);
    if (!found || Date.now() - Number(found.mtimeMs) < STEP_MS) return null;
    return `${found.dev}:${found.ino}:${found.mtimeNs}`;
  }

  async function read(folder: Bytes, { prefix, after }: Bounds, from: Bytes | null): Promise<Window> {
    const state = await stateOf(folder);
    let entries: Entry[] = [];
    let last: Bytes | null = null;
    for await (const entry of entriesOf(folder)) {
      if (last !== null && entry.order > last) continue;
      if (from !== null && entry.order <= from) continue;
      if (!isWanted(entry, { prefix, after })) continue;
      entries.push(entry);
      if (entries.length < 2 * size) continue;
      entries = sorted(entries).slice(0, size);
      last = entries.at(-1)!.order;
    }
    const isAll = last === null && entries.length <= size;
    return { prefix, from: from ?? after, isAll, entries: sorted(entries).slice(0, size), state };
  }

  async function* entriesOf(folder: Bytes): AsyncGenerator<Entry> {
    const options = { encoding: "latin1", bufferSize: 1024 } as const;
    // A folder that is gone holds nothing; whether the store itself is gone, its listing asks when it ends.
    const opened = await opendir(pathOf(folder), options).catch(orNull);
    if (!opened) return;
    for await (const found of opened) {
      if (folder === "" && OWN.has(found.name)) continue;
      const kind = found.isDirectory() ? "folder" : found.isFile() ? "file" : "other";
      yield { order: `${folder}${found.name}${kind === "folder" ? "/" : ""}`, kind };
    }
  }

  async function first(folder: Bytes, bounds: Bounds): Promise<Window> {
    const known = remembered.get(folder);
    if (known && isOf(known, bounds) && known.state !== null && known.state === (await stateOf(folder))) return known;
    return read(folder, bounds, null);
  }

  function remember(folder: Bytes, window: Window): void {
    remembered.delete(folder);
    remembered.set(folder, window);
    if (remembered.size > REMEMBERED) remembered.delete(remembered.keys().next().value!);
  }

  return {
    async *entries(folder, bounds) {
      for (let window = await first(folder, bounds); ; ) {
        remember(folder, window);
        for (const entry of window.entries) if (isWanted(entry, bounds)) yield entry;
        if (window.isAll) return;
        window = await read(folder, bounds, window.entries.at(-1)!.order);
      }
    },
  };
}

/** Whether a window holds all that is wanted up to its own end: it began no later, and what it began behind is no folder to go into. */
const isOf = ({ prefix, from }: Window, bounds: Bounds): boolean =>
  prefix === bounds.prefix && bounds.after >= from && !(from.endsWith("/") && bounds.after.startsWith(from));

const sorted = (entries: Entry[]) => entries.sort((a, b) => (a.order < b.order ? -1 : 1));

function isWanted({ order, kind }: Entry, { prefix, after }: Bounds): boolean {
  const isFolder = kind === "folder";
  const isAhead = order > after || (isFolder && after.startsWith(order));
  return isAhead && (order.startsWith(prefix) || (isFolder && prefix.startsWith(order)));
}
