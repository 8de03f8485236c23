/** What decides who goes first among the open runs of one device. */
export type OpenRun = {
  id: number;
  roomRef: number;
  priority: number;
  scheduledAt: Date;
  nextAttemptAt: Date;
  startedAt: Date | null;
};

/** A started run is never overtaken; the others go by priority (1 first), scheduled time, id (S2-74, C-39, rulings 4). */
export function compareRuns(a: OpenRun, b: OpenRun): number {
  return (
    Number(a.startedAt === null) - Number(b.startedAt === null) ||
    (a.startedAt && b.startedAt ? a.startedAt.getTime() - b.startedAt.getTime() : 0) ||
    a.priority - b.priority ||
    a.scheduledAt.getTime() - b.scheduledAt.getTime() ||
    a.id - b.id
  );
}

export type Turn = {
  /** The run whose next part may go now. */
  next: OpenRun | null;
  /** Rooms whose head still waits: their other due runs can't go before `until`. */
  held: { roomRef: number; until: Date }[];
};

/** Whose turn it is: inside each room strictly in order, across rooms whoever is first among the heads that may go. */
export function turnOf(runs: readonly OpenRun[], now: Date): Turn {
  const heads = headsOf(runs);
  let next: OpenRun | null = null;
  for (const head of heads.values())
    if (head.nextAttemptAt <= now && (!next || compareRuns(head, next) < 0)) next = head;
  const held = new Map<number, Date>();
  for (const { roomRef, nextAttemptAt } of runs) {
    const until = heads.get(roomRef)?.nextAttemptAt;
    if (until && until > now && nextAttemptAt <= now) held.set(roomRef, until);
  }
  return { next, held: Array.from(held, ([roomRef, until]) => ({ roomRef, until })) };
}

/** The first `count` runs whose turn it will be if nothing else happens, each of a room of its own. */
export const nextTurns = (runs: readonly OpenRun[], now: Date, count: number): OpenRun[] =>
  [...headsOf(runs).values()]
    .filter((head) => head.nextAttemptAt <= now)
    .sort(compareRuns)
    .slice(0, count);

function headsOf(runs: readonly OpenRun[]): Map<number, OpenRun> {
  const heads = new Map<number, OpenRun>();
  for (const run of runs) {
    const head = heads.get(run.roomRef);
    if (!head || compareRuns(run, head) < 0) heads.set(run.roomRef, run);
  }
  return heads;
}
