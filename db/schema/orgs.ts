import { type AnyMySqlColumn, index, mysqlEnum, mysqlTable, unique } from "drizzle-orm/mysql-core";
import { orgLevels, orgStatuses } from "../enums";
import { asciiKey, id, instant, json, name, ref } from "./columns";

/** Limits an organisation or room sets for itself; null or absent = inherit (rulings 29). */
export type LimitOverrides = {
  minGapSeconds?: number | null;
  perMinute?: number | null;
  perHour?: number | null;
  callsPerDay?: number | null;
  runsPerDay?: number | null;
};

/** 본사 › 총판 › 대리점 › 지점. `path` is `/1/4/17/`: a subtree is a prefix. */
export const orgs = mysqlTable(
  "orgs",
  {
    id: id(),
    level: mysqlEnum(orgLevels).notNull(),
    code: asciiKey(40).notNull(),
    name: name(100).notNull(),
    parentId: ref().references((): AnyMySqlColumn => orgs.id, { onDelete: "restrict" }),
    path: asciiKey(100).notNull(),
    status: mysqlEnum(orgStatuses).notNull().default("active"),
    limits: json<LimitOverrides>(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (t) => [
    unique("uq_orgs_level_code").on(t.level, t.code),
    unique("uq_orgs_path").on(t.path),
    index("ix_orgs_parent").on(t.parentId),
  ],
);
