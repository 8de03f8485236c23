import "server-only";
import { randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, link, lstat, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import { type ObjectKey, parseObjectKey } from "./object-key";
import type { Storage, StoredObject } from "./port";

/** Folders of the store itself. No key starts with a dot, so nothing in them can be read or listed. */
const TEMP = ".tmp";
const QUARANTINE = ".quarantine";
/** A put takes seconds; a temp file this old belongs to a process that is gone. */
const STALE_MS = 3_600_000;
const CHUNK_BYTES = 256 * 1024;

const codeOf = (error: unknown) => (error instanceof Error && "code" in error ? error.code : undefined);
const isAbsent = (error: unknown) => codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR";
const orNull = (error: unknown): null => {
  if (isAbsent(error)) return null;
  throw error;
};

/** The storage port on a folder of this machine's disk. `directory` is made when first needed. */
export function createLocalDisk(directory: string): Storage {
  const root = resolve(directory);
  let sweptMs = 0;

  const pathOf = (key: ObjectKey): string => {
    const path = resolve(root, key);
    if (parseObjectKey(key) === null || !path.startsWith(root + sep)) throw new Error("Not a key of this store");
    return path;
  };

  /** Removes what interrupted puts left behind: at the first put of a process and then hourly. */
  async function sweepTemp(): Promise<void> {
    const nowMs = Date.now();
    if (nowMs - sweptMs < STALE_MS) return;
    sweptMs = nowMs;
    for (const name of await readdir(join(root, TEMP))) {
      const path = join(root, TEMP, name);
      const found = await lstat(path).catch(orNull);
      if (found && nowMs - found.mtimeMs > STALE_MS) await rm(path, { force: true });
    }
  }

  /** Writes a whole, synced file where nobody looks and gives its path. */
  async function writeTemp(body: Uint8Array): Promise<string> {
    await makeFolder(root, join(root, TEMP));
    await sweepTemp();
    const path = join(root, TEMP, randomUUID());
    const file = await open(path, "wx", 0o640);
    try {
      await file.writeFile(body);
      await file.sync();
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    } finally {
      await file.close();
    }
    return path;
  }

  async function head(key: ObjectKey): Promise<StoredObject | null> {
    const path = pathOf(key);
    if (!(await isPlainFolder(root, dirname(path)))) return null;
    const found = await lstat(path).catch(orNull);
    return found?.isFile() ? { key, bytes: found.size, modifiedAt: found.mtime } : null;
  }

  return {
    async put(key, body) {
      const path = pathOf(key);
      const temp = await writeTemp(body);
      try {
        await makeFolder(root, dirname(path));
        if (!(await placeNew(temp, path))) return "exists";
        await syncFolder(dirname(path));
        return "stored";
      } finally {
        await rm(temp, { force: true });
      }
    },

    async read(key) {
      const path = pathOf(key);
      const found = await head(key);
      return found && { bytes: found.bytes, body: streamOf(root, path) };
    },

    head,

    list: (prefix) => walk(root, "", prefix),

    isWritable: () =>
      writeTemp(new Uint8Array(1)).then(
        (path) => rm(path, { force: true }).then(() => true),
        () => false,
      ),

    async quarantine(key) {
      const path = pathOf(key);
      if (!(await isPlainFolder(root, dirname(path)))) return false;
      // A folder is not an object: moving one would take everything below it along.
      if (!(await lstat(path).catch(orNull))?.isFile()) return false;
      const target = join(root, QUARANTINE, key);
      await makeFolder(root, dirname(target));
      const moved = await rename(path, target).then(() => true, orNull);
      if (!moved) return false;
      await Promise.all([syncFolder(dirname(target)), syncFolder(dirname(path))]);
      return true;
    },
  };
}

const foldersBetween = (root: string, folder: string): string[] => {
  const names = folder === root ? [] : folder.slice(root.length + 1).split(sep);
  return names.map((_, i) => join(root, ...names.slice(0, i + 1)));
};

/** Makes a folder below the root step by step, so that a symbolic link on the way is noticed and never followed. */
async function makeFolder(root: string, folder: string): Promise<void> {
  await mkdir(root, { recursive: true });
  for (const path of foldersBetween(root, folder)) {
    const made = await mkdir(path).then(
      () => true,
      (error: unknown) => {
        if (codeOf(error) === "EEXIST") return false;
        throw error;
      },
    );
    if (made) await syncFolder(dirname(path));
    else if (!(await lstat(path)).isDirectory()) throw new Error("A link or file stands where a folder belongs");
  }
}

/** True when every step from the root down to `folder` is a real folder. */
async function isPlainFolder(root: string, folder: string): Promise<boolean> {
  for (const path of foldersBetween(root, folder)) {
    const found = await lstat(path).catch(orNull);
    if (!found?.isDirectory()) return false;
  }
  return true;
}

/** The bytes of a file, opened with the first pull: a stream that nobody reads holds no descriptor. */
function streamOf(root: string, path: string): ReadableStream<Uint8Array> {
  let file: FileHandle | undefined;
  return new ReadableStream(
    {
      async pull(controller) {
        file ??= await openPlain(root, path);
        const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(CHUNK_BYTES));
        if (bytesRead > 0) return controller.enqueue(buffer.subarray(0, bytesRead));
        await file.close();
        controller.close();
      },
      cancel: () => file?.close(),
    },
    { highWaterMark: 0 },
  );
}

async function openPlain(root: string, path: string): Promise<FileHandle> {
  if (!(await isPlainFolder(root, dirname(path)))) throw new Error("A link stands where a folder belongs");
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  if ((await file.stat()).isFile()) return file;
  await file.close();
  throw new Error("Not a file");
}

const WITHOUT_LINKS = new Set<unknown>(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"]);
let turn: Promise<unknown> = Promise.resolve();

/** Gives a finished file its name unless the name is taken. False = taken. */
async function placeNew(temp: string, path: string): Promise<boolean> {
  try {
    await link(temp, path);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    if (!WITHOUT_LINKS.has(codeOf(error))) throw error;
  }
  // Disks without hard links (exFAT, some network shares): look, then rename, one after the other in this process.
  // Two processes never put the same key: keys are made of fresh random bits.
  const placed = turn.then(async () => {
    if (await lstat(path).catch(orNull)) return false;
    await rename(temp, path);
    return true;
  });
  turn = placed.catch(() => undefined);
  return placed;
}

/** Makes a rename or link survive a power cut. Not every system lets a folder be synced. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r").catch(() => null);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}

/** `a-1` sorts before `a/b`: a folder's place among its siblings is that of its name with the slash. */
async function* walk(root: string, folder: string, prefix: string): AsyncGenerator<StoredObject> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(orNull);
  const names = (entries ?? [])
    .filter((entry) => (entry.isDirectory() || entry.isFile()) && (folder !== "" || !entry.name.startsWith(".")))
    .map((entry) => ({ key: folder + entry.name + (entry.isDirectory() ? "/" : ""), isFolder: entry.isDirectory() }))
    .map((entry) => ({ ...entry, order: Buffer.from(entry.key) }))
    .sort((a, b) => Buffer.compare(a.order, b.order));
  for (const { key, isFolder } of names) {
    if (isFolder) {
      if (key.startsWith(prefix) || prefix.startsWith(key)) yield* walk(root, key, prefix);
      continue;
    }
    const valid = key.startsWith(prefix) ? parseObjectKey(key) : null;
    const found = valid && (await stat(join(root, key)).catch(orNull));
    if (valid && found) yield { key: valid, bytes: found.size, modifiedAt: found.mtime };
  }
}
