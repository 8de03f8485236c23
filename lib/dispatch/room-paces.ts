import "server-only";
import { literal, literals, type PlainSql, parsedJson } from "@/db/plain-sql";

export type RoomPace = { callTimes: readonly number[]; runTimes: readonly number[]; lastRunAt: Date | null };

export const NO_PACE: RoomPace = { callTimes: [], runTimes: [], lastRunAt: null };

/** Locks the pace of these rooms; a room's first call makes its row first, so that there is something to lock. */
export async function lockPaces(tx: PlainSql, roomRefs: readonly number[]): Promise<Map<number, RoomPace>> {
  const ids = [...new Set(roomRefs)].sort((a, b) => a - b);
  if (ids.length === 0) return new Map();
  const read = () =>
    tx.rows<{ roomRef: number; callTimes: unknown; runTimes: unknown; lastRunAt: Date | null }>(
      `select room_ref roomRef, call_times callTimes, run_times runTimes, last_run_at lastRunAt from room_pace
       where room_ref in (${literals(ids)}) order by room_ref for update`,
    );
  let rows = await read();
  if (rows.length < ids.length) {
    await tx.run(
      `insert into room_pace (room_ref, call_times, run_times) values ${ids.map((id) => `(${literal(id)},'[]','[]')`).join()}
       on duplicate key update room_ref = room_pace.room_ref`,
    );
    rows = await read();
  }
  return new Map(
    rows.map(({ roomRef, callTimes, runTimes, lastRunAt }) => [
      roomRef,
      { callTimes: parsedJson<number[]>(callTimes), runTimes: parsedJson<number[]>(runTimes), lastRunAt },
    ]),
  );
}

/** Reserves: what `lockPaces` answered, with the calls about to be made. */
export async function writePaces(tx: PlainSql, paces: ReadonlyMap<number, RoomPace>): Promise<void> {
  if (paces.size === 0) return;
  const rows = Array.from(paces, ([roomRef, { callTimes, runTimes, lastRunAt }]) =>
    [roomRef, callTimes, runTimes, lastRunAt].map(literal).join(),
  );
  await tx.run(
    `insert into room_pace (room_ref, call_times, run_times, last_run_at) values ${rows.map((row) => `(${row})`).join()}
     on duplicate key update call_times = values(call_times), run_times = values(run_times), last_run_at = values(last_run_at)`,
  );
}
