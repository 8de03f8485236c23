import "server-only";
import { and, eq, inArray, isNull } from "drizzle-orm";
import type { Executor, Tx } from "@/db/client";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { kbScheduleLogs } from "@/db/schema/deliveries";
import { orgs } from "@/db/schema/orgs";
import { kbBots, kbRooms } from "@/db/schema/rooms";
import { kbSchedule } from "@/db/schema/schedules";
import type { UserActor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { can } from "@/lib/access/can";
import { inScope, type OrgScope, scopeOf } from "@/lib/access/scope";
import type { LogDto } from "@/lib/deliveries/log-dto";
import { findLog } from "@/lib/deliveries/queries";
import type { SendInput } from "@/lib/deliveries/schema";
import { AppError, invalid } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { contentIssue, planParts } from "@/lib/schedules/composition";
import { callRulesOf } from "./call-rules";
import { MOST_WAIT_MS } from "./lane";
import { botColumns, loadImageFacts, loadTargets, roomColumns, type Target } from "./load-targets";
import { wakeLanes } from "./wake-lanes";
import { writeOccurrences } from "./write-occurrences";

/**
 * Sends a schedule's content once, now: `manual` to its own room, `test` to a test room. It is an occurrence like any
 * other, through the same ledger, limits and engine.
 * @throws AppError not_found, forbidden; invalid at `roomId` or at the content; conflict while the same one is under way
 */
export async function sendNow(
  rt: Pick<Runtime, "db" | "clock" | "gateway">,
  actor: UserActor,
  input: SendInput,
): Promise<LogDto> {
  const scope = scopeOf(actor);
  const now = await rt.clock();
  const id = await retryDeadlocks(rt.db, async (tx) => {
    const target = await targetOf(tx, scope, actor, input);
    const { schedule } = target;
    const issue = contentIssue(schedule);
    if (issue) throw invalid(issue.field, issue.message);
    const images = await loadImageFacts(tx, [schedule]);
    const parts = planParts(schedule, callRulesOf(rt.gateway(target.bot.gateway), images));

    await wakeLanes(tx, [target.bot.deviceId], now);
    await refuseTwice(tx, target, input);
    const [logId] = await writeOccurrences(
      tx,
      [
        {
          target,
          kind: input.kind,
          scheduledAt: now,
          status: "planned",
          reasonCode: null,
          nextAttemptAt: now,
          expiresAt: new Date(now.getTime() + MOST_WAIT_MS),
          requestedBy: actor.userId,
          parts,
        },
      ],
      images,
      now,
    );
    if (!logId) throw new AppError("conflict", { message: "sendUnderWay" });
    await writeAudit(tx, actor, now, {
      action: `log.send_${input.kind}`,
      subject: `log:${logId}`,
      orgId: schedule.ownerOrgId,
      after: { scheduleId: schedule.id, roomId: target.room.id, parts: parts.length },
    });
    return logId;
  });
  const log = await findLog(rt.db, scope, id);
  if (!log) throw new Error(`log ${id} left its sender's subtree`);
  return log;
}

async function targetOf(tx: Tx, scope: OrgScope, actor: UserActor, input: SendInput): Promise<Target> {
  const [row] = await tx
    .select({ path: orgs.path })
    .from(kbSchedule)
    .innerJoin(orgs, eq(orgs.id, kbSchedule.ownerOrgId))
    .where(and(eq(kbSchedule.id, input.id), isNull(kbSchedule.deletedAt), inScope(scope)));
  if (!row) throw new AppError("not_found");
  if (!can(actor, "log.send", row.path)) throw new AppError("forbidden");
  const [target] = await loadTargets(tx, [input.id]);
  if (!target) throw new AppError("not_found");
  const room = await roomOf(tx, scope, input.roomId ?? target.room.id);
  if (!room) throw invalid("roomId", "roomNotFound");
  if (input.kind === "test" && room.room.roomType !== "test") throw invalid("roomId", "roomNotTest");
  if (input.kind === "manual" && room.room.id !== target.room.id) throw invalid("roomId", "roomNotOfSchedule");
  return { schedule: target.schedule, ...room };
}

/** A room that may be written to now; a foreign one is as absent as one that never existed (rulings 25). */
async function roomOf(db: Executor, scope: OrgScope, roomId: number): Promise<Pick<Target, "room" | "bot"> | null> {
  const [row] = await db
    .select({ room: roomColumns, bot: botColumns })
    .from(kbRooms)
    .innerJoin(kbBots, eq(kbBots.id, kbRooms.botId))
    .innerJoin(orgs, eq(orgs.id, kbRooms.ownerOrgId))
    .where(
      and(
        eq(kbRooms.id, roomId),
        isNull(kbRooms.deletedAt),
        eq(kbRooms.status, "active"),
        eq(kbBots.status, "approved"),
        isNull(kbBots.deletedAt),
        inScope(scope),
      ),
    );
  return row ?? null;
}

/** A second press of the button is no second message. Read after the lane's lock, so two presses can't pass together. */
async function refuseTwice(tx: Tx, { schedule, room }: Target, { kind }: SendInput): Promise<void> {
  const [open] = await tx
    .select({ id: kbScheduleLogs.id })
    .from(kbScheduleLogs)
    .where(
      and(
        eq(kbScheduleLogs.scheduleId, schedule.id),
        eq(kbScheduleLogs.kind, kind),
        eq(kbScheduleLogs.roomRef, room.id),
        inArray(kbScheduleLogs.status, ["planned", "sending", "deferred"]),
      ),
    )
    .limit(1);
  if (open) throw new AppError("conflict", { message: "sendUnderWay", current: { id: open.id } });
}
