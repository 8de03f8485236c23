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
  const heads = new Map<number, OpenRun>();
  for (const run of runs) {
    const head = heads.get(run.roomRef);
    if (!head || compareRuns(run, head) < 0) heads.set(run.roomRef, run);
  }
  const mayGo = [...heads.values()].filter((run) => run.nextAttemptAt <= now).sort(compareRuns);
  const held = [...heads.values()]
    .filter((head) => head.nextAttemptAt > now)
    .filter((head) => runs.some((run) => run.roomRef === head.roomRef && run.nextAttemptAt <= now))
    .map((head) => ({ roomRef: head.roomRef, until: head.nextAttemptAt }));
  return { next: mayGo[0] ?? null, held };
}
