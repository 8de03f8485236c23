import { bigint, index, int, mysqlEnum, mysqlTable, smallint, unique, varchar } from "drizzle-orm/mysql-core";
import { type AlertKind, alertStates, instanceKinds, noticeEvents, noticeStates } from "../enums";
import { asciiKey, id, instant, json, ref } from "./columns";

/** What a sentence about an alert needs: figures and names, never a text of a message or a number of a person. */
export type AlertFacts = Record<string, string | number>;

/** One row per thing that may be wrong, for ever: `count` says how often it was. */
export const alerts = mysqlTable(
  "alerts",
  {
    id: id(),
    kind: asciiKey(40).$type<AlertKind>().notNull(),
    /** `bot:3`, `schedule:12`; empty where the whole installation is meant. */
    subject: asciiKey(60).notNull(),
    state: mysqlEnum(alertStates).notNull(),
    facts: json<AlertFacts>().notNull(),
    /** Since when it is on, or was the last time. */
    firstAt: instant().notNull(),
    /** When it was last seen on; once off, when it ended. */
    lastAt: instant().notNull(),
    count: int().notNull().default(1),
    notifiedAt: instant(),
    mutedUntil: instant(),
    mutedBy: ref(),
    /** Every transition is a compare-and-set on this. */
    version: int().notNull().default(1),
  },
  (t) => [unique("uq_alerts_kind_subject").on(t.kind, t.subject), index("ix_alerts_state").on(t.state, t.lastAt)],
);

/** What is to be told outside, written with its transition: sent, tried again with back-off, or given up, but never forgotten. */
export const alertNotices = mysqlTable(
  "alert_notices",
  {
    id: id(),
    alertId: ref()
      .notNull()
      .references(() => alerts.id, { onDelete: "restrict" }),
    event: mysqlEnum(noticeEvents).notNull(),
    body: json<Record<string, unknown>>().notNull(),
    state: mysqlEnum(noticeStates).notNull().default("pending"),
    attempts: smallint().notNull().default(0),
    /** Null once nothing is left to do. */
    nextAttemptAt: instant(),
    detail: varchar({ length: 200 }),
    createdAt: instant().notNull(),
    sentAt: instant(),
  },
  (t) => [index("ix_notices_next").on(t.nextAttemptAt, t.id), index("ix_notices_alert").on(t.alertId, t.id)],
);

/** Processes that serve or send, by their heartbeat. */
export const instances = mysqlTable("instances", {
  name: asciiKey(80).primaryKey(),
  kind: mysqlEnum(instanceKinds).notNull(),
  version: asciiKey(40).notNull(),
  startedAt: instant().notNull(),
  heartbeatAt: instant().notNull(),
});

/** Sums over ledgers that only grow, and how far each ledger has been summed: what a scrape costs never grows with them. */
export const metricCounters = mysqlTable("metric_counters", {
  name: asciiKey(80).primaryKey(),
  value: bigint({ mode: "number" }).notNull(),
});
