import "server-only";
import { type PlainTx, transact } from "@/db/plain-sql";
import { deliveryEvents, kbScheduleLogParts, kbScheduleLogs } from "@/db/schema/deliveries";
import { kbBots } from "@/db/schema/rooms";
import { updateTexts } from "@/db/update-rows";
import type { Runtime } from "@/lib/runtime";
import { botColumns } from "./bot-standing";
import { lockLogs, partsOfLocked } from "./call-rows";
import { decideIntent, type Intent, type IntentAsk } from "./decide-intent";
import { decideResult, isOrphaning, NOTHING, type Recorded, type ResultAsk, type Settled } from "./decide-result";
import type { Lease } from "./lane";
import { renewLeases } from "./renew-leases";
import { lockPaces, NO_PACE, type RoomPace, writePaces } from "./room-paces";
import { lockSchedules, settleSchedules } from "./settle-schedules";
import { wakeLanes } from "./wake-lanes";

/**
 * The transaction between calls, of many devices at once, all or nothing (engine.md §1.4). Of the calls made: parts, runs,
 * schedules, bots and trail. Of those to be made: lease, rate slot, and the part as `sending` with its attempt and fence; a
 * crash after it leaves an unknown, never a second message, and a limit can only be over-counted. A result counts only for
 * the very attempt it belongs to; a late answer of a former owner may still settle its own unknown. Rows are locked in the
 * order lanes, paces, schedules, runs; with a run its parts.
 */
export async function commitCalls(
  rt: Pick<Runtime, "db" | "clock">,
  results: readonly ResultAsk[],
  intents: readonly IntentAsk[],
): Promise<{ recorded: Recorded[]; intents: Intent[] }> {
  const now = await rt.clock();
  return transact(rt.db, async (tx) => {
    const asks = [...results, ...intents];
    // The lanes' rows first, always (rulings 3).
    const held = await renewLeases(
      tx,
      asks.map((ask) => ask.lease),
      now,
    );
    await wakeLost(tx, results, held, now);
    const paces = await lockPaces(
      tx,
      intents.flatMap((ask) => (held.has(ask.lease) ? ask.run.room.id : [])),
    );
    const schedules = await lockSchedules(
      tx,
      results.map(({ run }) => run.log.scheduleId),
    );
    const logIds = asks.map(({ run }) => run.log.id);
    const rows = openRows(await lockLogs(tx, logIds), await partsOfLocked(tx, logIds));

    const asExpected = new Set<ResultAsk>();
    const settled = results.map((ask): Settled => {
      // What looks orphaned to who has lost the lane may be its new holder's call.
      if (isOrphaning(ask) && !held.has(ask.lease)) return NOTHING;
      const done = decideResult(ask, rows.log(ask.run.log.id), rows.parts(ask.run.log.id), now);
      rows.change(ask.run.log.id, done.change?.log, done.change?.parts);
      if (done.recorded && done.recorded.status === ask.expects) asExpected.add(ask);
      return done;
    });
    const noted = new Map<number, RoomPace>();
    const decided = intents.map((ask): Intent => {
      const { lease, run } = ask;
      if (!held.has(lease)) return { kind: "lost" };
      const before = ask.after?.();
      if (before && !asExpected.has(before)) return { kind: "gone" };
      const pace = noted.get(run.room.id) ?? paces.get(run.room.id) ?? NO_PACE;
      const { intent, change } = decideIntent(ask, rows.log(run.log.id), rows.parts(run.log.id), pace, now);
      if (change?.pace) noted.set(run.room.id, change.pace);
      rows.change(run.log.id, change?.log, change?.part && [change.part]);
      return intent;
    });

    for (const text of rows.texts()) await tx.run(text);
    const trail = settled.flatMap((entry) => entry.trail ?? []);
    if (trail.length > 0) await tx.orm().insert(deliveryEvents).values(trail);
    for (const text of updateTexts(kbBots, botColumns(results, now))) await tx.run(text);
    const ends = settled.flatMap((entry) => entry.change?.end ?? []);
    await settleSchedules(tx, ends, now, schedules);
    await writePaces(tx, noted);
    return { recorded: settled.map((entry) => entry.recorded), intents: decided };
  });
}

/** A lane that changed hands before a result came in is made to look again. */
async function wakeLost(tx: PlainTx, results: readonly ResultAsk[], held: ReadonlySet<Lease>, now: Date) {
  const lost = results.filter(({ lease }) => !held.has(lease));
  if (lost.length > 0)
    await wakeLanes(
      tx.orm(),
      lost.map(({ lease }) => lease.deviceId),
      now,
    );
}

type Logs = Awaited<ReturnType<typeof lockLogs>>;
type Parts = Awaited<ReturnType<typeof partsOfLocked>>;
type LogChange = { id: number } & Partial<typeof kbScheduleLogs.$inferSelect>;
type PartChange = { id: number } & Partial<typeof kbScheduleLogParts.$inferSelect>;

/** The locked rows, as each decision leaves them to the next, and what is to be written of them. */
function openRows(logs: Logs, parts: Parts) {
  const logChanges = new Map<number, LogChange>();
  const partChanges = new Map<number, PartChange>();
  return {
    log: (id: number) => logs.get(id),
    parts: (logId: number) => parts.get(logId) ?? [],
    change(id: number, log: LogChange | undefined, changed: readonly PartChange[] = []): void {
      if (log) note(logs.get(id), logChanges, log);
      const rows = parts.get(id) ?? [];
      for (const part of changed)
        note(
          rows.find((row) => row.id === part.id),
          partChanges,
          part,
        );
    },
    texts: () => [
      ...updateTexts(kbScheduleLogs, [...logChanges.values()]),
      ...updateTexts(kbScheduleLogParts, [...partChanges.values()]),
    ],
  };
}

/** Keeps a change for the end, and gives the row in hand those of the new values it has a place for. */
function note<C extends { id: number }>(row: object | undefined, changes: Map<number, C>, change: C): void {
  if (!row) return;
  const values = row as Record<string, unknown>;
  if (Object.entries(change).every(([name, value]) => name in values && values[name] === value)) return;
  for (const [name, value] of Object.entries(change)) if (name in values) values[name] = value;
  const before = changes.get(change.id);
  changes.set(change.id, before ? { ...before, ...change } : change);
}
