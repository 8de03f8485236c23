import { eq } from "drizzle-orm";
import { type Db, databaseNow } from "@/db/client";
import { kbBots } from "@/db/schema/rooms";
import { plantBot, plantOrg, plantRoom, plantUser } from "@/db/testing/plant";
import type { Storage } from "@/lib/storage/port";
import { plantImages, plantSchedule } from "./engine-rig";
import { sha256 } from "./fake-phone";

/** One run of the world: what is to arrive where, and after which others of its room. */
export type ChaosRun = { scheduleId: number; room: string; device: string; order: number; contents: string[] };

const RUNS_PER_ROOM = 3;
const PARTS = 3;

/**
 * As many due runs as make about `sends` calls, spread over the devices, the first of which speaks through two bots: three
 * runs to a room, each of a text, one picture and two pictures; no two of a room say the same.
 */
export async function plantChaos(
  db: Db,
  storage: Storage,
  phoneUrl: string,
  { devices, sends }: { devices: number; sends: number },
): Promise<ChaosRun[]> {
  const org = await plantOrg(db, "hq", null);
  const person = await plantUser(db, org);
  const bots = [];
  for (let n = 0; n < devices; n++) bots.push(await plantBot(db, phoneUrl));
  bots.push(await plantBot(db, phoneUrl, bots[0]!.deviceId));
  await db.update(kbBots).set({ minGapMs: 0 }).where(eq(kbBots.endpoint, phoneUrl));
  const pictures = await plantImages(db, storage, org, RUNS_PER_ROOM * 3);
  const now = await databaseNow(db);

  const runs: ChaosRun[] = [];
  const rooms = Math.ceil(sends / PARTS / RUNS_PER_ROOM);
  for (let n = 0; n < rooms; n++) {
    const bot = bots[n % bots.length]!;
    const room = await plantRoom(db, org, bot);
    for (let order = 0; order < RUNS_PER_ROOM; order++) {
      const [one, two, three] = pictures.slice(order * 3);
      const messageText = `${order + 1}번째 소식`;
      const scheduleId = await plantSchedule(db, org, person, room, {
        messageText,
        messageImages1: [one!],
        messageImages2: [two!, three!],
        ...{ mediaWaitTime1: 1, mediaWaitTime2: 1, catchUpMinutes: 1440 },
        nextSendAt: new Date(now.getTime() - (RUNS_PER_ROOM - order) * 1_000),
      });
      const seen = (...keys: string[]) => keys.map((key) => sha256(Buffer.from(key))).join();
      const contents = [messageText, seen(one!), seen(two!, three!)];
      runs.push({ scheduleId, room: room.roomId, device: bot.deviceId, order, contents });
    }
  }
  return runs;
}
