import "server-only";
import { and, asc, eq } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { transact } from "@/db/plain-sql";
import { kbScheduleLogParts, kbScheduleLogs } from "@/db/schema/deliveries";
import { orgs } from "@/db/schema/orgs";
import { kbBots } from "@/db/schema/rooms";
import type { UserActor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { can } from "@/lib/access/can";
import { inScope, type OrgScope, scopeOf } from "@/lib/access/scope";
import type { LogDto } from "@/lib/deliveries/log-dto";
import { findLog } from "@/lib/deliveries/queries";
import type { DecideInput, LogDecision } from "@/lib/deliveries/schema";
import { isLogOver, nextLogStatus, type PartEvent } from "@/lib/deliveries/status";
import { AppError } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { answerPart, dropParts } from "./answer-part";
import type { RunLog, RunPart } from "./load-runs";
import { lockSchedules, settleSchedules } from "./settle-schedules";
import { wakeLanes } from "./wake-lanes";

/** How long a run that a person sends again may take to get going (rulings 8). */
const RESEND_MS = 30 * 60_000;

const PART_EVENT: Record<LogDecision, PartEvent> = {
  delivered: "person_delivered",
  not_delivered: "person_not_delivered",
  resend: "person_resend",
  give_up: "person_give_up",
};

/**
 * A person's answer about an occurrence nobody could be sure of, or that was missed (rulings 8). Only the first answer
 * counts; it is audited and acts at once.
 * @throws AppError not_found, forbidden; conflict with the occurrence as `current` where its state allows no such answer
 */
export async function decideLog(
  rt: Pick<Runtime, "db" | "clock">,
  actor: UserActor,
  { id, decision }: DecideInput,
): Promise<LogDto> {
  const scope = scopeOf(actor);
  const { deviceId, path, scheduleId } = await placeOf(rt, scope, id);
  if (!can(actor, "log.decide", path)) throw new AppError("forbidden");
  const now = await rt.clock();
  const isDecided = await transact(rt.db, async (plain) => {
    const tx = plain.orm();
    await wakeLanes(tx, [deviceId], now);
    await lockSchedules(plain, [scheduleId]);
    const [log] = await tx.select().from(kbScheduleLogs).where(eq(kbScheduleLogs.id, id)).for("update");
    if (!log) return false;
    const parts = await tx
      .select()
      .from(kbScheduleLogParts)
      .where(eq(kbScheduleLogParts.logId, id))
      .orderBy(asc(kbScheduleLogParts.seq));
    const after =
      log.status === "missed"
        ? await decideMissed(tx, log, parts, decision, now)
        : await decideUnknown(tx, log, parts, decision, now);
    if (!after) return false;
    await tx
      .update(kbScheduleLogs)
      .set({ ...after, decidedBy: actor.userId, decidedAt: now })
      .where(eq(kbScheduleLogs.id, id));
    if (log.status === "unknown" && isLogOver(after.status))
      await settleSchedules(plain, [{ scheduleId: log.scheduleId, kind: log.kind, status: after.status }], now);
    await writeAudit(tx, actor, now, {
      action: `log.decide_${decision}`,
      subject: `log:${id}`,
      orgId: log.orgId,
      before: { status: log.status },
      after: { status: after.status },
    });
    return true;
  });
  const current = await findLog(rt.db, scope, id);
  if (!current) throw new AppError("not_found");
  if (!isDecided) throw new AppError("conflict", { message: "decisionTooLate", current });
  return current;
}

async function placeOf(rt: Pick<Runtime, "db">, scope: OrgScope, id: number) {
  const [place] = await rt.db
    .select({ deviceId: kbBots.deviceId, path: orgs.path, scheduleId: kbScheduleLogs.scheduleId })
    .from(kbScheduleLogs)
    .innerJoin(orgs, eq(orgs.id, kbScheduleLogs.orgId))
    .innerJoin(kbBots, eq(kbBots.id, kbScheduleLogs.botId))
    .where(and(eq(kbScheduleLogs.id, id), inScope(scope)));
  if (!place) throw new AppError("not_found");
  return place;
}

/** 지금 발송 or 건너뛰기; nothing of a missed run has gone, so nothing else can be said of it. */
async function decideMissed(tx: Executor, log: RunLog, parts: readonly RunPart[], decision: LogDecision, now: Date) {
  const kind = decision === "resend" ? "person_resend" : decision === "give_up" ? "person_give_up" : null;
  const status = kind && nextLogStatus(log.status, { kind });
  if (!status || (kind === "person_resend" && parts.length === 0)) return null;
  if (status === "planned")
    return {
      status,
      reasonCode: null,
      outcomeAt: null,
      nextAttemptAt: now,
      expiresAt: new Date(now.getTime() + RESEND_MS),
    };
  await dropParts(
    tx,
    parts.map((part) => part.id),
    "by_person",
    now,
  );
  return { status, reasonCode: "by_person", outcomeAt: null, completedAt: now };
}

/** The unknown part gets the answer, and the run goes on, goes again, or ends. */
async function decideUnknown(tx: Executor, log: RunLog, parts: readonly RunPart[], decision: LogDecision, now: Date) {
  const part = parts.find(({ status }) => status === "unknown");
  if (!part || log.status !== "unknown") return null;
  const isFailure = decision === "give_up" || decision === "not_delivered";
  const errorCode = decision === "give_up" ? "given_up" : isFailure ? "not_delivered" : null;
  // A person who saw it in the room is the strongest proof there is.
  const certainty = decision === "delivered" ? ("delivered" as const) : null;
  const columns = await answerPart(tx, log, parts, part, { event: PART_EVENT[decision], certainty, errorCode }, now);
  if (!columns) return null;
  // Also where the run only goes on: its first hour may long be over.
  return { ...columns, expiresAt: columns.completedAt ? log.expiresAt : new Date(now.getTime() + RESEND_MS) };
}
