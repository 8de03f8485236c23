import "server-only";
import type { Executor } from "@/db/client";
import type { RoomType } from "@/db/enums";
import type { OrgScope } from "@/lib/access/scope";
import { listRooms } from "./queries";
import { RoomFilter } from "./schema";

export type RoomChoice = {
  id: number;
  name: string;
  roomType: RoomType;
  orgName: string;
  botId: number;
  botName: string;
  memberCount: number | null;
  usedToday: number;
  runsPerDay: number;
  isSandbox: boolean;
};

/** As many as a person can look through in one list with a search box. */
const MOST = 1000;

/** The active rooms of a subtree to choose from when writing (S2-42). */
export async function roomChoices(db: Executor, scope: OrgScope, now: Date): Promise<RoomChoice[]> {
  const choices: RoomChoice[] = [];
  for (let cursor: string | null | undefined; cursor !== null && choices.length < MOST; ) {
    const page = await listRooms(
      db,
      scope,
      RoomFilter.parse({ status: "active", limit: "200", ...(cursor && { cursor }) }),
      now,
    );
    for (const room of page.items)
      choices.push({
        id: room.id,
        name: room.name,
        roomType: room.roomType,
        orgName: room.ownerOrg.name,
        botId: room.botId,
        botName: room.bot.botName,
        memberCount: room.memberCount,
        usedToday: room.today.runsToday,
        runsPerDay: room.effectiveLimits.runsPerDay,
        isSandbox: room.bot.isSandbox,
      });
    cursor = page.nextCursor;
  }
  return choices;
}
