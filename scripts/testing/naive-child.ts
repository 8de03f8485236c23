// How most schedulers send, for comparison: a lease that runs out after a while, "is it sent already?", send, write it
// down. No intent before the call, no fence, nothing unknown. Same environment, ledger and gateway as engine-child.ts.
import { and, asc, eq, isNull, lte, ne, or } from "drizzle-orm";
import { createDb } from "@/db/client";
import { kbScheduleLogParts, kbScheduleLogs } from "@/db/schema/deliveries";
import { lanes } from "@/db/schema/dispatch";
import { kbBots } from "@/db/schema/rooms";
import { deviceIdOf, LEASE_MS } from "@/lib/dispatch/lane";
import { materialiseDue } from "@/lib/dispatch/materialise-due";
import { createLocalDisk } from "@/lib/storage/local-disk";
import { engineRuntime } from "./engine-rig";
import { hurry, shiftedClock } from "./test-time";

const { DATABASE_URL = "", STORAGE_DIR = "", SPEED = "1", EPOCH = "0" } = process.env;
const speed = Number(SPEED);
hurry(speed);
const db = createDb(DATABASE_URL, 12);
const storage = createLocalDisk(STORAGE_DIR);
const { rt } = engineRuntime(db, storage, 150 * speed);
rt.clock = shiftedClock(db, { speed, epochMs: Number(EPOCH) });

async function serve(laneKey: string): Promise<void> {
  const now = await rt.clock();
  const isFree = and(eq(lanes.laneKey, laneKey), or(isNull(lanes.leaseUntil), lte(lanes.leaseUntil, now)));
  const leaseUntil = new Date(now.getTime() + LEASE_MS);
  const [claimed] = await db.update(lanes).set({ leaseUntil }).where(isFree);
  if (claimed.affectedRows === 0) return;
  const work = await db
    .select({ part: kbScheduleLogParts, log: kbScheduleLogs, bot: kbBots })
    .from(kbScheduleLogParts)
    .innerJoin(kbScheduleLogs, eq(kbScheduleLogs.id, kbScheduleLogParts.logId))
    .innerJoin(kbBots, eq(kbBots.id, kbScheduleLogs.botId))
    .where(and(eq(kbBots.deviceId, deviceIdOf(laneKey)), ne(kbScheduleLogParts.status, "sent")))
    .orderBy(asc(kbScheduleLogs.scheduledAt), asc(kbScheduleLogs.id), asc(kbScheduleLogParts.seq));
  for (const { part, log, bot } of work) {
    const { payload } = part;
    const gateway = rt.gateway(bot.gateway)!;
    const context = { timeoutMs: 30_000 };
    const keys = payload.kind === "images" ? payload.keys : [];
    const images = await Promise.all(
      keys.map(async (key) => {
        const file = await storage.read(key as Parameters<typeof storage.read>[0]);
        return { bytes: new Uint8Array(await new Response(file!.body).arrayBuffer()), mime: "image/png" };
      }),
    );
    const isMine = eq(kbScheduleLogParts.id, part.id);
    const [now] = await db.select().from(kbScheduleLogParts).where(isMine);
    if (now?.status === "sent") continue;
    const outcome =
      payload.kind === "text"
        ? await gateway.sendText(bot as never, log.targetRoomId, payload.text, context)
        : await gateway.sendImages(bot as never, log.targetRoomId, images, context);
    if (outcome.kind === "accepted") await db.update(kbScheduleLogParts).set({ status: "sent" }).where(isMine);
  }
  await db.update(lanes).set({ leaseUntil: null }).where(eq(lanes.laneKey, laneKey));
}

console.log("ready");
for (;;) {
  try {
    await materialiseDue(rt, { lastTickAt: null, isOver: () => false });
    const all = await db.select({ key: lanes.laneKey }).from(lanes);
    await Promise.all(all.map(({ key }) => serve(key)));
  } catch (error) {
    console.error(error);
  }
  await new Promise((resolve) => setTimeout(resolve, 50 * speed));
}
