import "server-only";
import { createHash } from "node:crypto";
import { lstat, rm } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import { isAbsent, isPlainFolder, makeFolder, openPlain, orNull, placeNew, streamOf, syncFolder } from "./disk-files";
import { QUARANTINE } from "./disk-windows";
import { type Ends, type Found, moveAside, moveBack } from "./move-proven";
import { type ObjectKey, parseObjectKey } from "./object-key";
import { type Fingerprint, type Place, parsePlace, type Quarantine } from "./quarantine-port";

const CHUNK_BYTES = 256 * 1024;

/**
 * The quarantine port on the same folder as the store itself. A move is a second name for the same file, proven, and then
 * the first name taken away; on disks without hard links it is a rename. `afterEffect`: for tests that die in between.
 */
export function createLocalQuarantine(directory: string, afterEffect?: Ends["afterEffect"]): Quarantine {
  const root = resolve(directory);

  const pathOfKey = (key: ObjectKey): string => {
    const path = resolve(root, key);
    if (parseObjectKey(key) === null || !path.startsWith(root + sep)) throw new Error("Not a key of this store");
    return path;
  };
  const pathOf = (place: Place): string => {
    const path = resolve(root, QUARANTINE, place);
    if (parsePlace(place) === null || !path.startsWith(join(root, QUARANTINE) + sep))
      throw new Error("Not a place in quarantine");
    return path;
  };

  const fileAt = async (path: string) => {
    if (!(await isPlainFolder(root, dirname(path)))) return null;
    const found = await lstat(path).catch(orNull);
    return found?.isFile() ? found : null;
  };

  const endsFor = (expected: Fingerprint): Ends => ({
    look: async (path) => ((await fileAt(path)) ? readAll(root, path, expected) : null),
    async copy(from, to) {
      await makeFolder(root, dirname(to));
      if (!(await placeNew(from, to))) throw new Error("Something came to lie at the target meanwhile");
      await syncFolder(dirname(to));
    },
    async remove(path, { id }) {
      const found = await lstat(path, { bigint: true }).catch(orNull);
      if (!found || idOf(found) !== id) return;
      await rm(path);
      await syncFolder(dirname(path));
    },
    ...(afterEffect && { afterEffect }),
  });

  return {
    setAside: async (key, place, expected) => moveAside(endsFor(expected), pathOfKey(key), pathOf(place), place),
    bringBack: async (key, place, expected) => moveBack(endsFor(expected), pathOf(place), pathOfKey(key), place),

    async head(place) {
      const found = await fileAt(pathOf(place));
      return found && { bytes: found.size, modifiedAt: found.mtime };
    },

    async read(place) {
      const path = pathOf(place);
      const found = await fileAt(path);
      return found && { bytes: found.size, body: streamOf(root, path) };
    },

    async destroy(place) {
      const path = pathOf(place);
      if (!(await fileAt(path))) return false;
      await rm(path);
      await syncFolder(dirname(path));
      return true;
    },
  };
}

const idOf = ({ dev, ino }: { dev: bigint; ino: bigint }) => `${dev}:${ino}`;

/** Reads a whole file through one open descriptor; null where it went meanwhile. */
async function readAll(root: string, path: string, expected: Fingerprint): Promise<Found | null> {
  const file = await openPlain(root, path).catch((error: unknown) => {
    if (isAbsent(error)) return null;
    throw error;
  });
  if (!file) return null;
  try {
    const id = idOf(await file.stat({ bigint: true }));
    const hash = createHash("sha256");
    let bytes = 0;
    for (;;) {
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(CHUNK_BYTES));
      if (bytesRead === 0) break;
      bytes += bytesRead;
      hash.update(buffer.subarray(0, bytesRead));
    }
    return { id, matches: bytes === expected.bytes && hash.digest().equals(expected.sha256) };
  } finally {
    await file.close();
  }
}
