import "server-only";
import { asc, inArray } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { kbScheduleLogParts, kbScheduleLogs } from "@/db/schema/deliveries";
import { updateRows } from "@/db/update-rows";
import { type Ask, decideRateLimit, notePace } from "@/lib/deliveries/rate-limit";
import { nextPartStatus } from "@/lib/deliveries/status";
import type { LimitName } from "@/lib/rooms/limits";
import type { Runtime } from "@/lib/runtime";
import type { Lease } from "./lane";
import type { Run, RunPart } from "./load-runs";
import { renewLeases } from "./renew-leases";
import { lockPaces, NO_PACE, type RoomPace, writePaces } from "./room-paces";

export type IntentAsk = {
  lease: Lease;
  run: Run;
  part: RunPart /** The room's place before the call. */;
  mark: string | null;
};
export type Intent =
  /** Committed: the call may start now. */
  | { kind: "intended"; part: RunPart; at: Date }
  /** A limit stands in the way until then. */
  | { kind: "deferred"; until: Date; rule: LimitName }
  /** The run was cancelled or changed hands meanwhile. */
  | { kind: "gone" }
  /** Another instance holds the device. */
  | { kind: "lost" };

type OpenLog = Pick<
  typeof kbScheduleLogs.$inferSelect,
  "id" | "status" | "reasonCode" | "attempt" | "startedAt" | "nextAttemptAt" | "expiresAt"
>;

/**
 * The transaction before calls, of many devices at once: lease, rate slot, and the part as `sending` with its attempt and
 * fence, all or nothing (engine.md §1.4). A crash after it leaves an unknown, never a second message; a limit can only be
 * over-counted. Rows are locked in the order lanes, paces, runs, parts.
 */
export async function intendParts(rt: Pick<Runtime, "db" | "clock">, asks: readonly IntentAsk[]): Promise<Intent[]> {
  const now = await rt.clock();
  return retryDeadlocks(rt.db, async (tx) => {
    const held = await renewLeases(
      tx,
      asks.map((ask) => ask.lease),
      now,
    );
    const mine = asks.filter((ask) => held.has(ask.lease));
    const paces = await lockPaces(
      tx,
      mine.map(({ run }) => run.room.id),
    );
    const logs = await lockLogs(
      tx,
      mine.map(({ run }) => run.log.id),
    );
    const parts = await lockParts(
      tx,
      mine.map(({ part }) => part.id),
    );
    const noted = new Map<number, RoomPace>();

    const intents = asks.map((ask): Intent => {
      const { lease, run, part } = ask;
      if (!held.has(lease)) return { kind: "lost" };
      const log = logs.get(run.log.id);
      const current = parts.get(part.id);
      if (!log?.nextAttemptAt || !["planned", "deferred", "sending"].includes(log.status) || !current)
        return { kind: "gone" };
      const attempt = part.attempt + 1;
      const begun: RunPart = {
        ...part,
        status: "sending",
        attempt,
        fence: lease.fence,
        startedAt: now,
        mark: ask.mark,
      };
      // An earlier try of this very transaction came through, only its answer was lost: nobody else writes with this fence.
      if (current.status === "sending" && current.fence === lease.fence && current.attempt === attempt)
        return { kind: "intended", part: begun, at: now };
      if (nextPartStatus(current.status, "begin") === null || current.attempt !== part.attempt) return { kind: "gone" };
      const rate: Ask = log.startedAt ? "call" : "run";
      const pace = paces.get(run.room.id) ?? NO_PACE;
      const decision = decideRateLimit(run.limits, pace, rate, now);
      if (!decision.ok) {
        const until = log.expiresAt && log.expiresAt < decision.retryAt ? log.expiresAt : decision.retryAt;
        logs.set(log.id, { ...log, status: "deferred", reasonCode: decision.rule, nextAttemptAt: until });
        // Runs behind it in its room wait no longer than it does itself; one that is over is ended at the next look.
        return { kind: "deferred", until: until > now ? until : decision.retryAt, rule: decision.rule };
      }
      const next = { ...notePace(pace, rate, now), lastRunAt: rate === "run" ? now : pace.lastRunAt };
      paces.set(run.room.id, next);
      noted.set(run.room.id, { roomRef: run.room.id, ...next });
      logs.set(log.id, {
        ...log,
        status: "sending",
        reasonCode: null,
        attempt: Math.max(log.attempt, attempt),
        startedAt: log.startedAt ?? now,
      });
      return { kind: "intended", part: begun, at: now };
    });

    const changed = asks.flatMap(({ run }, i) => {
      const log = logs.get(run.log.id);
      return log && (intents[i]?.kind === "intended" || intents[i]?.kind === "deferred") ? [log] : [];
    });
    await updateRows(
      tx,
      kbScheduleLogs,
      changed.map(({ expiresAt: _, ...log }) => log),
    );
    await updateRows(
      tx,
      kbScheduleLogParts,
      intents.flatMap((intent) => (intent.kind === "intended" ? [changeOf(intent.part)] : [])),
    );
    await writePaces(tx, [...noted.values()]);
    return intents;
  });
}

const changeOf = ({ id, status, attempt, fence, startedAt, mark }: RunPart) => ({
  ...{ id, status, attempt, fence, startedAt, mark },
  finishedAt: null,
  errorCode: null,
});

async function lockLogs(tx: Tx, ids: readonly number[]): Promise<Map<number, OpenLog>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .select({
      id: kbScheduleLogs.id,
      status: kbScheduleLogs.status,
      reasonCode: kbScheduleLogs.reasonCode,
      attempt: kbScheduleLogs.attempt,
      startedAt: kbScheduleLogs.startedAt,
      nextAttemptAt: kbScheduleLogs.nextAttemptAt,
      expiresAt: kbScheduleLogs.expiresAt,
    })
    .from(kbScheduleLogs)
    .where(inArray(kbScheduleLogs.id, [...ids]))
    .orderBy(asc(kbScheduleLogs.id))
    .for("update");
  return new Map(rows.map((row) => [row.id, row]));
}

async function lockParts(tx: Tx, ids: readonly number[]) {
  if (ids.length === 0) return new Map<number, Pick<RunPart, "id" | "status" | "attempt" | "fence">>();
  const { id, status, attempt, fence } = kbScheduleLogParts;
  const rows = await tx
    .select({ id, status, attempt, fence })
    .from(kbScheduleLogParts)
    .where(inArray(kbScheduleLogParts.id, [...ids]))
    .orderBy(asc(kbScheduleLogParts.id))
    .for("update");
  return new Map(rows.map((row) => [row.id, row]));
}
