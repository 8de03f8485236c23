import "server-only";
import { asc, inArray, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { roomPace } from "@/db/schema/dispatch";

export type RoomPace = typeof roomPace.$inferInsert;
type LockedPace = Omit<RoomPace, "roomRef" | "lastRunAt"> & { lastRunAt: Date | null };

export const NO_PACE: LockedPace = { callTimes: [], runTimes: [], lastRunAt: null };

/** Locks the pace of these rooms; a room's first call makes its row first, so that there is something to lock. */
export async function lockPaces(tx: Tx, roomRefs: readonly number[]): Promise<Map<number, LockedPace>> {
  const ids = [...new Set(roomRefs)].sort((a, b) => a - b);
  if (ids.length === 0) return new Map();
  const read = () =>
    tx.select().from(roomPace).where(inArray(roomPace.roomRef, ids)).orderBy(asc(roomPace.roomRef)).for("update");
  let rows = await read();
  if (rows.length < ids.length) {
    await tx
      .insert(roomPace)
      .values(ids.map((roomRef) => ({ roomRef, callTimes: [], runTimes: [] })))
      .onDuplicateKeyUpdate({ set: { roomRef: sql`room_ref` } });
    rows = await read();
  }
  return new Map(rows.map((row) => [row.roomRef, row]));
}

/** Reserves: what `lockPaces` answered, with the calls about to be made. */
export async function writePaces(tx: Tx, paces: readonly RoomPace[]): Promise<void> {
  if (paces.length === 0) return;
  await tx
    .insert(roomPace)
    .values([...paces])
    .onDuplicateKeyUpdate({
      set: {
        callTimes: sql`values(call_times)`,
        runTimes: sql`values(run_times)`,
        lastRunAt: sql`values(last_run_at)`,
      },
    });
}
