import { datetime, index, int, mysqlEnum, mysqlTable, unique, varchar } from "drizzle-orm/mysql-core";
import { roles, userStatuses } from "../enums";
import { asciiKey, hash32, id, instant, json, name, ref, sealed } from "./columns";
import { orgs } from "./orgs";

export const users = mysqlTable(
  "users",
  {
    id: id(),
    mbId: asciiKey(40).notNull(),
    orgId: ref()
      .notNull()
      .references(() => orgs.id, { onDelete: "restrict" }),
    name: name(60).notNull(),
    passwordHash: varchar({ length: 255 }).notNull(),
    role: mysqlEnum(roles).notNull(),
    status: mysqlEnum(userStatuses).notNull().default("active"),
    totp: sealed(),
    lastLoginAt: instant(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (t) => [unique("uq_users_mb_id").on(t.mbId), index("ix_users_org").on(t.orgId, t.id)],
);

/** The truth about a login. The browser's JWT carries only the id; its SHA-256 is the key here. */
export const sessions = mysqlTable(
  "sessions",
  {
    idHash: hash32().primaryKey(),
    userId: ref()
      .notNull()
      .references(() => users.id, { onDelete: "restrict" }),
    createdAt: instant().notNull(),
    lastSeenAt: instant().notNull(),
    expiresAt: instant().notNull(),
    revokedAt: instant(),
    ip: asciiKey(45),
    userAgent: varchar({ length: 255 }),
  },
  (t) => [index("ix_sessions_user").on(t.userId, t.lastSeenAt)],
);

export const apiTokens = mysqlTable(
  "api_tokens",
  {
    id: id(),
    tokenHash: hash32().notNull(),
    userId: ref()
      .notNull()
      .references(() => users.id, { onDelete: "restrict" }),
    name: name(60).notNull(),
    scopes: json<string[]>(),
    createdAt: instant().notNull(),
    lastUsedAt: instant(),
    expiresAt: instant(),
    revokedAt: instant(),
  },
  (t) => [unique("uq_api_tokens_hash").on(t.tokenHash), index("ix_api_tokens_user").on(t.userId)],
);

/** Failed sign-ins per HMAC of account, address and both. Delays grow, nothing locks for good. */
export const authThrottle = mysqlTable("auth_throttle", {
  key: hash32().primaryKey(),
  windowStart: datetime({ mode: "date", fsp: 3 }).notNull(),
  fails: int().notNull(),
  blockedUntil: instant(),
});
