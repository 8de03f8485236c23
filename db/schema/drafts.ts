import { index, int, mysqlTable, unique } from "drizzle-orm/mysql-core";
import { asciiKey, id, instant, ref, sealed, sealedLong } from "./columns";
import { users } from "./users";

/** A message to phones that somebody is still writing: theirs alone, and sealed as a whole, for it holds full numbers. */
export const messageDrafts = mysqlTable(
  "message_drafts",
  {
    id: id(),
    userId: ref()
      .notNull()
      .references(() => users.id, { onDelete: "restrict" }),
    /** Made by whoever writes, so that keeping it twice is keeping it once. */
    draftKey: asciiKey(36).notNull(),
    content: sealedLong().notNull(),
    /** What the list shows, so that it needn't open everything. */
    summary: sealed().notNull(),
    recipients: int().notNull(),
    /** Its picture stays while the draft does. */
    imageKey: asciiKey(200),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    deletedAt: instant(),
  },
  (t) => [
    unique("uq_message_drafts_key").on(t.userId, t.draftKey),
    index("ix_message_drafts_user").on(t.userId, t.updatedAt),
    index("ix_message_drafts_updated").on(t.updatedAt),
    index("ix_message_drafts_deleted").on(t.deletedAt),
    index("ix_message_drafts_image").on(t.imageKey),
  ],
);
