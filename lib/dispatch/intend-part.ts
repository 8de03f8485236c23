import "server-only";
import { and, eq, inArray, isNotNull, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { kbScheduleLogParts, kbScheduleLogs } from "@/db/schema/deliveries";
import { roomPace } from "@/db/schema/dispatch";
import { type Ask, decideRateLimit, notePace } from "@/lib/deliveries/rate-limit";
import type { LimitName } from "@/lib/rooms/limits";
import type { Runtime } from "@/lib/runtime";
import type { Lease } from "./lane";
import type { Run, RunPart } from "./load-run";
import { renewLease } from "./renew-lease";

export type Intent =
  /** Committed: the call may start now. */
  | { kind: "intended"; part: RunPart; at: Date }
  /** A limit stands in the way until then. */
  | { kind: "deferred"; until: Date; rule: LimitName }
  /** The run was cancelled or changed hands meanwhile. */
  | { kind: "gone" }
  /** Another instance holds the device. */
  | { kind: "lost" };

class Gone extends Error {}

/**
 * The transaction before a call: lease, rate slot, and the part as `sending` with its attempt and fence, all or nothing
 * (engine.md §1.4). A crash after it leaves an unknown, never a second message; a limit can only be over-counted.
 */
export async function intendPart(
  rt: Pick<Runtime, "db" | "clock">,
  lease: Lease,
  run: Run,
  part: RunPart,
): Promise<Intent> {
  const now = await rt.clock();
  const attempt = part.attempt + 1;
  const ask: Ask = run.log.startedAt ? "call" : "run";
  try {
    return await retryDeadlocks(rt.db, async (tx): Promise<Intent> => {
      if (!(await renewLease(tx, lease, now))) return { kind: "lost" };
      const pace = await lockPace(tx, run.room.id);
      const decision = decideRateLimit(run.limits, pace, ask, now);
      if (!decision.ok) {
        await changeOpenRun(tx, run.log.id, {
          status: "deferred",
          reasonCode: decision.rule,
          nextAttemptAt: sql`least(${decision.retryAt}, coalesce(${kbScheduleLogs.expiresAt}, ${decision.retryAt}))`,
        });
        return { kind: "deferred", until: decision.retryAt, rule: decision.rule };
      }
      await changeOpenRun(tx, run.log.id, {
        status: "sending",
        reasonCode: null,
        attempt: sql`greatest(${kbScheduleLogs.attempt}, ${attempt})`,
        startedAt: sql`coalesce(${kbScheduleLogs.startedAt}, ${now})`,
        nextAttemptAt: now,
      });
      const [begun] = await tx
        .update(kbScheduleLogParts)
        .set({ status: "sending", attempt, fence: lease.fence, startedAt: now, finishedAt: null, errorCode: null })
        .where(
          and(
            eq(kbScheduleLogParts.id, part.id),
            eq(kbScheduleLogParts.status, "pending"),
            eq(kbScheduleLogParts.attempt, part.attempt),
          ),
        );
      if (begun.affectedRows !== 1) throw new Gone();
      await tx
        .update(roomPace)
        .set({ ...notePace(pace, ask, now), ...(ask === "run" && { lastRunAt: now }) })
        .where(eq(roomPace.roomRef, run.room.id));
      return {
        kind: "intended",
        at: now,
        part: { ...part, status: "sending", attempt, fence: lease.fence, startedAt: now },
      };
    });
  } catch (error) {
    if (error instanceof Gone) return { kind: "gone" };
    throw error;
  }
}

async function lockPace(tx: Tx, roomRef: number) {
  await tx
    .insert(roomPace)
    .values({ roomRef, callTimes: [], runTimes: [] })
    .onDuplicateKeyUpdate({ set: { roomRef: sql`room_ref` } });
  const [pace] = await tx.select().from(roomPace).where(eq(roomPace.roomRef, roomRef)).for("update");
  return pace ?? { callTimes: [], runTimes: [] };
}

type LogChange = Parameters<ReturnType<typeof updateLogs>["set"]>[0];
const updateLogs = (tx: Tx) => tx.update(kbScheduleLogs);

/** Changes a run that is still open, or throws the transaction away. */
async function changeOpenRun(tx: Tx, logId: number, change: LogChange): Promise<void> {
  const [changed] = await updateLogs(tx)
    .set(change)
    .where(
      and(
        eq(kbScheduleLogs.id, logId),
        inArray(kbScheduleLogs.status, ["planned", "deferred", "sending"]),
        isNotNull(kbScheduleLogs.nextAttemptAt),
      ),
    );
  if (changed.affectedRows !== 1) throw new Gone();
}
