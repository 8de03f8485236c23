import type { LogStatus, PartStatus } from "../enums";
import type { deliveryEvents, kbScheduleLogParts, kbScheduleLogs } from "../schema/deliveries";
import { type Downtime, type PastRun, pastRuns } from "./past-runs";
import { storyPeople } from "./people";
import type { ScheduleRow } from "./plant-schedules";
import { type Call, dice, rehearseRun } from "./rehearse-run";
import { roomByKey, storyRooms } from "./rooms";
import type { SeedTools, StoryPart } from "./tools";

type LogRow = typeof kbScheduleLogs.$inferInsert & { id: number };
type PartRow = typeof kbScheduleLogParts.$inferInsert;
export type Past = {
  logs: LogRow[];
  parts: PartRow[];
  events: (typeof deliveryEvents.$inferInsert)[];
  calls: { roomRef: number; at: Date; isRunStart: boolean }[];
  downtimes: Downtime[];
};

const HOUR_MS = 3_600_000;
const people = new Map(storyPeople.map((person) => [person.mbId, person.id]));
const later = (at: Date, ms: number) => new Date(at.getTime() + ms);

/** The ledger of the week behind us: one row per occurrence, one per part, and the trail where something wasn't plain success. */
export function pastLedger(
  now: Date,
  schedules: readonly ScheduleRow[],
  tools: SeedTools,
  bytesOf: (key: string) => number,
): Past {
  const { runs, downtimes } = pastRuns(now, schedules, tools);
  const past: Past = { logs: [], parts: [], events: [], calls: [], downtimes };
  const fences = new Map<number, number>();
  for (const [i, run] of runs.entries()) tell(past, i + 1, run, tools.planParts(run.schedule, bytesOf), fences);
  return past;
}

function tell(past: Past, id: number, run: PastRun, planned: readonly StoryPart[], fences: Map<number, number>): void {
  const { schedule, scheduledAt, incident, downtime } = run;
  const roll = dice(schedule.id * 7919 + Math.floor(scheduledAt.getTime() / 60_000));
  const room = run.room === null ? storyRooms.find((one) => one.id === schedule.roomRef)! : roomByKey.get(run.room)!;
  const seenAt = downtime
    ? later(downtime.to, roll(400, 2_500))
    : later(scheduledAt, run.kind === "schedule" ? roll(300, 9_000) : 0);
  const lateMs = seenAt.getTime() - scheduledAt.getTime();
  const isCatchUp = downtime !== null && lateMs > 120_000;
  const why = downtime && { from: downtime.from.toISOString(), to: downtime.to.toISOString() };
  const base = {
    id,
    scheduleId: schedule.id,
    orgId: schedule.ownerOrgId,
    roomRef: room.id,
    botId: room.bot,
    targetRoomId: room.roomId,
    kind: run.kind,
    priority: schedule.priority,
    title: schedule.title,
    isSandbox: true,
    requestedBy: run.requestedBy === null ? null : people.get(run.requestedBy)!,
    scheduledAt,
    expiresAt: later(seenAt, HOUR_MS),
    createdAt: seenAt,
  };
  const unsent = (over: Partial<LogRow>, part: Partial<PartRow>) => {
    past.logs.push({ ...base, ...over });
    past.parts.push(...planned.map((one) => ({ ...one, ...part, logId: id })));
  };
  if (isCatchUp && lateMs > schedule.catchUpMinutes * 60_000) {
    unsent(
      {
        status: "missed",
        reasonCode: "scheduler_down",
        expiresAt: null,
        outcomeAt: seenAt,
        apiResponse: { downtime: why },
      },
      {},
    );
    return;
  }
  if (incident?.kind === "limit") {
    const endedAt = later(base.expiresAt, roll(500, 4_000));
    unsent(
      { status: "skipped", reasonCode: incident.rule, outcomeAt: endedAt, completedAt: endedAt },
      { status: "skipped", errorCode: incident.rule, finishedAt: endedAt },
    );
    return;
  }
  if (incident?.kind === "cancelled") {
    const endedAt = later(seenAt, 37_000);
    unsent(
      {
        status: "cancelled",
        reasonCode: "schedule_off",
        decidedBy: people.get(incident.by)!,
        decidedAt: endedAt,
        completedAt: endedAt,
      },
      { status: "skipped", finishedAt: endedAt },
    );
    return;
  }
  const rehearsal = rehearseRun(planned, later(seenAt, roll(80, 400)), incident, roll);
  const fence = (fences.get(room.bot) ?? 0) + 1;
  fences.set(room.bot, fence);
  past.parts.push(...rehearsal.parts.map((part) => ({ ...part, logId: id, fence: part.attempt ? fence : 0 })));
  past.calls.push(...rehearsal.calls.map((call, i) => ({ roomRef: room.id, at: call.at, isRunStart: i === 0 })));
  past.events.push(...rehearsal.calls.flatMap((call) => eventOf(id, call)));
  const status = statusOf(rehearsal.parts.map((part) => part.status ?? "pending"));
  const isOver = status !== "unknown";
  const trouble = rehearsal.calls.find((call) => call.outcome !== "accepted");
  const stands = status === "success" ? undefined : trouble;
  const decidedBy = incident?.kind === "unknown" && incident.decidedBy ? people.get(incident.decidedBy)! : null;
  past.logs.push({
    ...base,
    ...sentOf(rehearsal.parts),
    status,
    isCatchUp,
    reasonCode: stands?.reason ?? null,
    errorMessage: stands?.detail ?? null,
    apiResponse: { ...(isCatchUp && { downtime: why }), calls: rehearsal.calls.map(({ at: _, ...call }) => call) },
    attempt: Math.max(...rehearsal.calls.map((call) => call.attempt)),
    waitMs: rehearsal.waitMs,
    startedAt: rehearsal.startedAt,
    outcomeAt: rehearsal.endedAt,
    completedAt: isOver ? rehearsal.endedAt : null,
    durationMs: isOver ? rehearsal.endedAt.getTime() - rehearsal.startedAt.getTime() : null,
    ...(decidedBy && {
      decidedBy,
      decidedAt: rehearsal.parts.find((part) => part.seq === trouble?.seq)?.finishedAt ?? null,
    }),
  });
}

function statusOf(parts: readonly PartStatus[]): LogStatus {
  if (parts.includes("unknown")) return "unknown";
  const sent = parts.filter((part) => part === "sent").length;
  return sent === parts.length ? "success" : sent === 0 ? "failed" : "partial";
}

/** What certainly went, in the columns of S2 §3.2. */
function sentOf(parts: readonly Omit<PartRow, "logId">[]) {
  const sent = parts.filter((part) => part.status === "sent");
  const text = sent.flatMap(({ payload }) => (payload.kind === "text" ? [payload.text] : []));
  const keys = (kind: string) =>
    sent.flatMap((part) => (part.kind === kind && part.payload.kind === "images" ? part.payload.keys : []));
  const orNull = (list: string[]) => (list.length > 0 ? list : null);
  const isAccepted = sent.some((part) => part.certainty === "accepted");
  return {
    certainty: sent.length === 0 ? null : isAccepted ? ("accepted" as const) : ("delivered" as const),
    sentMessageText: text[0] ?? null,
    sentImages1: orNull(keys("images_1")),
    sentImages2: orNull(keys("images_2")),
    sendComponents: [...new Set(sent.map((part) => part.kind))],
  };
}

function eventOf(logId: number, call: Call): (typeof deliveryEvents.$inferInsert)[] {
  if (call.outcome === "accepted") return [];
  const event = call.outcome === "unknown" ? "lost" : call.attempt < 3 ? "postponed" : "rejected";
  return [
    {
      subjectKind: "room_log",
      subjectId: logId,
      layer: "provider",
      event,
      code: call.reason ?? null,
      detail: call.detail ?? null,
      ms: call.tookMs,
      at: later(call.at, call.tookMs),
    },
  ];
}
