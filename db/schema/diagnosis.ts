import { boolean, index, int, mysqlTable, primaryKey, smallint } from "drizzle-orm/mysql-core";
import { asciiKey, instant, json } from "./columns";

/** What a probe saw, for the words around it: figures and codes, never a name, a number of a phone or a secret. */
export type ProbeFigures = Record<string, string | number>;

/** How each probe went the last time: one row per key (`database`, `bot:3`, `account:7`). */
export const probeStates = mysqlTable("probe_states", {
  probeKey: asciiKey(40).primaryKey(),
  ok: boolean().notNull(),
  /** A condition of the table of causes; null where all is well. */
  cause: asciiKey(40),
  figures: json<ProbeFigures>().notNull(),
  ms: int().notNull(),
  /** Since when it is as it is: good, or bad. */
  changedAt: instant().notNull(),
  lastGoodAt: instant(),
  checkedAt: instant().notNull(),
});

/** How often it went well and badly, in half hours: the strip of the last day. Older ones are forgotten. */
export const probeSlots = mysqlTable(
  "probe_slots",
  {
    probeKey: asciiKey(40).notNull(),
    slotAt: instant().notNull(),
    good: smallint({ unsigned: true }).notNull().default(0),
    bad: smallint({ unsigned: true }).notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.probeKey, t.slotAt] }), index("ix_probe_slots_at").on(t.slotAt)],
);
