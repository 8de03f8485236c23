import "server-only";
import { lstat, stat } from "node:fs/promises";
import { join } from "node:path";
import { isPlainFolder, orNull } from "./disk-files";
import { type Bounds, type Bytes, bytesOf, type DiskWindows, type Entry } from "./disk-windows";
import { parseObjectKey } from "./object-key";
import type { ListedPage, StoredObject } from "./port";

/** So many files are looked at side by side. */
const AT_ONCE = 64;
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** What a walk comes upon. `name` null = no text: not even a place to go on from. `object` null = it can't be one. */
type Met = { name: string | null; object: StoredObject | null };

/** One page of what lies below `root`. Holds no more than a page and one window of each folder on the way. */
export async function listDiskPage(
  root: string,
  windows: DiskWindows,
  { prefix, after, limit }: { prefix: string; after: string | null; limit: number },
): Promise<ListedPage> {
  const store = await identityOf(root);
  const objects: StoredObject[] = [];
  let skipped = 0;
  let next: string | null = null;
  // Names that are no text are counted with the next that is: a page never ends on one, so none is counted twice.
  let nameless = 0;
  let isCut = false;
  for await (const { name, object } of walkDisk(root, windows, prefix, after)) {
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

/** Which folder on which disk stands at `root`; throws where there is none. */
export async function identityOf(root: string): Promise<string> {
  const found = await stat(root, { bigint: true });
  if (!found.isDirectory()) throw new Error("The store isn't a folder");
  return `${found.dev}:${found.ino}`;
}

/** Everything below `root` from `after` on, in the byte order of whole names, read folder by folder on the way. */
export async function* walkDisk(
  root: string,
  windows: DiskWindows,
  prefix: string,
  after: string | null,
): AsyncGenerator<Met> {
  // What the prefix names needn't be looked for among its neighbours.
  const start = prefix.slice(0, prefix.lastIndexOf("/") + 1);
  const canJump = start !== "" && parseObjectKey(start.slice(0, -1)) !== null;
  if (canJump && !(await isPlainFolder(root, join(root, start)))) return;
  const bounds = { prefix: bytesOf(prefix), after: bytesOf(after ?? "") };
  yield* walkFolder(root, windows, canJump ? bytesOf(start) : "", bounds);
}

async function* walkFolder(root: string, windows: DiskWindows, folder: Bytes, bounds: Bounds): AsyncGenerator<Met> {
  for await (const entries of inPieces(windows.entries(folder, bounds))) {
    const met = await Promise.all(entries.map((entry) => meet(root, entry)));
    for (const [i, { order, kind }] of entries.entries()) {
      const one = met[i];
      if (one === "folder") yield* walkFolder(root, windows, order, bounds);
      // Of a folder whose name can't be part of a key nothing below it can be one: it counts once, where it stands.
      else if (one && (kind !== "folder" || order > bounds.after)) yield one;
    }
  }
}

/** What an entry turns out to be; null = it is gone by now, or became something else, which the next listing meets. */
async function meet(root: string, { order, kind }: Entry): Promise<Met | "folder" | null> {
  const name = textOf(order);
  const key = name === null ? null : parseObjectKey(kind === "folder" ? name.slice(0, -1) : name);
  if (key === null || kind === "other") return { name, object: null };
  if (kind === "folder") return "folder";
  const found = await lstat(join(root, key)).catch(orNull);
  return found?.isFile() ? { name, object: { key, bytes: found.size, modifiedAt: found.mtime } } : null;
}

async function* inPieces<T>(all: AsyncIterable<T>): AsyncGenerator<T[]> {
  let piece: T[] = [];
  for await (const one of all) {
    piece.push(one);
    if (piece.length < AT_ONCE) continue;
    yield piece;
    piece = [];
  }
  yield piece;
}

function textOf(bytes: Bytes): string | null {
  try {
    return utf8.decode(Buffer.from(bytes, "latin1"));
  } catch {
    return null;
  }
}
