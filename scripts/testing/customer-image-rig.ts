import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach } from "vitest";
import type { Role } from "@/db/enums";
import { auditLog } from "@/db/schema/audit";
import { customerImageRefs, customerImages } from "@/db/schema/customer-images";
import { type PlantedOrg, plantOrg, plantUser } from "@/db/testing/plant";
import type { UserActor } from "@/lib/access/actor";
import { storeCustomerImage } from "@/lib/customer-images/store-customer-image";
import { uploadOf } from "@/lib/images/upload-request";
import { createLocalDisk } from "@/lib/storage/local-disk";
import { createLocalQuarantine } from "@/lib/storage/local-quarantine";
import { parseObjectKey } from "@/lib/storage/object-key";
import { contentOf, keysOf } from "@/lib/storage/storage-contract";
import { plantCustomer } from "./plant-customer";
import { START, testRig } from "./test-rig";

export type OldRow = Partial<typeof customerImages.$inferInsert> & { filePath: string };

/** A POST of a picture, whatever its headers say. */
export const uploadRequest = (bytes: Uint8Array, name = "딸기 상자.jpg", type = "image/jpeg") =>
  uploadOf({
    headers: new Headers({
      "content-length": String(bytes.byteLength),
      "content-type": type,
      "x-filename": encodeURIComponent(name),
    }),
    body: new Response(Uint8Array.from(bytes)).body,
  });

/** For tests about pictures of customers: a branch with one customer, a store of its own, old rows and files to plant. */
export function customerImageRig() {
  const t = testRig(
    async (db) => {
      const folder = await mkdtemp(join(tmpdir(), "dochak-customer-images-"));
      const org = await plantOrg(db, "branch", null);
      return {
        folder,
        org,
        storage: createLocalDisk(folder),
        quarantine: createLocalQuarantine(folder),
        customer: await plantCustomer(db, org),
        operator: await plantUser(db, org, "operator"),
      };
    },
    async (db) => [
      await db.select().from(customerImages).orderBy(customerImages.id),
      await db.select().from(customerImageRefs),
      await db.$count(auditLog),
    ],
  );
  afterEach(() => rm(t.w.folder, { recursive: true, force: true }));

  const rt = () => ({ ...t.rt, storage: t.w.storage, quarantine: t.w.quarantine });

  return {
    t,
    rt,
    later: (ms: number) => {
      t.now = new Date(t.now.getTime() + ms);
    },
    user: (org: PlantedOrg, role: Role = "operator"): Promise<UserActor> => plantUser(t.db, org, role),
    upload: (bytes: Uint8Array, name?: string, actor: UserActor = t.w.operator, customerId = t.w.customer.id) =>
      storeCustomerImage(rt(), actor, customerId, uploadRequest(bytes, name)),
    /** A row as an old system left it; its file is another matter. */
    async plantRow({ filePath, ...over }: OldRow) {
      const filename = over.filename ?? filePath.split("/").at(-1) ?? filePath;
      const values = {
        customerId: t.w.customer.id,
        filename,
        nameKey: Buffer.from(filename.normalize("NFC")),
        filePath,
        pathKey: Buffer.from(filePath),
        origin: "imported" as const,
        createdAt: START,
        updatedAt: START,
        ...over,
      };
      const [row] = await t.db.insert(customerImages).values(values).$returningId();
      return row!.id;
    },
    plantFile: async (path: string, bytes: Uint8Array) => {
      await t.w.storage.put(parseObjectKey(path)!, bytes, "image/jpeg");
    },
    files: (prefix = "customers/") => keysOf(t.w.storage, prefix),
    content: (path: string) => contentOf(t.w.storage, parseObjectKey(path)!),
    takeFile: (path: string) => t.w.storage.quarantine(parseObjectKey(path)!),
    /** Every file below the store, hidden ones too, as paths. */
    async tree(): Promise<string[]> {
      const entries = await readdir(t.w.folder, { recursive: true, withFileTypes: true }).catch(() => []);
      return entries
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(t.w.folder.length + 1))
        .sort();
    },
  };
}
