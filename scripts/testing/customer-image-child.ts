import { readFileSync } from "node:fs";
import { createDb, databaseNow } from "@/db/client";
import type { UserActor } from "@/lib/access/actor";
import { storeCustomerImage } from "@/lib/customer-images/store-customer-image";
import { sweepDeletedImages } from "@/lib/customer-images/sweep-deleted-images";
import { uploadOf } from "@/lib/images/upload-request";
import { createLocalDisk } from "@/lib/storage/local-disk";
import { createLocalQuarantine } from "@/lib/storage/local-quarantine";
import type { Storage } from "@/lib/storage/port";
import type { Quarantine } from "@/lib/storage/quarantine-port";
import { testEnv } from "./test-env";

/**
 * Uploads a customer's picture, or sweeps deleted ones, as a process of its own, so that a test can kill it:
 * `customer-image-child.ts '<json>'`. Prints what it reached.
 */
export type ChildTask = {
  databaseUrl: string;
  folder: string;
  actor: UserActor;
  customerId: number;
  /** Pictures to store one after the other; none = sweep. */
  files: readonly string[];
  /** Where to stop and wait to be killed. */
  stallAt?: "before-thumb" | "before-image" | "after-image" | "before-move" | "after-move" | undefined;
};

const task: ChildTask = JSON.parse(process.argv[2] ?? "");
const say = (line: string) => process.stdout.write(`${line}\n`);
const stallAt = (point: ChildTask["stallAt"]) =>
  task.stallAt !== point
    ? Promise.resolve()
    : new Promise<never>(() => {
        say("stalled");
        setInterval(() => undefined, 60_000);
      });

const db = createDb(task.databaseUrl, 3);
const disk = createLocalDisk(task.folder);
const aside = createLocalQuarantine(task.folder);
const storage: Storage = {
  ...disk,
  async put(key, body, type) {
    const isThumb = key.startsWith("thumb/");
    await stallAt(isThumb ? "before-thumb" : "before-image");
    const outcome = await disk.put(key, body, type);
    if (!isThumb) await stallAt("after-image");
    return outcome;
  },
};
const quarantine: Quarantine = {
  ...aside,
  async setAside(...given) {
    await stallAt("before-move");
    const outcome = await aside.setAside(...given);
    await stallAt("after-move");
    return outcome;
  },
};
const rt = { db, storage, quarantine, env: testEnv(), clock: () => databaseNow(db) };

for (const file of task.files) {
  const bytes = readFileSync(file);
  const headers = new Headers({
    "content-length": String(bytes.length),
    "content-type": "image/jpeg",
    "x-filename": "a.jpg",
  });
  const upload = uploadOf({ headers, body: new Response(Uint8Array.from(bytes)).body });
  const { id } = await storeCustomerImage(rt, task.actor, task.customerId, upload);
  say(`stored ${id}`);
}
if (task.files.length === 0) {
  const later = async () => new Date((await databaseNow(db)).getTime() + 3_600_000);
  say(`swept ${await sweepDeletedImages({ ...rt, clock: later })}`);
}
await db.close();
