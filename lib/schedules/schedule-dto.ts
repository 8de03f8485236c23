import type { BotStatus, OrgLevel, RoomStatus, RoomType, ScheduleStatus } from "@/db/enums";
import type { kbBots, kbRooms } from "@/db/schema/rooms";
import type { kbSchedule } from "@/db/schema/schedules";
import { kstDateTime } from "@/lib/time/kst";
import type { ClosedOrg } from "./closed-org-queries";
import type { ScheduleInput } from "./schema";

/** Why a schedule that is switched on can't go out as things stand. */
export type Blocked = "room_deleted" | "room_inactive" | "bot_not_approved" | "bot_offline" | "org_inactive";

/** A schedule as the API tells it: wall times in KST, instants in UTC. The input's fields are valid input again. */
export type ScheduleDto = Omit<ScheduleInput, "status"> & {
  id: number;
  status: ScheduleStatus;
  version: number;
  nextSendAt: string | null;
  lastSentAt: string | null;
  sendCount: number;
  consecutiveFailures: number;
  createdByType: OrgLevel;
  createdById: number;
  createdByMbId: string;
  createdByName: string;
  targetBotName: string;
  targetRoomId: string;
  blocked: Blocked | null;
  /** The highest closed organisation it stands in or below. */
  closedOrg: ClosedOrg | null;
  room: { id: number; name: string; roomType: RoomType; status: RoomStatus };
  org: { id: number; name: string; level: OrgLevel };
  bot: { id: number; botName: string; status: BotStatus; isSandbox: boolean };
  createdAt: string;
  updatedAt: string;
};

export type ScheduleJoin = {
  schedule: typeof kbSchedule.$inferSelect;
  room: Pick<typeof kbRooms.$inferSelect, "id" | "name" | "roomType" | "status" | "deletedAt">;
  bot: Pick<
    typeof kbBots.$inferSelect,
    "id" | "botName" | "status" | "isSandbox" | "deletedAt" | "lastHealth" | "breakerOpenUntil"
  >;
  org: { id: number; name: string; level: OrgLevel; path: string };
  closedOrg: ClosedOrg | null;
  createdByName: string | null;
};

const iso = (at: Date | null) => at?.toISOString() ?? null;

/** A bot that answered its last question with an error, or whose breaker is open. The screens of today say the same. */
export const isBotOffline = (bot: Pick<ScheduleJoin["bot"], "lastHealth" | "breakerOpenUntil">): boolean =>
  bot.lastHealth?.ok === false || bot.breakerOpenUntil !== null;

export function blockedBy({ schedule, room, bot, closedOrg }: ScheduleJoin): Blocked | null {
  if (schedule.status !== "active") return null;
  if (room.deletedAt) return "room_deleted";
  if (room.status !== "active") return "room_inactive";
  if (closedOrg) return "org_inactive";
  if (bot.deletedAt || bot.status !== "approved") return "bot_not_approved";
  return isBotOffline(bot) ? "bot_offline" : null;
}

/** The fields of the form as a stored row has them: valid input again, but for a status only the engine sets. */
export const toInput = (s: ScheduleJoin["schedule"]): ScheduleInput => ({
  title: s.title,
  description: s.description,
  roomId: s.roomRef,
  messageText: s.messageText,
  messageImages1: s.messageImages1,
  messageImages2: s.messageImages2,
  sendOrder: s.sendOrder,
  sendIntervalSeconds: s.sendIntervalSeconds,
  mediaWaitTime1: s.mediaWaitTime1,
  mediaWaitTime2: s.mediaWaitTime2,
  scheduleType: s.scheduleType,
  scheduleDate: s.scheduleDate,
  scheduleTime: s.scheduleTime.slice(0, 5),
  scheduleWeekdays: s.scheduleWeekdays ?? [],
  validFrom: kstDateTime(s.validFrom),
  validUntil: kstDateTime(s.validUntil),
  status: s.status === "active" ? "active" : "inactive",
  priority: s.priority,
  catchUpMinutes: s.catchUpMinutes,
});

export function toScheduleDto(row: ScheduleJoin): ScheduleDto {
  const { schedule: s, room, bot, org } = row;
  return {
    id: s.id,
    ...toInput(s),
    status: s.status,
    version: s.version,
    nextSendAt: iso(s.nextSendAt),
    lastSentAt: iso(s.lastSentAt),
    sendCount: s.sendCount,
    consecutiveFailures: s.consecutiveFailures,
    createdByType: s.createdByType,
    createdById: s.createdById,
    createdByMbId: s.createdByMbId,
    createdByName: row.createdByName ?? "",
    targetBotName: s.targetBotName,
    targetRoomId: s.targetRoomId,
    blocked: blockedBy(row),
    closedOrg: row.closedOrg,
    room: { id: room.id, name: room.name, roomType: room.roomType, status: room.status },
    org: { id: org.id, name: org.name, level: org.level },
    bot: { id: bot.id, botName: bot.botName, status: bot.status, isSandbox: bot.isSandbox },
    createdAt: s.createdAt.toISOString(),
    updatedAt: s.updatedAt.toISOString(),
  };
}
