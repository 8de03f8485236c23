import { mkdir, rm, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { asc, eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { customerImageRefs, customerImages } from "@/db/schema/customer-images";
import { syncFindings, syncRuns } from "@/db/schema/image-sync";
import { type SliceOptions, scanSlice } from "@/lib/image-sync/scan-slice";
import type { ScanRuntime } from "@/lib/image-sync/scan-state";
import { startScan } from "@/lib/image-sync/start-scan";
import { bodyOf, recordedHash } from "./image-bodies";
import { type Plan, worldOf } from "./image-oracle";
import { DAY, type Expected, type PlantedRow } from "./image-truth";
import { START } from "./test-rig";

export const SCRIPT = { kind: "system", job: "script" } as const;
export const PREFIX = "customers/";
const SHARED = `${PREFIX}공유/`;
const OLD_MS = START.getTime() - 100 * DAY;

/** Keeps a file of a world, with the time at which it came. */
export type Keep = (key: string, body: Buffer, at: Date) => Promise<void>;

/** Files as an old system left them: in place on the disk, long ago. */
export const onDisk =
  (folder: string): Keep =>
  async (key, body, at) => {
    const path = join(folder, key);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, body);
    await utimes(path, at, at);
  };

/** Customers and, in storage and in the real database, a world of theirs. */
export async function plantWorld(db: Db, keep: Keep, customers: readonly { id: number; orgId: number }[], plan: Plan) {
  const homes = customers.map(({ id, orgId }) => `${PREFIX}${orgId}/${id}/`);
  const world = worldOf(plan, PREFIX, homes, SHARED);
  for (const file of world.files) await keep(file.key, bodyOf(file), file.isFresh ? START : new Date(OLD_MS));
  const ids: number[] = [];
  for (const row of world.rows) {
    ids.push(await plantRow(db, customers[row.customer]!.id, row, recordedHash(world, row)));
    if (row.isUsed) await db.insert(customerImageRefs).values({ imageId: ids.at(-1)!, kind: "message", refId: 1 });
  }
  return { world, ids };
}

/** One row as a world has it; gives its id. */
export async function plantRow(db: Db, customerId: number, row: PlantedRow, sha256: Buffer | null): Promise<number> {
  const at = new Date(OLD_MS + row.day * DAY);
  const [inserted] = await db
    .insert(customerImages)
    .values({
      ...{ customerId, filename: row.name, nameKey: Buffer.from(row.name.normalize("NFC")) },
      ...{ filePath: row.path, pathKey: Buffer.from(row.path), bytes: row.bytes, sha256 },
      ...{ status: row.status, origin: "imported", createdAt: at, updatedAt: row.isFresh ? START : at },
      ...{ deletedAt: row.isDeleted ? at : null, setAsideAt: row.isSetAside ? at : null },
    })
    .$returningId();
  return inserted!.id;
}

/** Empties what a world is made of: the next one stands alone. */
export async function clearWorld(db: Db, folder: string): Promise<void> {
  await db.delete(customerImageRefs);
  await db.delete(customerImages);
  await rm(join(folder, PREFIX), { recursive: true, force: true });
}

/** A scan that nothing stops but what can't be believed; gives its run. */
export async function newScan(rt: ScanRuntime, customerIds?: number[]): Promise<number> {
  const scope = customerIds ? { customerIds } : {};
  const id = await startScan(rt.db, rt, SCRIPT, START, { reason: "manual", scope });
  const caps = { ghosts: 1e6, ghostShare: 1, customerShare: 1, stageOps: 5_000, errorShare: 1, skipShare: 1 };
  await rt.db.update(syncRuns).set({ caps }).where(eq(syncRuns.id, id));
  return id;
}

/** Slice after slice until the scan ends one way or another. `next` gives each slice its bounds. */
export async function scanToEnd(rt: ScanRuntime, id: number, next: () => SliceOptions = () => ({})): Promise<number> {
  for (let slices = 1; slices < 500; slices++) {
    await scanSlice(rt, id, next());
    if ((await runOf(rt.db, id)).state !== "scanning") return slices;
  }
  throw new Error("the scan doesn't end");
}

export const runOf = async (db: Db, id: number) => (await db.select().from(syncRuns).where(eq(syncRuns.id, id)))[0]!;
export const findingsOf = (db: Db, id: number) =>
  db.select().from(syncFindings).where(eq(syncFindings.runId, id)).orderBy(asc(syncFindings.seq));

export const lineOf = ({ verdict, doubt, action, customer, row, keep, path, toPath }: Expected): string =>
  [verdict, doubt, action, customer, row, keep, path, toPath].join(" | ");

/** What a run has found, in the words of the oracle. */
export async function saidOf(db: Db, id: number, customers: readonly { id: number }[], ids: readonly number[]) {
  const at = (list: readonly number[], one: number | null) => (one === null ? null : list.indexOf(one));
  const people = customers.map((one) => one.id);
  return (await findingsOf(db, id))
    .map(({ customerId, imageId, keepImageId, pathKey, doubt, ...one }) =>
      lineOf({
        ...{ ...one, doubt: doubt as Expected["doubt"], path: pathKey.toString() },
        ...{ customer: at(people, customerId), row: at(ids, imageId), keep: at(ids, keepImageId) },
      }),
    )
    .sort();
}
