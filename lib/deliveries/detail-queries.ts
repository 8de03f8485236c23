import "server-only";
import { and, asc, eq, inArray } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { deliveryEvents, kbScheduleLogParts, kbScheduleLogs } from "@/db/schema/deliveries";
import { orgs } from "@/db/schema/orgs";
import { kbBots, kbRooms } from "@/db/schema/rooms";
import { kbSchedule } from "@/db/schema/schedules";
import { users } from "@/db/schema/users";
import { pathIds } from "@/lib/access/org-path";
import type { OrgScope } from "@/lib/access/scope";
import { AppError } from "@/lib/errors";
import type { LogDto, LogPartDto } from "./log-dto";
import { callsOf } from "./proof";
import { findLog } from "./queries";

export type LogPartDetail = LogPartDto & {
  /** What it sends, frozen when the occurrence was made. */
  text: string | null;
  images: string[];
  rowId: number;
  fence: number;
  /** When its gateway is asked again what became of it. */
  askAt: string | null;
};

/** A row of the trail beside the run's own: what was not plain success, and what was found out later. */
export type LogEventRow = { id: number; at: string; event: string; code: string | null };

/** One occurrence with what it sends and everything around it that explains it. */
export type LogDetail = Omit<LogDto, "parts"> & {
  parts: LogPartDetail[];
  /** Organisations from the top of the reader's tree down to its own. */
  orgNames: string[];
  bot: { id: number; name: string; deviceId: string };
  memberCount: number | null;
  createdBy: { name: string; orgName: string } | null;
  nextSendAt: string | null;
  calls: { seq: number; attempt: number; outcome: string }[];
  events: LogEventRow[];
  isScheduleDeleted: boolean;
};

/** A run that is tried again and again still shows on one page. */
const EVENTS = 50;

/** @throws AppError not_found, the same for a foreign and an absent occurrence */
export async function getLogDetail(db: Executor, scope: OrgScope, id: number): Promise<LogDetail> {
  const log = await findLog(db, scope, id);
  if (!log) throw new AppError("not_found");
  const [[around], rows, events] = await Promise.all([
    db
      .select({
        path: orgs.path,
        bot: { id: kbBots.id, name: kbBots.botName, deviceId: kbBots.deviceId },
        memberCount: kbRooms.memberCount,
        creator: kbSchedule.createdByMbId,
        nextSendAt: kbSchedule.nextSendAt,
        deletedAt: kbSchedule.deletedAt,
        apiResponse: kbScheduleLogs.apiResponse,
      })
      .from(kbScheduleLogs)
      .innerJoin(orgs, eq(orgs.id, kbScheduleLogs.orgId))
      .innerJoin(kbBots, eq(kbBots.id, kbScheduleLogs.botId))
      .innerJoin(kbRooms, eq(kbRooms.id, kbScheduleLogs.roomRef))
      .innerJoin(kbSchedule, eq(kbSchedule.id, kbScheduleLogs.scheduleId))
      .where(eq(kbScheduleLogs.id, id)),
    db
      .select({
        id: kbScheduleLogParts.id,
        seq: kbScheduleLogParts.seq,
        payload: kbScheduleLogParts.payload,
        fence: kbScheduleLogParts.fence,
        askAt: kbScheduleLogParts.askAt,
      })
      .from(kbScheduleLogParts)
      .where(eq(kbScheduleLogParts.logId, id))
      .orderBy(asc(kbScheduleLogParts.seq)),
    db
      .select({
        id: deliveryEvents.id,
        at: deliveryEvents.at,
        event: deliveryEvents.event,
        code: deliveryEvents.code,
      })
      .from(deliveryEvents)
      .where(and(eq(deliveryEvents.subjectKind, "room_log"), eq(deliveryEvents.subjectId, id)))
      .orderBy(asc(deliveryEvents.at), asc(deliveryEvents.id))
      .limit(EVENTS),
  ]);
  if (!around) throw new AppError("not_found");
  const rowOf = new Map(rows.map((row) => [row.seq, row]));
  const parts = log.parts.map((part): LogPartDetail => {
    const row = rowOf.get(part.seq);
    const payload = row?.payload;
    return {
      ...part,
      text: payload?.kind === "text" ? payload.text : null,
      images: payload?.kind === "images" ? payload.keys : [],
      rowId: row?.id ?? 0,
      fence: row?.fence ?? 0,
      askAt: row?.askAt?.toISOString() ?? null,
    };
  });
  return {
    ...log,
    parts,
    orgNames: await orgNames(db, scope, around.path),
    bot: around.bot,
    memberCount: around.memberCount,
    createdBy: await personOf(db, around.creator),
    nextSendAt: around.nextSendAt?.toISOString() ?? null,
    calls: callsOf(around.apiResponse),
    events: events.map(({ at, ...event }) => ({ ...event, at: at.toISOString() })),
    isScheduleDeleted: around.deletedAt !== null,
  };
}

/** What lies above the reader's own organisation is not theirs to know. */
async function orgNames(db: Executor, scope: OrgScope, path: string): Promise<string[]> {
  const above = pathIds(scope.path).length - 1;
  const ids = pathIds(path).slice(Math.max(0, above));
  const rows = await db.select({ id: orgs.id, name: orgs.name }).from(orgs).where(inArray(orgs.id, ids));
  return ids.flatMap((id) => rows.find((row) => row.id === id)?.name ?? []);
}

async function personOf(db: Executor, mbId: string) {
  const [person] = await db
    .select({ name: users.name, orgName: orgs.name })
    .from(users)
    .innerJoin(orgs, eq(orgs.id, users.orgId))
    .where(eq(users.mbId, mbId));
  return person ?? null;
}
