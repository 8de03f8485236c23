import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { and, asc, eq } from "drizzle-orm";
import { afterEach } from "vitest";
import type { Db } from "@/db/client";
import { customerImageRefs, customerImages } from "@/db/schema/customer-images";
import { customers } from "@/db/schema/customers";
import {
  type SyncCaps,
  type SyncCounts,
  syncBackups,
  syncFindings,
  syncOps,
  syncRuns,
  syncStages,
} from "@/db/schema/image-sync";
import { plantOrg, plantUser } from "@/db/testing/plant";
import { makePlan } from "@/lib/image-sync/make-plan";
import { createLocalDisk } from "@/lib/storage/local-disk";
import { createLocalQuarantine } from "@/lib/storage/local-quarantine";
import { parseObjectKey } from "@/lib/storage/object-key";
import { START, testRig } from "./test-rig";

export const sha256 = (bytes: Uint8Array | string) => createHash("sha256").update(bytes).digest();
export const keyOf = (text: string) => {
  const key = parseObjectKey(text);
  if (key === null) throw new Error(`no key: ${text}`);
  return key;
};
/** Long before anything is judged. */
const OLD = new Date(START.getTime() - 10 * 86_400_000);
export const CAPS: SyncCaps = {
  ...{ ghosts: 20, ghostShare: 0.25, customerShare: 0.5, stageOps: 5_000, errorShare: 0.01, skipShare: 0.1 },
};
const COUNTS: SyncCounts = {
  ...{ customers: 0, problemCustomers: 0, rows: 1_000, expectedRows: 1_000, files: 1_000, valid: 0, fresh: 0 },
  ...{ unreadable: 0, doubtful: 0, verdicts: {}, bytesToSetAside: 0 },
  split: { ghostOnly: 0, duplicateOnly: 0, both: 0, other: 0 },
};

type Image = typeof customerImages.$inferSelect;
type NewFinding = Partial<typeof syncFindings.$inferInsert> &
  Pick<typeof syncFindings.$inferInsert, "verdict" | "action">;

/** Everything a clean-up may change besides its own journal: rows, what uses them, and the files with their bytes. */
export async function imagesAsTheyAre(db: Db, folder: string) {
  return {
    rows: await db.select().from(customerImages).orderBy(asc(customerImages.id)),
    refs: await db.select().from(customerImageRefs),
    files: await filesIn(folder),
  };
}

/** Files of a store with a hash each, quarantine and all, without the folders of work in progress. */
export async function filesIn(folder: string): Promise<Record<string, string>> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = names.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  const seen = files.filter((path) => !path.startsWith(join(folder, ".tmp"))).sort();
  return Object.fromEntries(
    await Promise.all(
      seen.map(async (path) => [path.slice(folder.length + 1), sha256(await readFile(path)).toString("hex")]),
    ),
  );
}

/** Plants customers, their rows and files, and what a scan would have found of them. */
export function syncTools(db: Db, folder: string, orgId: number) {
  const storage = createLocalDisk(folder);
  const quarantine = createLocalQuarantine(folder);
  let serial = 0;
  let seq = 0;

  async function plantCustomer(): Promise<number> {
    const code = `C${++serial}`;
    const [row] = await db
      .insert(customers)
      .values({ orgId, code, name: `손님 ${serial}`, createdAt: OLD, updatedAt: OLD })
      .$returningId();
    return row!.id;
  }

  /** A row, and its file unless `body` is null. */
  async function plantImage(
    customerId: number,
    body: string | null,
    over: Partial<typeof customerImages.$inferInsert> = {},
  ): Promise<Image> {
    const filename = over.filename ?? `사진 ${++serial}.jpg`;
    const filePath = over.filePath ?? `customers/${customerId}/${++serial}-${filename}`;
    if (body !== null) await plantFile(filePath, body);
    const [row] = await db
      .insert(customerImages)
      .values({
        ...{ customerId, filename, filePath, nameKey: Buffer.from(filename.normalize("NFC")) },
        ...{ pathKey: Buffer.from(filePath), bytes: body === null ? 10 : Buffer.byteLength(body), origin: "imported" },
        ...{ sha256: body === null ? null : sha256(body), createdAt: OLD, updatedAt: OLD },
        ...over,
      })
      .$returningId();
    return imageOf(row!.id) as Promise<Image>;
  }

  const plantFile = async (path: string, body: string) => {
    await storage.put(keyOf(path), Buffer.from(body), "image/jpeg");
    await utimes(join(folder, path), OLD, OLD);
  };
  const imageOf = async (id: number) => (await db.select().from(customerImages).where(eq(customerImages.id, id)))[0];

  async function plantRun(over: Partial<typeof syncRuns.$inferInsert> = {}): Promise<number> {
    const [row] = await db
      .insert(syncRuns)
      .values({
        ...{ state: "planned", phase: "finish", scope: {}, prefix: "customers/", caps: CAPS, counts: COUNTS, orgId },
        ...{ startedAt: new Date(START.getTime() - 3_600_000), scannedAt: new Date(START.getTime() - 3_000_000) },
        ...{ cutoffAt: new Date(START.getTime() - 90_000_000), createdBy: null },
        ...over,
      })
      .$returningId();
    return row!.id;
  }

  async function plantFinding(runId: number, image: Partial<Image> | null, over: NewFinding): Promise<number> {
    const filePath = over.filePath ?? image?.filePath ?? "";
    const [row] = await db
      .insert(syncFindings)
      .values({
        ...{
          runId,
          seq: seq++,
          certainty: "certain",
          customerId: image?.customerId ?? null,
          imageId: image?.id ?? null,
        },
        ...{ ver: image?.ver ?? null, bytes: image?.bytes ?? null, sha256: image?.sha256 ?? null, evidence: {} },
        ...{ filePath, pathKey: Buffer.from(filePath) },
        ...over,
      })
      .$returningId();
    return row!.id;
  }

  /** Lets the findings of a row name another path. */
  const repath = (runId: number, imageId: number, filePath: string) =>
    db
      .update(syncFindings)
      .set({ filePath, pathKey: Buffer.from(filePath) })
      .where(and(eq(syncFindings.runId, runId), eq(syncFindings.imageId, imageId)));

  /** Makes the plan as the end of a scan does; gives its hash. */
  async function plan(runId: number): Promise<string> {
    const run = await runOf(runId);
    return (await db.transaction((tx) => makePlan(tx, run))).planHash.toString("hex");
  }

  const runOf = async (id: number) => (await db.select().from(syncRuns).where(eq(syncRuns.id, id)))[0]!;
  const opsOf = (id: number) => db.select().from(syncOps).where(eq(syncOps.runId, id)).orderBy(asc(syncOps.seq));
  const stagesOf = (id: number) =>
    db.select().from(syncStages).where(eq(syncStages.runId, id)).orderBy(asc(syncStages.stage));
  const findingOf = async (id: number) => (await db.select().from(syncFindings).where(eq(syncFindings.id, id)))[0]!;
  const backupsOf = (id: number) => db.select().from(syncBackups).where(eq(syncBackups.runId, id));

  /** The usual findings. */
  const ghost = (runId: number, image: Image, over: Partial<NewFinding> = {}) =>
    plantFinding(runId, image, { verdict: "ghost", action: "delete_row", ...over });
  const twin = (runId: number, goes: Image, stays: Image, over: Partial<NewFinding> = {}) =>
    plantFinding(runId, goes, {
      ...{ verdict: "duplicate_content", action: "delete_and_set_aside", keepImageId: stays.id },
      ...over,
    });

  return {
    ...{
      storage,
      quarantine,
      folder,
      plantCustomer,
      plantImage,
      plantFile,
      imageOf,
      plantRun,
      plantFinding,
      plan,
      runOf,
    },
    ...{ repath, opsOf, stagesOf, findingOf, backupsOf, ghost, twin, asTheyAre: () => imagesAsTheyAre(db, folder) },
  };
}

/** A headquarters with its admin, a branch with one of its own, and a store in a folder. */
export function syncRig() {
  const t = testRig(
    async (db) => {
      const hq = await plantOrg(db, "hq", null);
      const branch = await plantOrg(db, "branch", hq);
      const folder = await mkdtemp(join(tmpdir(), "dochak-sync-"));
      return {
        ...{ hq, branch, folder, admin: await plantUser(db, hq), operator: await plantUser(db, hq, "operator") },
        ...{ branchAdmin: await plantUser(db, branch), tools: syncTools(db, folder, branch.id) },
      };
    },
    async (db) => ({
      runs: await db.select().from(syncRuns),
      findings: await db.select().from(syncFindings),
      ops: await db.select().from(syncOps),
      stages: await db.select().from(syncStages),
      images: await db.select().from(customerImages),
    }),
  );
  afterEach(() => rm(t.w.folder, { recursive: true, force: true }));
  return {
    t,
    rt: () => ({ ...t.rt, storage: t.w.tools.storage, quarantine: t.w.tools.quarantine }),
  };
}
