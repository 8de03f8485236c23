import type { ObjectKey } from "./object-key";

export type StoredObject = { key: ObjectKey; bytes: number; modifiedAt: Date };

/** A piece of a listing. `next` null = the listing is complete; else where to go on, which need not be a key. */
export type ListedPage = {
  objects: StoredObject[];
  /** What lies there and can't be an object: names that can't be keys, links. */
  skipped: number;
  next: string | null;
};

/** Where files are kept. Objects appear whole or not at all, and never change once they are there. */
export interface Storage {
  /** Keeps `body` under a key that isn't taken. "exists" = it was taken; what is there stays untouched. */
  put(key: ObjectKey, body: Uint8Array, type: string): Promise<"stored" | "exists">;
  /** The object's bytes, or null where there is none. A reader that stops early cancels the stream. */
  read(key: ObjectKey): Promise<{ bytes: number; body: ReadableStream<Uint8Array> } | null>;
  /** Size and time of one object, or null where there is none: the proof of absence. */
  head(key: ObjectKey): Promise<StoredObject | null>;
  /** Every object whose key starts with `prefix` ("" = all), in the byte order of their keys. */
  list(prefix: string): AsyncIterable<StoredObject>;
  /**
   * At most `limit` (1 to 1000) objects whose keys start with `prefix` and come strictly after `after` in the byte order of
   * UTF-8. A page may be empty although `next` isn't null. A store that isn't there, or whose listing fails or is out of
   * order, is an error: it never looks like an empty one.
   */
  listPage(prefix: string, after: string | null, limit: number): Promise<ListedPage>;
  /** Takes an object out of sight without destroying it. False where there is none (also the second time). */
  quarantine(key: ObjectKey): Promise<boolean>;
  /** Whether something could be kept right now; tried by keeping something that is gone again. Absent where it can't be told. */
  isWritable?(): Promise<boolean>;
}
