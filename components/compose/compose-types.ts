import type { RoomType } from "@/db/enums";

/** A room one may send to, with what helps to choose it. */
export type RoomOption = {
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
