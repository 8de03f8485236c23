import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect } from "vitest";
import { databaseNow } from "@/db/client";
import { images } from "@/db/schema/images";
import { plantOrg, plantUser } from "@/db/testing/plant";
import { AppError } from "@/lib/errors";
import { uploadOf } from "@/lib/images/upload-request";
import { createLocalDisk } from "@/lib/storage/local-disk";
import { keysOf } from "@/lib/storage/storage-contract";
import { testRig } from "./test-rig";

export type UploadOver = { name?: string; type?: string; length?: number | null; headers?: Record<string, string> };

/** An upload as it comes through the door: real headers, a body in pieces. */
export function upload(
  bytes: Uint8Array,
  { name = "a.jpg", type = "image/jpeg", length = bytes.length, headers }: UploadOver = {},
) {
  const body = new Blob([Uint8Array.from(bytes)]).stream();
  const given = new Headers({ "content-type": type, "x-filename": encodeURIComponent(name), ...headers });
  if (length !== null) given.set("content-length", String(length));
  return uploadOf({ headers: given, body });
}

/** Code, status, field and key of what `run` is refused with. */
export async function uploadRefusal(run: () => Promise<unknown>) {
  const error = await Promise.resolve()
    .then(run)
    .then(
      () => new Error("it was accepted"),
      (thrown: unknown) => thrown,
    );
  if (!(error instanceof AppError)) throw error;
  const issue = error.detail.issues?.[0];
  return [error.code, error.detail.status ?? 422, String(issue?.path[0]), issue?.message ?? error.detail.message];
}

/** For tests about uploads: a branch with a person, a store in a folder of its own, and the database's own clock. */
export function uploadRig() {
  const t = testRig(
    async (db) => {
      const folder = await mkdtemp(join(tmpdir(), "dochak-store-"));
      const org = await plantOrg(db, "branch", null);
      return { folder, storage: createLocalDisk(folder), org, actor: await plantUser(db, org, "operator") };
    },
    (db) => db.select().from(images),
  );
  afterEach(() => rm(t.w.folder, { recursive: true, force: true }));
  const clock = () => databaseNow(t.db);
  const rows = () => t.db.select().from(images);
  return {
    t,
    clock,
    rt: () => ({ db: t.db, storage: t.w.storage, clock }),
    rows,
    /** No row, no file and no half of one. */
    expectNothing: async () => {
      expect(await rows()).toEqual([]);
      expect(await keysOf(t.w.storage, "")).toEqual([]);
      expect(await readdir(join(t.w.folder, ".tmp")).catch(() => [])).toEqual([]);
    },
  };
}
