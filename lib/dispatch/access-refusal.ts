import type { BotStatus, OrgLevel, OrgStatus, Role, RoomStatus, RoomType, UserStatus } from "@/db/enums";
import type { Actor } from "@/lib/access/actor";
import { can } from "@/lib/access/can";

/** What decides, right before a call, whether this run may still speak in this room. */
export type AccessFacts = {
  log: { kind: "schedule" | "manual" | "test"; botId: number; orgId: number };
  room: { botId: number; ownerOrgId: number; status: RoomStatus; roomType: RoomType; isDeleted: boolean };
  bot: { status: BotStatus; isDeleted: boolean };
  /** The organisation the run belongs to, then all above it. */
  orgs: readonly { status: OrgStatus }[];
  orgPath: string;
  /** Who wrote the schedule, or asked for a manual or test send. */
  sender: {
    userId: number;
    mbId: string;
    name: string;
    role: Role;
    status: UserStatus;
    org: { id: number; level: OrgLevel; name: string; path: string; status: OrgStatus };
  } | null;
};

export const accessRefusals = [
  "room_deleted",
  "room_inactive",
  "room_moved",
  "room_not_test",
  "org_inactive",
  "sender_disabled",
  "sender_no_access",
  "bot_not_approved",
] as const;
export type AccessRefusal = (typeof accessRefusals)[number];

/** Why a run may not go to its room any more, or null (S2-101): asked again before every call, not only at save. */
export function accessRefusal({ log, room, bot, orgs, orgPath, sender }: AccessFacts): AccessRefusal | null {
  if (room.isDeleted) return "room_deleted";
  if (room.status !== "active") return "room_inactive";
  if (room.botId !== log.botId) return "room_moved";
  if (log.kind === "test" ? room.roomType !== "test" : room.ownerOrgId !== log.orgId)
    return log.kind === "test" ? "room_not_test" : "room_moved";
  if (orgs.some((org) => org.status !== "active")) return "org_inactive";
  if (sender?.status !== "active" || sender.org.status !== "active") return "sender_disabled";
  const actor: Actor = { kind: "user", via: "session", ...sender };
  if (!can(actor, log.kind === "schedule" ? "schedule.write" : "log.send", orgPath)) return "sender_no_access";
  return bot.isDeleted || bot.status !== "approved" ? "bot_not_approved" : null;
}
