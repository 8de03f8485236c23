import type { Incident } from "./incidents";
import { storyAsks, storyIncidents } from "./incidents";
import type { ScheduleRow } from "./plant-schedules";
import { pastEnd } from "./story-clock";
import type { SeedTools } from "./tools";

const MINUTE_MS = 60_000;
const INCIDENT_AGE_MS = 120 * MINUTE_MS;

export type Downtime = { from: Date; to: Date };
export type PastRun = {
  schedule: ScheduleRow;
  scheduledAt: Date;
  kind: "schedule" | "manual" | "test";
  incident: Incident | null;
  /** Nothing ran when it fell due. */
  downtime: Downtime | null;
  requestedBy: string | null;
  room: string | null;
};

/** Every occurrence of the week behind us, in the order of time, with what went differently. */
export function pastRuns(
  now: Date,
  schedules: readonly ScheduleRow[],
  tools: SeedTools,
): { runs: PastRun[]; downtimes: Downtime[] } {
  const runs = schedules.flatMap((schedule) =>
    occurrences(schedule, now, tools).map(
      (scheduledAt): PastRun => ({
        schedule,
        scheduledAt,
        kind: "schedule",
        incident: null,
        downtime: null,
        requestedBy: null,
        room: null,
      }),
    ),
  );
  const downtimes: Downtime[] = [];
  const dayOf = new Map<string, Date>();
  for (const { schedule, back, what } of storyIncidents) {
    const mine = runs.filter(
      (run) => run.schedule.title === schedule && run.scheduledAt.getTime() <= now.getTime() - INCIDENT_AGE_MS,
    );
    const run = mine.at(-1 - back);
    if (!run) throw new Error(`the story has no occurrence ${back} of ${schedule}`);
    dayOf.set(schedule, run.scheduledAt);
    if (what.kind === "downtime") {
      const from = new Date(run.scheduledAt.getTime() - what.beforeMinutes * MINUTE_MS);
      downtimes.push({ from, to: new Date(from.getTime() + what.minutes * MINUTE_MS) });
    } else run.incident = what;
  }
  for (const run of runs)
    run.downtime = downtimes.find(({ from, to }) => run.scheduledAt > from && run.scheduledAt < to) ?? null;
  for (const ask of storyAsks) {
    const schedule = schedules.find(({ title }) => title === ask.schedule);
    if (!schedule) throw new Error(`the story has no schedule ${ask.schedule}`);
    const day =
      typeof ask.daysAgo === "number"
        ? tools.kstInstant(now, -ask.daysAgo, ask.at)
        : tools.kstInstant(dayOf.get(ask.daysAgo.like)!, 0, ask.at);
    // Nobody presses a button on the full minute.
    const scheduledAt = new Date(day.getTime() + 21_437);
    runs.push({
      schedule,
      scheduledAt,
      kind: ask.kind,
      incident: null,
      downtime: null,
      requestedBy: ask.by,
      room: ask.room ?? null,
    });
  }
  runs.sort((a, b) => a.scheduledAt.getTime() - b.scheduledAt.getTime() || a.schedule.id - b.schedule.id);
  return { runs, downtimes };
}

function occurrences(schedule: ScheduleRow, now: Date, tools: SeedTools): Date[] {
  const end = schedule.status === "inactive" ? schedule.updatedAt : pastEnd(now);
  const times: Date[] = [];
  let at = tools.nextOccurrence(schedule, schedule, new Date(schedule.createdAt.getTime()));
  while (at && at <= end) {
    times.push(at);
    at = tools.nextOccurrence(schedule, schedule, at);
  }
  return times;
}
