import { date, index, int, mysqlEnum, mysqlTable, text, time, tinyint, unique, varchar } from "drizzle-orm/mysql-core";
import { orgLevels, scheduleStatuses, scheduleTypes, sendOrders, templateKinds, weekdays } from "../enums";
import { asciiKey, id, instant, json, mysqlSet, name, ref } from "./columns";
import { orgs } from "./orgs";
import { kbRooms } from "./rooms";
import { users } from "./users";

/** A standing instruction to send to one room (S2 §3.1). `next_send_at` is null unless it can fire. */
export const kbSchedule = mysqlTable(
  "kb_schedule",
  {
    id: id(),
    title: name(255).notNull(),
    description: text(),
    createdByType: mysqlEnum(orgLevels).notNull(),
    createdById: ref().notNull(),
    createdByMbId: asciiKey(40)
      .notNull()
      .references(() => users.mbId, { onDelete: "restrict", onUpdate: "cascade" }),
    ownerOrgId: ref()
      .notNull()
      .references(() => orgs.id, { onDelete: "restrict" }),
    roomRef: ref()
      .notNull()
      .references(() => kbRooms.id, { onDelete: "restrict" }),
    targetBotName: name(30).notNull(),
    targetRoomId: asciiKey(100).notNull(),
    messageText: text(),
    messageImages1: json<string[]>("message_images_1").notNull(),
    messageImages2: json<string[]>("message_images_2").notNull(),
    sendOrder: mysqlEnum(sendOrders).notNull().default("text_first"),
    sendIntervalSeconds: int().notNull().default(1),
    mediaWaitTime1: int("media_wait_time_1").notNull().default(0),
    mediaWaitTime2: int("media_wait_time_2").notNull().default(0),
    scheduleType: mysqlEnum(scheduleTypes).notNull(),
    /** KST wall date of a `once`. */
    scheduleDate: date({ mode: "string" }),
    /** KST wall time, seconds always 00. */
    scheduleTime: time().notNull(),
    scheduleWeekdays: mysqlSet(weekdays),
    timezone: asciiKey(40).notNull().default("Asia/Seoul"),
    validFrom: instant().notNull(),
    validUntil: instant().notNull(),
    status: mysqlEnum(scheduleStatuses).notNull().default("active"),
    priority: tinyint().notNull().default(5),
    catchUpMinutes: int().notNull().default(5),
    lastSentAt: instant(),
    nextSendAt: instant(),
    sendCount: int().notNull().default(0),
    consecutiveFailures: int().notNull().default(0),
    version: int().notNull().default(1),
    deletedAt: instant(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (t) => [
    index("idx_schedule_polling").on(t.status, t.nextSendAt, t.validFrom, t.validUntil),
    index("idx_schedule_due").on(t.nextSendAt, t.id),
    index("idx_schedule_created_by").on(t.createdByType, t.createdById),
    index("idx_schedule_target_room").on(t.targetRoomId),
    index("idx_schedule_target_bot").on(t.targetBotName),
    index("ix_schedule_owner_next").on(t.ownerOrgId, t.deletedAt, t.nextSendAt, t.id),
    index("ix_schedule_room").on(t.roomRef, t.deletedAt, t.id),
  ],
);

export const messageTemplates = mysqlTable(
  "message_templates",
  {
    id: id(),
    orgId: ref()
      .notNull()
      .references(() => orgs.id, { onDelete: "restrict" }),
    kind: mysqlEnum(templateKinds).notNull(),
    name: name(80).notNull(),
    body: text().notNull(),
    variables: json<string[]>(),
    solapiTemplateId: varchar({ length: 64 }),
    solapiStatus: varchar({ length: 20 }),
    solapiReason: varchar({ length: 500 }),
    solapiCheckedAt: instant(),
    createdBy: ref(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (t) => [unique("uq_templates_org_kind_name").on(t.orgId, t.kind, t.name)],
);
