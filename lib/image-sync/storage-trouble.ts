import type { Storage } from "@/lib/storage/port";
import { type Quarantine, QuarantineConflict } from "@/lib/storage/quarantine-port";

/** Storage didn't do what it was asked: that fails one step and says nothing about a file. */
export class StorageTrouble extends Error {
  override readonly name = "StorageTrouble";
}

const NO_ROOM = new Set<unknown>(["ENOSPC", "EDQUOT", "EFBIG"]);
const codeOf = (error: unknown): unknown => (error instanceof Error && "code" in error ? error.code : undefined);

/** What the journal calls it. */
export const troubleOf = ({ cause }: StorageTrouble): "storage_failed" | "disk_full" | "quarantine_taken" =>
  cause instanceof QuarantineConflict
    ? "quarantine_taken"
    : NO_ROOM.has(codeOf(cause))
      ? "disk_full"
      : "storage_failed";

/** Names whatever a store throws, so that it is never taken for trouble of the database. */
export async function calling<R>(ask: () => Promise<R>): Promise<R> {
  try {
    return await ask();
  } catch (cause) {
    throw cause instanceof StorageTrouble
      ? cause
      : new StorageTrouble(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

export type Looked = Pick<Storage, "head" | "read">;
/** As much of a store as a step may touch: no way to put or remove anything. */
export const lookingAt = (storage: Storage): Looked => ({
  head: (key) => calling(() => storage.head(key)),
  read: (key) => calling(() => storage.read(key)),
});

/** The quarantine without its one step that can't be undone. */
export type Moves = Pick<Quarantine, "setAside" | "bringBack" | "head">;
export const movingIn = (quarantine: Quarantine): Moves => ({
  setAside: (key, place, expected) => calling(() => quarantine.setAside(key, place, expected)),
  bringBack: (key, place, expected) => calling(() => quarantine.bringBack(key, place, expected)),
  head: (place) => calling(() => quarantine.head(place)),
});
