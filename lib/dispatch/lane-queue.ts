import { openHeap } from "./heap";
import { compareRuns, type OpenRun } from "./order-runs";

type Head<R> = {
  run: R /** As it stood when it became the head: what orders a heap must not change inside. */;
  key: OpenRun;
};

/**
 * The open runs of one device, kept so that whose turn it is needs no walk over all of them: for any times it answers
 * what `turnOf` answers.
 */
export function openLaneQueue<R extends OpenRun>() {
  const rooms = new Map<number, { runs: Set<R>; head: Head<R> | null }>();
  const waiting = openHeap<Head<R>>((a, b) => a.key.nextAttemptAt.getTime() - b.key.nextAttemptAt.getTime());
  const ready = openHeap<Head<R>>((a, b) => compareRuns(a.key, b.key));
  /** Heads that stopped being heads stay in the heaps until they come up. */
  const isStale = (head: Head<R>) => rooms.get(head.key.roomRef)?.head !== head;

  function crown(roomRef: number, run: R | null): void {
    const room = rooms.get(roomRef);
    if (!room) return;
    const key = run && keyOf(run);
    room.head = run && key && { run, key };
    if (room.head) waiting.push(room.head);
  }
  function firstOf(runs: Iterable<R>): R | null {
    let first: R | null = null;
    for (const run of runs) if (!first || compareRuns(run, first) < 0) first = run;
    return first;
  }
  return {
    add(run: R): void {
      const room = rooms.get(run.roomRef) ?? { runs: new Set<R>(), head: null };
      rooms.set(run.roomRef, room);
      room.runs.add(run);
      if (!room.head || compareRuns(run, room.head.run) < 0) crown(run.roomRef, run);
    },
    remove(run: R): void {
      const room = rooms.get(run.roomRef);
      if (room?.runs.delete(run) && room.head?.run === run) crown(run.roomRef, firstOf(room.runs));
    },
    /** Its times have changed. */
    moved(run: R): void {
      const room = rooms.get(run.roomRef);
      if (room?.runs.has(run)) crown(run.roomRef, firstOf(room.runs));
    },
    /** Whether it is the next of its room. */
    isHead: (run: R): boolean => rooms.get(run.roomRef)?.head?.run === run,
    /** The run whose next part may go at `now`; it stays. */
    next(now: Date): R | null {
      for (let head = waiting.peek(); head && head.key.nextAttemptAt <= now; head = waiting.peek()) {
        waiting.pop();
        if (!isStale(head)) ready.push(head);
      }
      for (let head = ready.peek(); head; head = ready.peek()) {
        if (!isStale(head)) return head.run;
        ready.pop();
      }
      return null;
    },
    /** From when on some run may go, in ms since the epoch: minus infinite when one was found that may go already, infinite when none is open. */
    wakesAtMs(): number {
      for (let head = ready.peek(); head; head = ready.peek()) {
        if (!isStale(head)) return Number.NEGATIVE_INFINITY;
        ready.pop();
      }
      for (let head = waiting.peek(); head; head = waiting.peek()) {
        if (!isStale(head)) return head.key.nextAttemptAt.getTime();
        waiting.pop();
      }
      return Number.POSITIVE_INFINITY;
    },
  };
}

const keyOf = ({ id, roomRef, priority, scheduledAt, nextAttemptAt, startedAt }: OpenRun): OpenRun => ({
  id,
  roomRef,
  priority,
  scheduledAt,
  nextAttemptAt,
  startedAt,
});
