import { eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { auditLog } from "@/db/schema/audit";
import { orgs } from "@/db/schema/orgs";
import { kbRooms } from "@/db/schema/rooms";
import { plantBot, plantOrg, plantRoom } from "@/db/testing/plant";
import type { AppError } from "@/lib/errors";
import { RoomInput } from "@/lib/rooms/input-schema";
import { testRig } from "./test-rig";

/** 본사 › 총판 › 대리점 A › 지점 and 대리점 B; each 대리점 has a room on a bot of its own. */
async function plantTree(db: Db) {
  const hq = await plantOrg(db, "hq", null);
  const distributor = await plantOrg(db, "distributor", hq);
  const a = await plantOrg(db, "agency", distributor);
  const b = await plantOrg(db, "agency", distributor);
  const below = await plantOrg(db, "branch", a);
  const bot = await plantBot(db);
  const otherBot = await plantBot(db);
  const roomA = await plantRoom(db, a, bot);
  const roomB = await plantRoom(db, b, otherBot);
  return { hq, distributor, a, b, below, bot, otherBot, roomA, roomB };
}

/** For tests about rooms: two 대리점 with a room each, and a room to add. */
export function roomRig() {
  const t = testRig(plantTree, async (db) => [await db.select().from(kbRooms), await db.$count(auditLog)]);
  return {
    t,
    refusal: t.refusal,
    /** Where a refusal says what, with the value it names. */
    issues: (error: AppError) => error.detail.issues?.map((i) => [i.path.join("."), i.message, i.params?.value]),
    limit: (id: number, limits: object) => t.db.update(orgs).set({ limits }).where(eq(orgs.id, id)),
    input: (ownerOrgId: number, botId: number, over: object = {}) =>
      RoomInput.parse({ roomId: "18340000999", name: "새 방", roomType: "production", botId, ownerOrgId, ...over }),
  };
}
