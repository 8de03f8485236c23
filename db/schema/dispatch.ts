import { index, int, mysqlTable, varchar } from "drizzle-orm/mysql-core";
import { asciiKey, id, instant, json, ref } from "./columns";
import { kbRooms } from "./rooms";

/** The exclusive, expiring right to use one device (`device:<id>`) or one tenant's Solapi queue (rulings 2). */
export const lanes = mysqlTable(
  "lanes",
  {
    laneKey: asciiKey(120).primaryKey(),
    /** Null unless something is runnable. */
    readyAt: instant(),
    leaseOwner: asciiKey(80),
    leaseToken: asciiKey(40),
    leaseUntil: instant(),
    fence: int().notNull().default(0),
    parkReason: asciiKey(60),
    probeAt: instant(),
  },
  (t) => [index("ix_lanes_ready").on(t.readyAt, t.laneKey)],
);

/** Per-room pacing: recent gateway calls and the last run's start, reserved before a call. */
export const roomPace = mysqlTable("room_pace", {
  roomRef: ref()
    .primaryKey()
    .references(() => kbRooms.id, { onDelete: "restrict" }),
  /** Epoch milliseconds, oldest first, bounded to what the widest window needs. */
  callTimes: json<number[]>().notNull(),
  /** Epoch milliseconds of run starts within the KST day. */
  runTimes: json<number[]>().notNull(),
  lastRunAt: instant(),
});

/** Heartbeat of the dispatcher: one row per pass. */
export const ticks = mysqlTable(
  "ticks",
  {
    id: id(),
    executionId: asciiKey(100).notNull().unique("uq_ticks_execution"),
    startedAt: instant().notNull(),
    finishedAt: instant(),
    instance: asciiKey(80).notNull(),
    counts: json<Record<string, number>>(),
    skewMs: int(),
    error: varchar({ length: 500 }),
  },
  (t) => [index("ix_ticks_started").on(t.startedAt)],
);

/** Facts about this installation: `demo` marks a database the demo may reset (rulings 31). */
export const appMeta = mysqlTable("app_meta", {
  key: asciiKey(40).primaryKey(),
  value: varchar({ length: 255 }).notNull(),
});
