import { mysqlEnum, mysqlTable } from "drizzle-orm/mysql-core";
import { inboxOutcomes, inboxReaches } from "../enums";
import { instant, mysqlSet, ref } from "./columns";
import { users } from "./users";

/** What each person wants to be told, and until when they have looked. No row = the defaults. */
export const inboxes = mysqlTable("inboxes", {
  userId: ref()
    .primaryKey()
    .references(() => users.id, { onDelete: "restrict" }),
  reach: mysqlEnum(inboxReaches).notNull(),
  outcomes: mysqlSet(inboxOutcomes).notNull(),
  seenAt: instant(),
  updatedAt: instant().notNull(),
});
