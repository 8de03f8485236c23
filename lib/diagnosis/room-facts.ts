import "server-only";
import type { Executor } from "@/db/client";
import { pathIds } from "@/lib/access/org-path";
import type { OrgScope } from "@/lib/access/scope";
import { loadAccess } from "@/lib/dispatch/load-access";
import type { Runtime } from "@/lib/runtime";
import type { RoomFacts } from "./facts";
import { readWatch, type Watch } from "./read-watch";
import {
  readDecisions,
  readLane,
  readLine,
  readOrgs,
  readParts,
  readPasses,
  readRun,
  readRunTrail,
} from "./room-queries";
import type { RoomRecords } from "./room-step";

type FactsRuntime = { db: Executor } & Pick<Runtime, "env">;

/**
 * Everything that is recorded of one occurrence and of what stands around it, in a number of statements that never changes:
 * the facts its verdict is made of, and the records that only show.
 * @throws AppError not_found, the same for a foreign and an absent occurrence
 */
export async function readRoom(rt: FactsRuntime, scope: OrgScope, id: number, now: Date): Promise<RoomRecords> {
  const [ground, decisions] = await Promise.all([readRoomGround(rt, scope, id, now), readDecisions(rt.db, id)]);
  const { run, parts, trail } = ground;
  const began = parts.flatMap(({ startedAt }) => startedAt ?? []);
  const passes = await readPasses(rt.db, [run.log.createdAt, ...began, ...trail.map(({ at }) => at)]);
  return { ...ground, decisions, passes };
}

/** The records a verdict on an occurrence is made of. */
export type RoomGround = Omit<RoomRecords, "decisions" | "passes">;

/**
 * @param seen who passes by, where somebody has just looked
 * @throws AppError not_found, the same for a foreign and an absent occurrence
 */
export async function readRoomGround(
  rt: FactsRuntime,
  scope: OrgScope,
  id: number,
  now: Date,
  seen?: Watch,
): Promise<RoomGround> {
  const { db } = rt;
  const run = await readRun(db, scope, id);
  const { log, room, bot, schedule } = run;
  const asked = { ...log, creator: schedule.creator };
  const place = {
    room: { ...room, isDeleted: room.deletedAt !== null },
    bot: { status: bot.status, isDeleted: bot.deletedAt !== null },
  };
  const [parts, trail, orgs, accessOf, lane, ahead, watch] = await Promise.all([
    readParts(db, id),
    readRunTrail(db, id),
    readOrgs(db, pathIds(run.orgPath)),
    loadAccess(db, [asked]),
    readLane(db, bot.deviceId),
    readLine(db, run, now),
    seen ?? readWatch(rt, now),
  ]);
  const facts: RoomFacts = {
    subject: "room",
    now,
    log: {
      ...{ id: log.id, kind: log.kind, status: log.status, reasonCode: log.reasonCode, scheduledAt: log.scheduledAt },
      ...{ nextAttemptAt: log.nextAttemptAt, expiresAt: log.expiresAt, startedAt: log.startedAt },
      ...{ completedAt: log.completedAt, createdAt: log.createdAt, isCatchUp: log.isCatchUp },
      ...{ isSandbox: log.isSandbox, isDecided: log.decidedAt !== null },
    },
    parts,
    trail,
    room: { status: room.status, isDeleted: room.deletedAt !== null },
    bot: {
      ...{ id: bot.id, gateway: bot.gateway, status: bot.status, isDeleted: bot.deletedAt !== null },
      ...{ failures: bot.failures, parkReason: bot.parkReason, breakerOpenUntil: bot.breakerOpenUntil },
      isHealthy: bot.lastHealth?.ok ?? null,
    },
    orgs: orgs.map(({ status }) => status),
    schedule: { status: schedule.status, isDeleted: schedule.deletedAt !== null },
    access: accessOf(asked, place),
    lane: { leaseUntil: lane?.leaseUntil ?? null, readyAt: lane?.readyAt ?? null, ahead },
    system: {
      lastPassAt: watch.pass?.at ?? null,
      isStopped: watch.isSilent && log.nextAttemptAt !== null,
      workers: watch.workers,
      queueDriver: rt.env.QUEUE_DRIVER,
    },
  };
  return { facts, run, orgs, parts, trail, lane, living: watch.living, pass: watch.pass };
}
