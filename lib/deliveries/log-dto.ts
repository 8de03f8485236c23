import type { Certainty, LogKind, LogStatus, PartKind, PartStatus } from "@/db/enums";
import type { kbScheduleLogParts, kbScheduleLogs, PartPayload } from "@/db/schema/deliveries";
import { callsOf, type Proof, proofOf } from "./proof";

export type LogPartDto = {
  seq: number;
  kind: PartKind;
  chunk: number;
  status: PartStatus;
  certainty: Certainty | null;
  attempt: number;
  errorCode: string | null;
  detail: string | null;
  providerRef: string | null;
  waitAfterMs: number;
  startedAt: string | null;
  finishedAt: string | null;
  /** How many characters of text, or how many images. */
  size: number;
};

/** One occurrence as the API tells it: the seed's column names in camelCase, instants in UTC. */
export type LogDto = {
  id: number;
  scheduleId: number;
  kind: LogKind;
  title: string;
  scheduledAt: string;
  status: LogStatus;
  certainty: Certainty | null;
  reasonCode: string | null;
  errorMessage: string | null;
  attempt: number;
  isCatchUp: boolean;
  isSandbox: boolean;
  priority: number;
  waitMs: number;
  startedAt: string | null;
  completedAt: string | null;
  durationMs: number | null;
  nextAttemptAt: string | null;
  expiresAt: string | null;
  missedCount: number | null;
  missedFrom: string | null;
  /** When nothing ran, where that is why it is late or was missed. */
  downtime: { from: string; to: string } | null;
  requestedBy: { id: number; name: string } | null;
  decidedBy: { id: number; name: string } | null;
  decidedAt: string | null;
  schedule: { id: number; title: string };
  room: { id: number; name: string; roomId: string };
  org: { id: number; name: string };
  parts: LogPartDto[];
  /** Planned, effects, duplicates, unknown: what the rows behind this run prove. */
  proof: Proof;
};

export type LogRow = {
  log: typeof kbScheduleLogs.$inferSelect;
  scheduleTitle: string;
  roomName: string;
  orgName: string;
  requesterName: string | null;
  deciderName: string | null;
};
export type LogPartRow = typeof kbScheduleLogParts.$inferSelect;

const iso = (at: Date | null) => at?.toISOString() ?? null;
const person = (id: number | null, name: string | null) => (id === null ? null : { id, name: name ?? "" });
const sizeOf = (payload: PartPayload) => (payload.kind === "text" ? [...payload.text].length : payload.keys.length);

export const toPartDto = (part: LogPartRow): LogPartDto => ({
  seq: part.seq,
  kind: part.kind,
  chunk: part.chunk,
  status: part.status,
  certainty: part.certainty,
  attempt: part.attempt,
  errorCode: part.errorCode,
  detail: part.detail,
  providerRef: part.providerRef,
  waitAfterMs: part.waitAfterMs,
  startedAt: iso(part.startedAt),
  finishedAt: iso(part.finishedAt),
  size: sizeOf(part.payload),
});

export function toLogDto(row: LogRow, parts: readonly LogPartRow[]): LogDto {
  const { log } = row;
  return {
    id: log.id,
    scheduleId: log.scheduleId,
    kind: log.kind,
    title: log.title,
    scheduledAt: log.scheduledAt.toISOString(),
    status: log.status,
    certainty: log.certainty,
    reasonCode: log.reasonCode,
    errorMessage: log.errorMessage,
    attempt: log.attempt,
    isCatchUp: log.isCatchUp,
    isSandbox: log.isSandbox,
    priority: log.priority,
    waitMs: log.waitMs,
    startedAt: iso(log.startedAt),
    completedAt: iso(log.completedAt),
    durationMs: log.durationMs,
    nextAttemptAt: iso(log.nextAttemptAt),
    expiresAt: iso(log.expiresAt),
    missedCount: log.missedCount,
    missedFrom: iso(log.missedFrom),
    downtime: (log.apiResponse as { downtime?: { from: string; to: string } } | null)?.downtime ?? null,
    requestedBy: person(log.requestedBy, row.requesterName),
    decidedBy: person(log.decidedBy, row.deciderName),
    decidedAt: iso(log.decidedAt),
    schedule: { id: log.scheduleId, title: row.scheduleTitle },
    room: { id: log.roomRef, name: row.roomName, roomId: log.targetRoomId },
    org: { id: log.orgId, name: row.orgName },
    parts: parts.map(toPartDto),
    proof: proofOf(parts, callsOf(log.apiResponse)),
  };
}
