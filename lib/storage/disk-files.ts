import "server-only";
import { constants } from "node:fs";
import { type FileHandle, link, lstat, mkdir, open, rename } from "node:fs/promises";
import { dirname, join, sep } from "node:path";

const CHUNK_BYTES = 256 * 1024;

const codeOf = (error: unknown) => (error instanceof Error && "code" in error ? error.code : undefined);
export const isAbsent = (error: unknown) => codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR";
export const orNull = (error: unknown): null => {
  if (isAbsent(error)) return null;
  throw error;
};

const foldersBetween = (root: string, folder: string): string[] => {
  const names = folder === root ? [] : folder.slice(root.length + 1).split(sep);
  return names.map((_, i) => join(root, ...names.slice(0, i + 1)));
};

/** Makes a folder below the root step by step, so that a symbolic link on the way is noticed and never followed. */
export async function makeFolder(root: string, folder: string): Promise<void> {
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
export async function isPlainFolder(root: string, folder: string): Promise<boolean> {
  for (const path of foldersBetween(root, folder)) {
    const found = await lstat(path).catch(orNull);
    if (!found?.isDirectory()) return false;
  }
  return true;
}

/** The bytes of a file, opened with the first pull: a stream that nobody reads holds no descriptor. */
export function streamOf(root: string, path: string): ReadableStream<Uint8Array> {
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

/** Opens a file for reading, never through a link, neither on the way nor at its end. */
export async function openPlain(root: string, path: string): Promise<FileHandle> {
  if (!(await isPlainFolder(root, dirname(path)))) throw new Error("A link stands where a folder belongs");
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  if ((await file.stat()).isFile()) return file;
  await file.close();
  throw new Error("Not a file");
}

const WITHOUT_LINKS = new Set<unknown>(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"]);
let turn: Promise<unknown> = Promise.resolve();

/** Gives a finished file its name unless the name is taken. False = taken. */
export async function placeNew(temp: string, path: string): Promise<boolean> {
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
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r").catch(() => null);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}
