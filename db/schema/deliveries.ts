import {
  boolean,
  index,
  int,
  mysqlEnum,
  mysqlTable,
  smallint,
  text,
  tinyint,
  unique,
  varchar,
} from "drizzle-orm/mysql-core";
import { certainties, deliverySubjects, layers, logKinds, logStatuses, partKinds, partStatuses } from "../enums";
import { asciiKey, id, instant, json, ref } from "./columns";
import { orgs } from "./orgs";
import { kbRooms } from "./rooms";
import { kbSchedule } from "./schedules";

/** What a part sends, frozen when the occurrence was made: an edit never changes a run under way. */
export type PartPayload =
  | { kind: "text"; text: string }
  | { kind: "images"; keys: string[]; waitMs: number; bytes: number };

/** The occurrence ledger and the work row at once (S2 §3.2): written before any call, only updated after. */
export const kbScheduleLogs = mysqlTable(
  "kb_schedule_logs",
  {
    id: id(),
    scheduleId: ref()
      .notNull()
      .references(() => kbSchedule.id, { onDelete: "restrict" }),
    orgId: ref()
      .notNull()
      .references(() => orgs.id, { onDelete: "restrict" }),
    roomRef: ref()
      .notNull()
      .references(() => kbRooms.id, { onDelete: "restrict" }),
    botId: ref().notNull(),
    targetRoomId: asciiKey(100).notNull(),
    kind: mysqlEnum(logKinds).notNull().default("schedule"),
    priority: tinyint().notNull().default(5),
    title: varchar({ length: 255 }).notNull(),
    sentMessageText: text(),
    sentImages1: json<string[]>("sent_images_1"),
    sentImages2: json<string[]>("sent_images_2"),
    sendComponents: json<string[]>(),
    status: mysqlEnum(logStatuses).notNull().default("planned"),
    certainty: mysqlEnum(certainties),
    reasonCode: asciiKey(60),
    errorMessage: varchar({ length: 500 }),
    apiResponse: json<unknown>(),
    isCatchUp: boolean().notNull().default(false),
    isSandbox: boolean().notNull().default(false),
    attempt: smallint().notNull().default(0),
    waitMs: int().notNull().default(0),
    /** How many occurrences an `expired` summary row stands for, and since when. */
    missedCount: int(),
    missedFrom: instant(),
    requestedBy: ref(),
    decidedBy: ref(),
    decidedAt: instant(),
    scheduledAt: instant().notNull(),
    /** When the next part may go; null once nothing is left to do. */
    nextAttemptAt: instant(),
    expiresAt: instant(),
    startedAt: instant(),
    completedAt: instant(),
    durationMs: int(),
    /** When it last came to something people are told of; null while it goes on. */
    outcomeAt: instant(),
    createdAt: instant().notNull(),
  },
  (t) => [
    unique("uq_logs_occurrence").on(t.scheduleId, t.scheduledAt, t.kind),
    index("ix_logs_scheduled").on(t.scheduledAt, t.id),
    index("ix_logs_org").on(t.orgId, t.scheduledAt, t.id),
    index("ix_logs_org_status").on(t.orgId, t.status, t.scheduledAt, t.id),
    index("ix_logs_room_scheduled").on(t.roomRef, t.scheduledAt, t.id),
    index("ix_logs_room_next").on(t.roomRef, t.nextAttemptAt, t.id),
    index("ix_logs_org_outcome").on(t.orgId, t.outcomeAt, t.id),
    index("ix_logs_bot_next").on(t.botId, t.nextAttemptAt, t.id),
    /** What ended in a window, for figures and counters: counted from the index alone. */
    index("ix_logs_completed").on(t.completedAt, t.kind, t.status),
    index("idx_logs_room").on(t.targetRoomId),
    index("idx_logs_status").on(t.status, t.scheduledAt),
  ],
);

/** One gateway call. `sending` is committed before the call: that is how a crash is told from a failure. */
export const kbScheduleLogParts = mysqlTable(
  "kb_schedule_log_parts",
  {
    id: id(),
    logId: ref()
      .notNull()
      .references(() => kbScheduleLogs.id, { onDelete: "restrict" }),
    seq: tinyint({ unsigned: true }).notNull(),
    kind: mysqlEnum(partKinds).notNull(),
    chunk: tinyint({ unsigned: true }).notNull().default(0),
    payload: json<PartPayload>().notNull(),
    /** Wait after this part before the next one of the same run may go. */
    waitAfterMs: int().notNull().default(0),
    status: mysqlEnum(partStatuses).notNull().default("pending"),
    certainty: mysqlEnum(certainties),
    fence: int().notNull().default(0),
    attempt: smallint().notNull().default(0),
    /** The room's place before the call, by which its effect can be looked for later. */
    mark: asciiKey(100),
    providerRef: varchar({ length: 100 }),
    errorCode: asciiKey(60),
    detail: varchar({ length: 500 }),
    /** When the gateway is asked again what became of it; null unless that can still tell something. */
    askAt: instant(),
    asked: tinyint({ unsigned: true }).notNull().default(0),
    startedAt: instant(),
    finishedAt: instant(),
  },
  (t) => [
    index("ix_parts_ask").on(t.askAt, t.id),
    unique("uq_parts_log_kind_chunk").on(t.logId, t.kind, t.chunk),
    unique("uq_parts_log_seq").on(t.logId, t.seq),
  ],
);

/** Append-only trail: for rooms only when something is not plain success (rulings 12). */
export const deliveryEvents = mysqlTable(
  "delivery_events",
  {
    id: id(),
    subjectKind: mysqlEnum(deliverySubjects).notNull(),
    subjectId: ref().notNull(),
    layer: mysqlEnum(layers).notNull(),
    event: asciiKey(60).notNull(),
    code: asciiKey(60),
    detail: varchar({ length: 500 }),
    httpStatus: smallint(),
    ms: int(),
    at: instant().notNull(),
  },
  (t) => [index("ix_events_subject").on(t.subjectKind, t.subjectId, t.at)],
);
