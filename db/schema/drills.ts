import { index, mysqlTable } from "drizzle-orm/mysql-core";
import { asciiKey, id, instant, json, name, ref } from "./columns";

/** What was changed at a stand-in and how it was before: ids and settings, never a secret. */
export type DrillUndo =
  | { at: "room"; kind: string; roomId: string }
  | { at: "door"; route: string }
  | { at: "account"; accountId: string; tenantId: number; patch: Record<string, unknown>; secret?: true }
  | { at: "number" };

/** A fault somebody planted to try it out, where nothing is real, and the test message it was met with. */
export const drills = mysqlTable(
  "drills",
  {
    id: id(),
    fault: asciiKey(40).notNull(),
    plantedBy: ref().notNull(),
    plantedByName: name(60).notNull(),
    plantedAt: instant().notNull(),
    /** Taken away by itself then. */
    endsAt: instant().notNull(),
    /** Null while it is planted. */
    endedAt: instant(),
    undo: json<DrillUndo>().notNull(),
    messageId: ref(),
    recipientId: ref(),
    logId: ref(),
  },
  (t) => [index("ix_drills_open").on(t.endedAt, t.endsAt)],
);
