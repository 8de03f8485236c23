import "server-only";
import type { Dirent } from "node:fs";
import { lstat, opendir, stat } from "node:fs/promises";
import { join } from "node:path";
import { isPlainFolder, orNull } from "./disk-files";
import { type ObjectKey, parseObjectKey } from "./object-key";
import type { ListedPage, StoredObject } from "./port";

/** Folders of the store itself, beside the keys. */
export const TEMP = ".tmp";
export const SWEPT = ".quarantine";
export const QUARANTINE = "_quarantine";
const OWN = new Set([TEMP, SWEPT, QUARANTINE]);

/** So many names of one folder are held at a time: a folder of millions is read again for the next so many. */
const WINDOW = 20_000;
const SLASH = Buffer.from("/");
const NONE = Buffer.alloc(0);
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** What a walk comes upon. `name` null = no text: not even a place to go on from. */
type Met = { name: string | null; object: StoredObject | null };
/** `order` is the whole name in bytes; of a folder with the slash, which decides its place: `a-1` comes before `a/b`. */
type Entry = { order: Buffer; kind: "file" | "folder" | "other" };
type Bounds = { prefix: Buffer; after: Buffer };

/** One page of what lies below `root`. Holds no more than a page and one window of each folder on the way. */
export async function listDiskPage(
  root: string,
  prefix: string,
  after: string | null,
  limit: number,
): Promise<ListedPage> {
  const store = await identityOf(root);
  const objects: StoredObject[] = [];
  let skipped = 0;
  let next: string | null = null;
  // Names that are no text are counted with the next that is: a page never ends on one, so none is counted twice.
  let nameless = 0;
  let isCut = false;
  for await (const { name, object } of walkDisk(root, prefix, after)) {
    if (name === null) {
      nameless++;
      continue;
    }
    if (next !== null && objects.length + skipped >= limit) {
      isCut = true;
      break;
    }
    skipped += nameless;
    nameless = 0;
    next = name;
    if (object) objects.push(object);
    else skipped++;
  }
  // A disk that came off meanwhile leaves an empty folder behind, and everything on it looks removed.
  if ((await identityOf(root)) !== store) throw new Error("The store became another one while it was listed");
  return isCut ? { objects, skipped, next } : { objects, skipped: skipped + nameless, next: null };
}

/** Which folder on which disk stands at `root`. */
export async function identityOf(root: string): Promise<string> {
  const found = await stat(root, { bigint: true });
  if (!found.isDirectory()) throw new Error("The store isn't a folder");
  return `${found.dev}:${found.ino}`;
}

/** Everything below `root` from `after` on, in the byte order of whole names, read folder by folder on the way. */
export async function* walkDisk(root: string, prefix: string, after: string | null): AsyncGenerator<Met> {
  const bounds = { prefix: Buffer.from(prefix), after: Buffer.from(after ?? "") };
  // What the prefix names needn't be looked for among its neighbours.
  const start = prefix.slice(0, prefix.lastIndexOf("/") + 1);
  const canJump = start !== "" && keyOf(start.slice(0, -1)) !== null;
  if (canJump && !(await isPlainFolder(root, join(root, start)))) return;
  yield* walkFolder(root, canJump ? Buffer.from(start) : NONE, bounds);
}

async function* walkFolder(root: string, folder: Buffer, bounds: Bounds): AsyncGenerator<Met> {
  let from: Buffer = NONE;
  for (;;) {
    const { entries, isAll } = await readWindow(root, folder, bounds, from);
    for (const { order, kind } of entries) {
      const name = textOf(order);
      const key = name === null ? null : keyOf(kind === "folder" ? name.slice(0, -1) : name);
      if (key === null || kind === "other") yield { name, object: null };
      else if (kind === "folder") yield* walkFolder(root, order, bounds);
      else {
        const found = await lstat(join(root, key)).catch(orNull);
        // What is gone by now isn't there; what became a link or a folder meanwhile is met as that the next time.
        if (found?.isFile()) yield { name, object: { key, bytes: found.size, modifiedAt: found.mtime } };
      }
    }
    if (isAll) return;
    from = entries.at(-1)!.order;
  }
}

/** The first names of a folder after `from` that the listing wants, sorted; `isAll` = there are no more behind them. */
async function readWindow(root: string, folder: Buffer, bounds: Bounds, from: Buffer) {
  let entries: Entry[] = [];
  let last: Buffer | null = null;
  for await (const found of entriesOf(root, folder)) {
    const entry = entryOf(folder, found);
    if (!entry || Buffer.compare(entry.order, from) <= 0 || !isWanted(entry, bounds)) continue;
    if (last && Buffer.compare(entry.order, last) > 0) continue;
    entries.push(entry);
    if (entries.length < 2 * WINDOW) continue;
    entries = sorted(entries).slice(0, WINDOW);
    last = entries.at(-1)!.order;
  }
  entries = sorted(entries);
  return { entries: entries.slice(0, WINDOW), isAll: last === null && entries.length <= WINDOW };
}

const sorted = (entries: Entry[]) => entries.sort((a, b) => Buffer.compare(a.order, b.order));
const startsWith = (bytes: Buffer, start: Buffer) =>
  bytes.length >= start.length && bytes.compare(start, 0, start.length, 0, start.length) === 0;

function entryOf(folder: Buffer, found: Dirent<Buffer>): Entry | null {
  if (folder.length === 0 && OWN.has(found.name.toString())) return null;
  const isFolder = found.isDirectory();
  const order = Buffer.concat(isFolder ? [folder, found.name, SLASH] : [folder, found.name]);
  return { order, kind: isFolder ? "folder" : found.isFile() ? "file" : "other" };
}

function isWanted({ order, kind }: Entry, { prefix, after }: Bounds): boolean {
  const isFolder = kind === "folder";
  const isBehind = Buffer.compare(order, after) > 0 || (isFolder && startsWith(after, order) && isKeyFolder(order));
  return isBehind && (startsWith(order, prefix) || (isFolder && startsWith(prefix, order)));
}

const isKeyFolder = (order: Buffer) => keyOf(textOf(order)?.slice(0, -1) ?? "") !== null;
const keyOf = (text: string): ObjectKey | null => parseObjectKey(text);

function textOf(bytes: Buffer): string | null {
  try {
    return utf8.decode(bytes);
  } catch {
    return null;
  }
}

/** Names in the order of the disk; bytes, because not every name on a disk is text. A folder that is gone has none. */
async function* entriesOf(root: string, folder: Buffer): AsyncGenerator<Dirent<Buffer>> {
  const path = Buffer.concat([Buffer.from(join(root, "/")), folder]);
  // The types know no encoding that gives bytes; Node does.
  const options = { encoding: "buffer" as BufferEncoding, bufferSize: 1024 };
  const opened = await opendir(path, options).catch((error: unknown) => {
    if (folder.length > 0) return orNull(error);
    throw error;
  });
  if (opened) yield* opened as unknown as AsyncIterable<Dirent<Buffer>>;
}
