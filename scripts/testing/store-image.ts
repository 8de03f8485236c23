import { readFileSync } from "node:fs";
import { createDb, databaseNow } from "@/db/client";
import type { UserActor } from "@/lib/access/actor";
import { storeImage } from "@/lib/images/store-image";
import { uploadOf } from "@/lib/images/upload-request";
import { createLocalDisk } from "@/lib/storage/local-disk";
import type { Storage } from "@/lib/storage/port";

/** Stores an image as a process of its own, so that a test can kill it: `store-image.ts '<json>'`. Prints what it reached. */
type Task = {
  databaseUrl: string;
  folder: string;
  actor: UserActor;
  file: string;
  /** Where to stop and wait to be killed. */
  stallAt?: "body" | "before-thumb" | "before-image" | "after-image";
  /** How many times to store it. */
  times: number;
};

const task: Task = JSON.parse(process.argv[2] ?? "");
const say = (line: string) => process.stdout.write(`${line}\n`);
const stall = () =>
  new Promise<never>(() => {
    say("stalled");
    setInterval(() => undefined, 60_000);
  });

const db = createDb(task.databaseUrl, 2);
const disk = createLocalDisk(task.folder);
const storage: Storage = {
  ...disk,
  async put(key, body, type) {
    const isThumb = key.startsWith("thumb/");
    if (task.stallAt === (isThumb ? "before-thumb" : "before-image")) await stall();
    const outcome = await disk.put(key, body, type);
    if (task.stallAt === "after-image" && !isThumb) await stall();
    return outcome;
  },
};

const bytes = readFileSync(task.file);
const half = bytes.length >> 1;
const bodyInHalves = () => {
  const pieces = [Uint8Array.from(bytes.subarray(0, half)), Uint8Array.from(bytes.subarray(half))];
  const pull = async (controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>) => {
    if (task.stallAt === "body" && pieces.length === 1) await stall();
    const piece = pieces.shift();
    if (piece) controller.enqueue(piece);
    else controller.close();
  };
  return new ReadableStream<Uint8Array<ArrayBuffer>>({ pull }, { highWaterMark: 0 });
};
const headers = new Headers({
  "content-length": String(bytes.length),
  "content-type": "image/jpeg",
  "x-filename": "a.jpg",
});
const rt = { db, storage, clock: () => databaseNow(db) };

for (let time = 0; time < task.times; time++) {
  const { key } = await storeImage(rt, task.actor, uploadOf({ headers, body: bodyInHalves() }));
  say(`stored ${key}`);
}
await db.close();
