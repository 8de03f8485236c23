import "server-only";
import type { Batches } from "./batches";
import { standingColumns, standingOf } from "./bot-standing";
import { standingAfter } from "./breaker";
import type { Recorded, ResultAsk } from "./decide-result";
import type { Engine, PartPass } from "./deliver-part";
import type { Lease } from "./lane";
import { openLaneQueue } from "./lane-queue";
import type { LaneRun } from "./load-lane-work";
import type { Run } from "./load-runs";
import { type Known, lookAtLane } from "./look-at-lane";
import { nextTurns, type Turn, turnOf } from "./order-runs";
import type { RunState } from "./part-result";
import { countEnd, type TickCounts } from "./tick-counts";

/** Newer runs may come before those a lane knows of, and who may send what may change: both are asked again this often. */
const LOOK_EVERY_MS = 1_000;
/** Runs loaded in one go at most. */
const MOST_AHEAD = 16;
/** How long a call and what belongs to it take, as long as none was made. */
const FIRST_TURN_MS = 200;

type Recording = Extract<PartPass, { kind: "recorded" }>;

/**
 * What one lane knows of its device's work: its open runs, the next of them loaded, and the last result, which is taken for
 * what was expected of it until the database has answered.
 */
export function openLaneView(rt: Engine, batches: Batches, lease: Lease, counts: TickCounts) {
  /** At most a second old. */
  const loaded = new Map<number, { run: Run; atMs: number }>();
  let known: Known | null = null;
  let queue = openLaneQueue<LaneRun>();
  let open: { ask: ResultAsk; answer: Promise<void> } | null = null;
  /** From one call to the next. */
  let turnMs = FIRST_TURN_MS;
  let takenMs = Number.NEGATIVE_INFINITY;

  const isFresh = (atMs: number) => performance.now() - atMs < LOOK_EVERY_MS;
  const forget = (): void => {
    known = null;
    loaded.clear();
  };
  /** @returns false where nothing was open */
  async function answered(): Promise<boolean> {
    if (!open) return false;
    await open.answer;
    open = null;
    return true;
  }
  const timeAt = ({ now, atMs }: Known) => new Date(now.getTime() + performance.now() - atMs);

  /** Whose turn it is, and when that was last looked up. */
  async function turn(): Promise<Turn & { lookedAt: Date }> {
    if (!known || !isFresh(known.atMs)) {
      // What the database doesn't know yet would look like an orphan.
      await answered();
      known = await lookAtLane(rt, batches, lease, counts);
      queue = openLaneQueue();
      for (const run of usableRuns(known)) queue.add(run);
    }
    const now = timeAt(known);
    const next = queue.next(now);
    return { next, held: next ? [] : turnOf(usableRuns(known), now).held, lookedAt: known.now };
  }

  /** The run whose turn it is with all that decides about it; null where one has to look again. */
  async function take(id: number): Promise<Run | null> {
    const nowMs = performance.now();
    turnMs = Math.max(1, Math.min(turnMs * 2, nowMs - takenMs));
    takenMs = nowMs;
    const before = loaded.get(id);
    if (!before || !isFresh(before.atMs)) {
      await answered();
      if (!known) return null;
      const ahead = Math.min(MOST_AHEAD, Math.max(1, Math.floor(LOOK_EVERY_MS / turnMs)));
      const ids = nextTurns(usableRuns(known), timeAt(known), ahead).map((run) => run.id);
      const atMs = performance.now();
      loaded.clear();
      for (const run of await batches.runs(ids.includes(id) ? ids : [id]))
        if (run) loaded.set(run.log.id, { run, atMs });
    }
    const run = loaded.get(id)?.run;
    if (run && known) return { ...run, bot: known.bots.find((bot) => bot.id === run.bot.id) ?? run.bot };
    forget();
    return null;
  }

  /** A run goes on at `nextAttemptAt`; not by itself where that is null. */
  function move(id: number, nextAttemptAt: Date | null, startedAt: Date | null): void {
    const run = known?.runs.get(id);
    if (!known || !run) return;
    if (nextAttemptAt) {
      run.nextAttemptAt = nextAttemptAt;
      run.startedAt ??= startedAt;
      queue.moved(run);
    } else {
      known.runs.delete(id);
      queue.remove(run);
    }
  }

  /** What the lane knows after a part came to something. */
  function note({ ask }: Recording, nextAttemptAt: Date | null, at: Date): void {
    if (!known) return;
    const { run, outcome } = ask;
    const standing = standingAfter(standingOf(run.bot), outcome, at);
    const lastSeenAt = outcome.kind === "accepted" ? at : run.bot.lastSeenAt;
    const bot = { ...run.bot, ...standingColumns(standing), lastSeenAt };
    known.bots = known.bots.map((one) => (one.id === bot.id ? bot : one));
    move(run.log.id, nextAttemptAt, at);
    if (standing.parkReason) known = null;
  }

  /** Goes on as if the result came out as expected, and forgets everything where it doesn't. */
  function expect(pass: Recording, expected: RunState): void {
    const { ask, result } = pass;
    const mine = {
      ask,
      answer: result.then((recorded) => {
        if (recorded) countEnd(counts, recorded.status);
        if (recorded?.status !== ask.expects) forget();
        else if (open === mine) open = null;
      }),
    };
    // Whoever waits for the answer hears of it.
    mine.answer.catch(() => {});
    open = mine;
    const before = loaded.get(ask.run.log.id);
    loaded.delete(ask.run.log.id);
    if (!known) return;
    const at = timeAt(known);
    note(pass, expected.waitMs === null ? null : new Date(at.getTime() + expected.waitMs), at);
    if (before && expected.status === "sending") loaded.set(ask.run.log.id, { ...before, run: goneOn(ask, at) });
  }

  /** Waits for what the database makes of a result nobody can foresee. */
  async function hear(pass: Recording): Promise<Recorded> {
    loaded.delete(pass.ask.run.log.id);
    await answered();
    const recorded = await pass.result;
    if (recorded) countEnd(counts, recorded.status);
    if (known) note(pass, recorded?.nextAttemptAt ?? null, timeAt(known));
    return recorded;
  }

  return {
    turn,
    take,
    forget,
    answered,
    /** Takes in a result. @returns how long the run waits for its next part, in ms; null where it doesn't go on by itself */
    async recorded(pass: Recording): Promise<number | null> {
      if (pass.expected) {
        expect(pass, pass.expected);
        return pass.expected.status === "sending" ? pass.expected.waitMs : null;
      }
      const recorded = await hear(pass);
      return recorded?.status === "sending" ? recorded.waitMs : null;
    },
    deferred(id: number, until: Date): void {
      loaded.delete(id);
      move(id, until, null);
    },
    /** The result the next intent takes for granted. */
    unanswered: () => open?.ask ?? null,
    bots: () => known?.bots ?? null,
  };
}

/** The run with one more part sent. */
const goneOn = ({ run, part }: ResultAsk, at: Date): Run => ({
  ...run,
  log: { ...run.log, startedAt: run.log.startedAt ?? at },
  parts: run.parts.map((row) => (row.id === part.id ? { ...part, status: "sent" } : row)),
});

/** A parked bot's runs have no turn. */
function usableRuns({ bots, runs }: Known): LaneRun[] {
  const parked = new Set(bots.flatMap((bot) => (bot.parkReason === null ? [] : bot.id)));
  return [...runs.values()].filter((run) => !parked.has(run.botId));
}
