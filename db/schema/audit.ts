import { index, mysqlTable, varchar } from "drizzle-orm/mysql-core";
import { asciiKey, id, instant, json, ref } from "./columns";

/** Append-only: who did what to which subject, written in the transaction that did it. */
export const auditLog = mysqlTable(
  "audit_log",
  {
    id: id(),
    at: instant().notNull(),
    actorUserId: ref(),
    actorName: varchar({ length: 60 }).notNull(),
    orgId: ref(),
    action: asciiKey(60).notNull(),
    subject: asciiKey(80).notNull(),
    before: json<unknown>(),
    after: json<unknown>(),
    ip: asciiKey(45),
    requestId: asciiKey(40),
  },
  (t) => [index("ix_audit_org_at").on(t.orgId, t.at, t.id), index("ix_audit_subject").on(t.subject, t.id)],
);
