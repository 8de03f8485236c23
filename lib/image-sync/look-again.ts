import "server-only";
import { createHash } from "node:crypto";
import { and, eq, isNull, ne, or } from "drizzle-orm";
import type { Executor, Tx } from "@/db/client";
import { customerImageRefs, customerImages } from "@/db/schema/customer-images";
import { type ObjectKey, parseObjectKey } from "@/lib/storage/object-key";
import type { StoredObject } from "@/lib/storage/port";
import type { Fingerprint } from "@/lib/storage/quarantine-port";
import type { ImageRowFull } from "./row-text";
import { calling, type Looked } from "./storage-trouble";

/** What lies at a path right now; null = proven absent. A path that can't be a key is none of the store's. */
export async function fileAt(storage: Looked, path: string): Promise<StoredObject | null> {
  const key = parseObjectKey(path);
  return key === null ? null : storage.head(key);
}

/** Reads a whole file; null where there is none. */
export async function fingerprintOf(storage: Looked, key: ObjectKey): Promise<Fingerprint | null> {
  const file = await storage.read(key);
  if (!file) return null;
  const hash = createHash("sha256");
  let bytes = 0;
  const reader = file.body.getReader();
  for (;;) {
    const { done, value } = await calling(() => reader.read());
    if (done) return { bytes, sha256: hash.digest() };
    bytes += value.byteLength;
    hash.update(value);
  }
}

/** Whether a file is what was seen of it: its weight, and its bytes where those were read then. */
export async function isWhatWasSeen(
  storage: Looked,
  path: string,
  seen: { bytes: number | null; sha256: Buffer | null },
): Promise<boolean> {
  const key = parseObjectKey(path);
  const file = key && (await storage.head(key));
  if (!key || !file || (seen.bytes !== null && file.bytes !== seen.bytes)) return false;
  if (seen.sha256 === null) return true;
  const read = await fingerprintOf(storage, key);
  return read !== null && seen.sha256.equals(read.sha256);
}

/** Rows that claim a path: a deleted one does until its file is set aside. */
export async function isClaimed(db: Executor, path: string, besides: number | null = null): Promise<boolean> {
  const [row] = await db
    .select({ id: customerImages.id })
    .from(customerImages)
    .where(
      and(
        eq(customerImages.pathKey, Buffer.from(path)),
        or(isNull(customerImages.deletedAt), isNull(customerImages.setAsideAt)),
        besides === null ? undefined : ne(customerImages.id, besides),
      ),
    )
    .limit(1);
  return row !== undefined;
}

export async function rowAt(db: Executor, id: number | null): Promise<ImageRowFull | undefined> {
  if (id === null) return undefined;
  const [row] = await db.select().from(customerImages).where(eq(customerImages.id, id));
  return row;
}

/** Rows, locked in the order of their ids so that two who lock several never wait for each other. */
export async function lockRows(tx: Tx, ids: readonly (number | null)[]): Promise<Map<number, ImageRowFull>> {
  const rows = new Map<number, ImageRowFull>();
  for (const id of [...new Set(ids)].filter((one) => one !== null).sort((a, b) => a - b)) {
    const [row] = await tx.select().from(customerImages).where(eq(customerImages.id, id)).for("update");
    if (row) rows.set(id, row);
  }
  return rows;
}

/** How many things use a row; nothing can begin to while it is locked. */
export const usesOf = (tx: Tx, imageId: number): Promise<number> =>
  tx.$count(customerImageRefs, eq(customerImageRefs.imageId, imageId));
