import { mysqlTable, unique, varchar } from "drizzle-orm/mysql-core";
import { asciiKey, id, instant, name, ref } from "./columns";
import { users } from "./users";

/** What somebody narrows a list to again and again, under a name of their own: theirs alone. */
export const savedViews = mysqlTable(
  "saved_views",
  {
    id: id(),
    userId: ref()
      .notNull()
      .references(() => users.id, { onDelete: "restrict" }),
    page: asciiKey(20).$type<"logs" | "messages">().notNull(),
    name: name(40).notNull(),
    /** As it stands in the address, without the question mark; never with anybody's number. */
    query: varchar({ length: 800 }).notNull(),
    createdAt: instant().notNull(),
  },
  (t) => [unique("uq_saved_views_name").on(t.userId, t.page, t.name)],
);
