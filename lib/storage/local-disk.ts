import "server-only";
import { randomUUID } from "node:crypto";
import { lstat, open, readdir, rename, rm } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import { isPlainFolder, makeFolder, orNull, placeNew, streamOf, syncFolder } from "./disk-files";
import { identityOf, listDiskPage, walkDisk } from "./disk-listing";
import { createDiskWindows, SWEPT, TEMP } from "./disk-windows";
import { type ObjectKey, parseObjectKey } from "./object-key";
import type { Storage, StoredObject } from "./port";

/** A put takes seconds; a temp file this old belongs to a process that is gone. */
const STALE_MS = 3_600_000;

/** So many names of one folder are held at a time while it is listed. */
const WINDOW = 20_000;

/** The storage port on a folder of this machine's disk. `directory` is made when first needed. */
export function createLocalDisk(directory: string, { window = WINDOW }: { window?: number } = {}): Storage {
  const root = resolve(directory);
  const windows = createDiskWindows(root, window);
  let sweptMs = 0;
  let listed: string | null = null;

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
    const found = (await isPlainFolder(root, dirname(path))) ? await lstat(path).catch(orNull) : null;
    if (found?.isFile()) return { key, bytes: found.size, modifiedAt: found.mtime };
    // Absence is only proven in a store that is there.
    await identityOf(root);
    return null;
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

    async *list(prefix) {
      // Made with the first put: before that there is nothing to list.
      if (!(await lstat(root).catch(orNull))) return;
      for await (const { object } of walkDisk(root, windows, prefix, null)) if (object) yield object;
    },

    async listPage(prefix, after, limit) {
      const store = await identityOf(root);
      if (after !== null && listed !== null && listed !== store)
        throw new Error("The store is another one than the one this listing began in");
      listed = store;
      return listDiskPage(root, windows, { prefix, after, limit });
    },

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
      const target = join(root, SWEPT, key);
      await makeFolder(root, dirname(target));
      const moved = await rename(path, target).then(() => true, orNull);
      if (!moved) return false;
      await Promise.all([syncFolder(dirname(target)), syncFolder(dirname(path))]);
      return true;
    },
  };
}
