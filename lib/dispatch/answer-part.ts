import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import type { Executor } from "@/db/client";
import type { Certainty } from "@/db/enums";
import { kbScheduleLogParts } from "@/db/schema/deliveries";
import { nextPartStatus, type PartEvent } from "@/lib/deliveries/status";
import { lastedMs } from "./call-columns";
import type { RunLog, RunPart } from "./load-runs";
import { runAfter } from "./part-result";

export type PartAnswer = {
  event: PartEvent;
  certainty?: Certainty | null;
  errorCode?: string | null;
  detail?: string | null;
  providerRef?: string | null;
};

/**
 * Gives a part nobody was sure of its answer, whoever found it, and says what becomes of the run. The caller holds the rows.
 * @returns the run's columns, or null where the part's state allows no such answer
 */
export async function answerPart(
  tx: Executor,
  log: RunLog,
  parts: readonly RunPart[],
  part: RunPart,
  { event, certainty = null, errorCode = null, detail = null, providerRef }: PartAnswer,
  now: Date,
) {
  const status = nextPartStatus(part.status, event);
  if (!status) return null;
  await tx
    .update(kbScheduleLogParts)
    .set({
      ...{ status, certainty, errorCode, detail, askAt: null },
      ...(providerRef !== undefined && { providerRef: providerRef?.slice(0, 100) ?? null }),
      finishedAt: status === "pending" ? null : now,
    })
    .where(eq(kbScheduleLogParts.id, part.id));
  const known = parts.map((row) => (row.id === part.id ? { ...row, certainty } : row));
  const { isOver, waitMs: _wait, dropped, ...columns } = runAfter(known, part.id, event, 0);
  await dropParts(tx, dropped, "run_ended", now);
  return {
    ...columns,
    reasonCode: isOver && errorCode ? errorCode : null,
    errorMessage: null,
    nextAttemptAt: isOver ? null : now,
    completedAt: isOver ? now : null,
    outcomeAt: isOver ? now : null,
    durationMs: isOver ? lastedMs(log.startedAt, now) : null,
  };
}

/** Ends parts that will not be sent any more. */
export async function dropParts(tx: Executor, ids: readonly number[], errorCode: string, now: Date): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .update(kbScheduleLogParts)
    .set({ status: "skipped", errorCode, finishedAt: now })
    .where(and(inArray(kbScheduleLogParts.id, [...ids]), eq(kbScheduleLogParts.status, "pending")));
}
