import { boolean, index, int, mysqlEnum, mysqlTable, unique, varchar } from "drizzle-orm/mysql-core";
import { botStatuses, gateways, roomStatuses, roomTypes } from "../enums";
import { asciiKey, id, instant, json, name, ref, sealed } from "./columns";
import { type LimitOverrides, orgs } from "./orgs";

export type BotHealth = { ok: boolean; at: string; detail?: string; latencyMs?: number };

export const kbBots = mysqlTable(
  "kb_bots",
  {
    id: id(),
    botName: name(30).notNull(),
    /** Two bots on one device share its lane (rulings 2). */
    deviceId: asciiKey(100).notNull(),
    gateway: mysqlEnum(gateways).notNull(),
    isSandbox: boolean().notNull().default(false),
    endpoint: varchar({ length: 255 }).notNull(),
    secret: sealed(),
    status: mysqlEnum(botStatuses).notNull().default("pending"),
    minGapMs: int().notNull().default(1000),
    lastSeenAt: instant(),
    lastHealth: json<BotHealth>(),
    /** Calls in a row that got no answer. */
    failures: int().notNull().default(0),
    /** Why nothing is sent to it now; null = it may be used. It is probed at `breakerOpenUntil`. */
    parkReason: asciiKey(60),
    breakerOpenUntil: instant(),
    version: int().notNull().default(1),
    deletedAt: instant(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (t) => [unique("uq_kb_bots_name_device").on(t.botName, t.deviceId), index("ix_kb_bots_device").on(t.deviceId)],
);

export const kbRooms = mysqlTable(
  "kb_rooms",
  {
    id: id(),
    /** KakaoTalk's channel id. */
    roomId: asciiKey(100).notNull(),
    botId: ref()
      .notNull()
      .references(() => kbBots.id, { onDelete: "restrict" }),
    name: name(100).notNull(),
    roomType: mysqlEnum(roomTypes).notNull(),
    ownerOrgId: ref()
      .notNull()
      .references(() => orgs.id, { onDelete: "restrict" }),
    status: mysqlEnum(roomStatuses).notNull().default("active"),
    limits: json<LimitOverrides>(),
    memberCount: int(),
    lastRunAt: instant(),
    version: int().notNull().default(1),
    deletedAt: instant(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (t) => [unique("uq_kb_rooms_bot_room").on(t.botId, t.roomId), index("ix_kb_rooms_owner").on(t.ownerOrgId, t.id)],
);
