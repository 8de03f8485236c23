import "server-only";
import { and, asc, eq, inArray, isNotNull, lte, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { kbScheduleLogs as logs } from "@/db/schema/deliveries";
import { type OpenRun, turnOf } from "./order-runs";

const DUE = 200;

/** Rooms of these bots that have due runs: the hot index holds open runs only. */
export const dueRooms = (db: Pick<Db, "select">, botId: number, now: Date) =>
  db
    .select({ roomRef: logs.roomRef })
    .from(logs, { forceIndex: "ix_logs_bot_next" })
    .where(and(eq(logs.botId, botId), lte(logs.nextAttemptAt, now)))
    .orderBy(asc(logs.nextAttemptAt), asc(logs.id))
    .limit(DUE);

/** Every open run of these rooms. */
export const openRuns = (db: Pick<Db, "select">, roomRefs: readonly number[]) =>
  db
    .select({
      id: logs.id,
      roomRef: logs.roomRef,
      priority: logs.priority,
      scheduledAt: logs.scheduledAt,
      nextAttemptAt: logs.nextAttemptAt,
      startedAt: logs.startedAt,
    })
    .from(logs, { forceIndex: "ix_logs_room_next" })
    .where(and(inArray(logs.roomRef, [...roomRefs]), isNotNull(logs.nextAttemptAt)));

/**
 * The run of a device whose next part may go now, or null. Runs behind a waiting head of their room are put off until
 * that head's time, so the hot index keeps only what can go.
 */
export async function pickRun(db: Db, botIds: readonly number[], now: Date): Promise<OpenRun | null> {
  const due = (await Promise.all(botIds.map((botId) => dueRooms(db, botId, now)))).flat();
  const rooms = [...new Set(due.map((row) => row.roomRef))];
  if (rooms.length === 0) return null;
  const open = await openRuns(db, rooms);
  const runs = open.flatMap((run): OpenRun[] =>
    run.nextAttemptAt ? [{ ...run, nextAttemptAt: run.nextAttemptAt }] : [],
  );
  const { next, held } = turnOf(runs, now);
  for (const { roomRef, until } of held)
    await db
      .update(logs)
      .set({ nextAttemptAt: sql`least(${until}, coalesce(${logs.expiresAt}, ${until}))` })
      .where(
        and(
          eq(logs.roomRef, roomRef),
          lte(logs.nextAttemptAt, now),
          inArray(logs.status, ["planned", "deferred"]),
          sql`(${logs.expiresAt} is null or ${logs.expiresAt} > ${now})`,
        ),
      );
  return next;
}
