import type { PartStatus } from "@/db/enums";
import { decideRateLimit, notePace, type Pace } from "@/lib/deliveries/rate-limit";
import { nextPartStatus, type PartEvent, summaryOf } from "@/lib/deliveries/status";
import { limitNames } from "@/lib/rooms/limits";
import type { PlannedPart } from "@/lib/schedules/composition";
import { nextOccurrences } from "@/lib/schedules/recurrence";
import { DAY_MS } from "@/lib/time/kst";
import type { DeviceWorld, LedgerRun, RunForecast } from "./forecast-world";
import { openHeap } from "./heap";
import { openLaneQueue } from "./lane-queue";
import { type PartState, runAfter } from "./part-result";
import { openScheduleFeed, SCHEDULE_STOPPED } from "./schedule-feed";
import { waitOver } from "./wait-over";

export type SimulateOptions = {
  now: Date;
  /** Runs that fall due later are played but not told. */
  to: Date;
  /** How long a call is taken to last. */
  callMs: number;
};

type SimRun = Omit<LedgerRun, "parts"> & {
  planned: readonly PlannedPart[];
  /** Made of the planned ones when the first of them is looked at. */
  parts: PartState[] | null;
  told: RunForecast;
};
type Told = Pick<RunForecast, "at" | "scheduleId" | "roomId" | "kind" | "startedAt" | "parts">;
const NO_PACE: Pace = { callTimes: [], runTimes: [] };

/**
 * Plays a device forward on a clock of its own, from event to event, with the decisions of the engine: what a schedule
 * owes (planSchedule), whose turn it is (compareRuns), whether a limit allows it (decideRateLimit), what a part's result
 * means (runAfter), what becomes of what waited too long (waitOver). Passes are on time and every call is accepted.
 */
export function simulateDevice(world: DeviceWorld, { now, to, callMs }: SimulateOptions): RunForecast[] {
  const told: RunForecast[] = [];
  const open = new Set<SimRun>();
  const queue = openLaneQueue<SimRun>();
  const hours = openHeap<{ run: SimRun; endsMs: number }>((a, b) => a.endsMs - b.endsMs);
  const paces = new Map([...world.rooms].map(([id, room]) => [id, room.pace]));
  const standings = new Map([...world.bots].map(([id, bot]) => [id, bot.standing]));
  /** When the last run of a room was over. */
  const lastEnds = new Map<number, number>();
  let lastId = 0;
  let restMs = world.restUntil?.getTime() ?? 0;
  /** Told runs that are not over yet. */
  let unsettled = 0;
  const feed = openScheduleFeed(world.schedules, (row, from) => {
    const days = Math.max(0, Math.ceil((to.getTime() - from.getTime()) / DAY_MS)) + 1;
    for (const at of [from, ...nextOccurrences(row, row, from, days)])
      tell({ at, scheduleId: row.id, roomId: row.roomRef, kind: "schedule", startedAt: null, parts: 0 }).end = {
        status: "cancelled",
        reason: SCHEDULE_STOPPED,
        at,
        waited: false,
      };
  });

  function tell({ at, scheduleId, roomId, kind, startedAt, parts }: Told): RunForecast {
    const isBehind = false;
    const row = { at, scheduleId, roomId, kind, startedAt, parts, isBehind, deferred: null, sent: 0, end: null };
    if (at <= to) told.push(row);
    return row;
  }
  function begin(run: SimRun): void {
    lastId = Math.max(lastId, run.id);
    open.add(run);
    if (run.told.at <= to) unsettled++;
    if (run.expiresAt) hours.push({ run, endsMs: run.expiresAt.getTime() });
    const standing = standings.get(run.botId);
    if (standing) run.reasonCode = standing;
    else queue.add(run);
  }
  function end(run: SimRun, end: NonNullable<RunForecast["end"]>): void {
    queue.remove(run);
    open.delete(run);
    if (run.told.at <= to) unsettled--;
    run.told.end = end;
    run.told.sent = sentOf(run);
    lastEnds.set(run.roomRef, end.at.getTime());
    feed.settle(run.scheduleId, run.kind, end.status);
  }
  const isMissing = ({ payload }: PartState) =>
    payload.kind === "images" && payload.keys.some((key) => world.missing.has(key));
  /** Whether another run of its room ended after this one fell due. */
  const hasJustEnded = (run: SimRun) => (lastEnds.get(run.roomRef) ?? 0) > run.scheduledAt.getTime();
  /** Nothing goes with this bot: what is open waits for it until its hour is over. */
  function park(botId: number, reason: string): void {
    standings.set(botId, reason);
    for (const run of open) {
      if (run.botId !== botId) continue;
      queue.remove(run);
      run.reasonCode = reason;
    }
  }

  function materialise(at: Date): void {
    for (const { occurrence, schedule } of feed.take(at)) {
      const { scheduledAt, status, reasonCode, nextAttemptAt, expiresAt, kind, parts: planned } = occurrence;
      const { id: scheduleId, roomRef, priority } = occurrence.target.schedule;
      const row = tell({ at: scheduledAt, scheduleId, roomId: roomRef, kind, startedAt: null, parts: planned.length });
      if (!nextAttemptAt) {
        row.end = { status, reason: reasonCode, at: scheduledAt, waited: false };
        continue;
      }
      begin({
        id: lastId + 1,
        scheduleId,
        roomRef,
        botId: occurrence.target.bot.id,
        kind,
        priority,
        scheduledAt,
        nextAttemptAt,
        expiresAt,
        startedAt: null,
        status,
        reasonCode,
        refusal: schedule.refusal,
        planned,
        parts: null,
        told: row,
      });
    }
  }
  function endHours(at: Date): void {
    for (let first = hours.peek(); first && first.endsMs <= at.getTime(); first = hours.peek()) {
      hours.pop();
      const { run } = first;
      const over = open.has(run) ? waitOver(run, statusesOf(run)) : null;
      if (!over) continue;
      run.told.isBehind ||= !queue.isHead(run) || hasJustEnded(run);
      end(run, { status: over.status, reason: over.reasonCode, at, waited: true });
    }
  }
  /** The next part of a run, as the engine would take it. */
  function serve(run: SimRun, at: Date): void {
    run.parts ??= run.planned.map(asPending);
    const part = run.parts.find(({ status }) => status === "pending");
    const refused = part && (run.refusal ?? (isMissing(part) ? "image_missing" : null));
    if (!part) end(run, { status: summaryOf(statusesOf(run)), reason: run.reasonCode, at, waited: false });
    else if (refused === "bot_not_approved") park(run.botId, refused);
    else if (refused) goOn(run, part, "rejected", refused, at);
    else call(run, part, at);
  }
  function call(run: SimRun, part: PartState, at: Date): void {
    const room = world.rooms.get(run.roomRef);
    const pace = paces.get(run.roomRef) ?? NO_PACE;
    const ask = run.startedAt ? "call" : "run";
    const decision = room ? decideRateLimit(room.limits, pace, ask, at) : ({ ok: true } as const);
    if (!decision.ok) {
      Object.assign(run, { status: "deferred", reasonCode: decision.rule });
      run.nextAttemptAt = decision.retryAt;
      run.told.deferred = { rule: decision.rule, sent: sentOf(run), until: null };
      queue.moved(run);
      return;
    }
    paces.set(run.roomRef, notePace(pace, ask, at));
    if (run.told.deferred) run.told.deferred.until ??= at;
    if (!run.startedAt) {
      run.startedAt = at;
      run.told.startedAt = at;
      run.told.isBehind = hasJustEnded(run);
    }
    part.status = nextPartStatus(part.status, "begin") ?? part.status;
    const answeredMs = at.getTime() + callMs;
    restMs = answeredMs + (world.bots.get(run.botId)?.minGapMs ?? 0);
    goOn(run, part, "accepted", null, new Date(answeredMs));
  }
  function goOn(run: SimRun, part: PartState, event: PartEvent, reason: string | null, at: Date): void {
    const state = runAfter(run.parts ?? [], part.id, event, 0);
    part.status = nextPartStatus(part.status, event) ?? part.status;
    if (state.waitMs === null) {
      end(run, { status: state.status, reason, at, waited: false });
      return;
    }
    Object.assign(run, { status: state.status, reasonCode: reason });
    run.nextAttemptAt = new Date(at.getTime() + state.waitMs);
    queue.moved(run);
  }

  for (const run of world.runs) {
    const { scheduleId, roomRef, kind, startedAt } = run;
    const known = { at: run.scheduledAt, scheduleId, roomId: roomRef, kind, startedAt, parts: run.parts.length };
    // What is in a gateway's hands is taken to arrive.
    const parts = run.parts.map((part) => ({ ...part, status: part.status === "sending" ? "sent" : part.status }));
    const sim = { ...run, planned: [], parts, told: tell(known) };
    const rule = run.status === "deferred" && limitNames.find((name) => name === run.reasonCode);
    if (rule) sim.told.deferred = { rule, sent: sentOf(sim), until: null };
    begin(sim);
  }
  for (let at = now; ; ) {
    materialise(at);
    if (restMs <= at.getTime()) {
      endHours(at);
      for (let run = queue.next(at); run && restMs <= at.getTime(); run = queue.next(at)) serve(run, at);
    }
    const dueMs = feed.dueMs();
    if (unsettled === 0 && dueMs > to.getTime()) return told;
    const wakesMs = Math.max(restMs, Math.min(queue.wakesAtMs(), hours.peek()?.endsMs ?? Number.POSITIVE_INFINITY));
    const nextMs = Math.min(dueMs, wakesMs);
    if (nextMs === Number.POSITIVE_INFINITY) return told;
    at = new Date(nextMs);
  }
}

const asPending = (part: PlannedPart): PartState => ({ ...part, id: part.seq, status: "pending", certainty: null });
const statusesOf = ({ parts, planned }: SimRun): PartStatus[] =>
  parts ? parts.map((part) => part.status) : planned.map(() => "pending");
const sentOf = ({ parts }: SimRun) => parts?.reduce((n, part) => (part.status === "sent" ? n + 1 : n), 0) ?? 0;
