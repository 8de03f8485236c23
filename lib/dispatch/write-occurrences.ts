import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { LogKind, LogStatus } from "@/db/enums";
import { kbScheduleLogParts, kbScheduleLogs } from "@/db/schema/deliveries";
import { logImageRefs } from "@/db/schema/images";
import type { PlannedPart } from "@/lib/schedules/composition";
import type { ImageFacts, Target } from "./load-targets";

/** One occurrence about to enter the ledger, with the calls it consists of. */
export type NewOccurrence = {
  target: Target;
  kind: LogKind;
  scheduledAt: Date;
  status: Extract<LogStatus, "planned" | "missed" | "expired" | "failed">;
  reasonCode: string | null;
  errorMessage?: string | null;
  isCatchUp?: boolean;
  /** Null unless it waits to be sent. */
  nextAttemptAt: Date | null;
  expiresAt: Date | null;
  missedCount?: number | null;
  missedFrom?: Date | null;
  /** Since when and until when nothing ran, where that is why. */
  downtime?: { from: string; to: string } | null;
  requestedBy?: number | null;
  parts: readonly PlannedPart[];
};

const CHUNK = 100;

/**
 * Writes occurrences and their frozen parts into the ledger, before anything is sent. One that is there already stays as
 * it is (rulings 1).
 * @returns the ids of those written now, in the order given; null for one that was there
 */
export async function writeOccurrences(
  tx: Tx,
  occurrences: readonly NewOccurrence[],
  images: ImageFacts,
  now: Date,
): Promise<(number | null)[]> {
  const ids: (number | null)[] = [];
  for (let from = 0; from < occurrences.length; from += CHUNK)
    ids.push(...(await writeChunk(tx, occurrences.slice(from, from + CHUNK), images, now)));
  return ids;
}

const keyOf = (row: { scheduleId: number; scheduledAt: Date; kind: LogKind }) =>
  `${row.scheduleId}/${row.scheduledAt.getTime()}/${row.kind}`;

async function writeChunk(tx: Tx, chunk: readonly NewOccurrence[], images: ImageFacts, now: Date) {
  const rows = chunk.map((occurrence) => toRow(occurrence, now));
  const known = await idsOf(tx, rows);
  const fresh = rows.filter((row) => !known.has(keyOf(row)));
  if (fresh.length === 0) return chunk.map(() => null);
  await tx
    .insert(kbScheduleLogs)
    .values(fresh)
    .onDuplicateKeyUpdate({ set: { id: sql`id` } });
  const written = await idsOf(tx, fresh);
  const ids = rows.map((row) => (known.has(keyOf(row)) ? null : (written.get(keyOf(row)) ?? null)));

  const parts = chunk.flatMap((occurrence, i) => {
    const logId = ids[i];
    return logId ? occurrence.parts.map((part) => ({ ...part, logId })) : [];
  });
  if (parts.length > 0) await tx.insert(kbScheduleLogParts).values(parts);

  const refs = chunk.flatMap((occurrence, i) => {
    const logId = ids[i];
    const keys = occurrence.parts.flatMap(({ payload }) => (payload.kind === "images" ? payload.keys : []));
    const imageIds = new Set(keys.flatMap((key) => images.get(key)?.id ?? []));
    return logId ? [...imageIds].map((imageId) => ({ logId, imageId })) : [];
  });
  if (refs.length > 0)
    await tx
      .insert(logImageRefs)
      .values(refs)
      .onDuplicateKeyUpdate({ set: { logId: sql`log_id` } });
  return ids;
}

function toRow(occurrence: NewOccurrence, now: Date) {
  const { schedule, room, bot } = occurrence.target;
  const isOver = occurrence.status === "failed" || occurrence.status === "expired";
  return {
    scheduleId: schedule.id,
    orgId: schedule.ownerOrgId,
    roomRef: room.id,
    botId: bot.id,
    targetRoomId: room.roomId,
    kind: occurrence.kind,
    priority: schedule.priority,
    title: schedule.title,
    status: occurrence.status,
    reasonCode: occurrence.reasonCode,
    errorMessage: occurrence.errorMessage?.slice(0, 500) ?? null,
    apiResponse: occurrence.downtime ? { downtime: occurrence.downtime } : null,
    isCatchUp: occurrence.isCatchUp ?? false,
    isSandbox: bot.isSandbox,
    missedCount: occurrence.missedCount ?? null,
    missedFrom: occurrence.missedFrom ?? null,
    requestedBy: occurrence.requestedBy ?? null,
    scheduledAt: occurrence.scheduledAt,
    nextAttemptAt: occurrence.nextAttemptAt,
    expiresAt: occurrence.expiresAt,
    completedAt: isOver ? now : null,
    outcomeAt: occurrence.status === "planned" ? null : now,
    createdAt: now,
  };
}

async function idsOf(tx: Tx, rows: readonly ReturnType<typeof toRow>[]): Promise<Map<string, number>> {
  const scheduleIds = [...new Set(rows.map((row) => row.scheduleId))];
  const times = [...new Set(rows.map((row) => row.scheduledAt.getTime()))].map((ms) => new Date(ms));
  const kind = rows[0]!.kind;
  const found = await tx
    .select({
      id: kbScheduleLogs.id,
      scheduleId: kbScheduleLogs.scheduleId,
      scheduledAt: kbScheduleLogs.scheduledAt,
      kind: kbScheduleLogs.kind,
    })
    .from(kbScheduleLogs)
    .where(
      and(
        inArray(kbScheduleLogs.scheduleId, scheduleIds),
        inArray(kbScheduleLogs.scheduledAt, times),
        eq(kbScheduleLogs.kind, kind),
      ),
    );
  return new Map(found.map((row) => [keyOf(row), row.id]));
}
