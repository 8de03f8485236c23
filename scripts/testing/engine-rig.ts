import { randomUUID } from "node:crypto";
import { type Db, databaseNow } from "@/db/client";
import { images } from "@/db/schema/images";
import { kbSchedule } from "@/db/schema/schedules";
import type { PlantedOrg } from "@/db/testing/plant";
import { createMysqlQueue } from "@/lib/queue/mysql";
import type { Runtime } from "@/lib/runtime";
import type { Storage } from "@/lib/storage/port";
import { createIrisPlain } from "@/lib/transports/iris-plain";
import { createIrisSigned } from "@/lib/transports/iris-signed";
import { createSolapi } from "@/lib/transports/solapi";
import { testEnv } from "./test-env";

const env = testEnv({ APP_ORIGIN: "http://127.0.0.1:1" });

/** Files of a test, in memory. */
export function memoryStorage(): Storage & { files: Map<string, Uint8Array> } {
  const files = new Map<string, Uint8Array>();
  return {
    files,
    async put(key, body) {
      files.set(key, body);
      return "stored";
    },
    async read(key) {
      const body = files.get(key);
      return body ? { bytes: body.byteLength, body: new Response(new Uint8Array(body)).body! } : null;
    },
    async head(key) {
      const body = files.get(key);
      return body ? { key, bytes: body.byteLength, modifiedAt: new Date(0) } : null;
    },
    async *list() {},
    listPage: async () => ({ objects: [], skipped: 0, next: null }),
    async quarantine(key) {
      return files.delete(key);
    },
  };
}

const untouched = () => Promise.reject(new Error("sending sets nothing aside"));

/** What the engine may touch in a test: a real database, a real socket, and a clock that can be moved by `shiftMs`. */
export function engineRuntime(db: Db, storage: Storage = memoryStorage(), proofMs = 300) {
  const time = { shiftMs: 0 };
  const allowHosts = ["127.0.0.1"];
  const plain = createIrisPlain({ allowHosts, proofMs, proofStepMs: 20 });
  const signed = createIrisSigned({ allowHosts, statusMs: Math.max(proofMs, 1_000), statusStepMs: 20 });
  const clock = async () => new Date((await databaseNow(db)).getTime() + time.shiftMs);
  const rt: Runtime = {
    db,
    clock,
    queue: createMysqlQueue(db, clock),
    storage,
    quarantine: { setAside: untouched, bringBack: untouched, head: untouched, read: untouched, destroy: untouched },
    gateway: (dialect) => (dialect === "iris_plain" ? plain : dialect === "iris_signed" ? signed : null),
    phone: createSolapi(),
    env,
  };
  return { rt, time };
}

/** A schedule that fell due a moment ago, daily unless told otherwise. */
export async function plantSchedule(
  db: Db,
  org: PlantedOrg,
  user: { mbId: string },
  room: { id: number; roomId: string },
  over: Partial<typeof kbSchedule.$inferInsert> = {},
): Promise<number> {
  const now = await databaseNow(db);
  const dueAt = over.nextSendAt ?? new Date(now.getTime() - 1000);
  const seoul = new Date(dueAt.getTime() + 9 * 3_600_000).toISOString();
  const values = {
    title: "저녁 특가 안내",
    createdByType: org.level,
    createdById: org.id,
    createdByMbId: user.mbId,
    ownerOrgId: org.id,
    roomRef: room.id,
    targetBotName: "봇",
    targetRoomId: room.roomId,
    messageText: "오늘 저녁 귤이 싸요",
    messageImages1: [],
    messageImages2: [],
    sendIntervalSeconds: 0,
    scheduleType: "daily" as const,
    scheduleTime: seoul.slice(11, 16),
    validFrom: new Date(now.getTime() - 400 * 86_400_000),
    validUntil: new Date(now.getTime() + 400 * 86_400_000),
    createdAt: now,
    updatedAt: now,
    ...over,
    nextSendAt: dueAt,
  };
  const [inserted] = await db.insert(kbSchedule).values(values).$returningId();
  return inserted!.id;
}

/** `count` stored pictures whose bytes are their own names. */
export async function plantImages(db: Db, storage: Storage, org: PlantedOrg, count: number): Promise<string[]> {
  const keys = Array.from({ length: count }, () => `img/${org.id}/2026/${randomUUID()}.png`);
  for (const key of keys) await storage.put(key as Parameters<Storage["put"]>[0], Buffer.from(key), "image/png");
  if (count > 0)
    await db.insert(images).values(
      keys.map((objectKey) => ({
        orgId: org.id,
        objectKey,
        mime: "image/png" as const,
        bytes: objectKey.length,
        originalName: "그림.png",
        status: "ready" as const,
        createdAt: new Date(),
      })),
    );
  return keys;
}
