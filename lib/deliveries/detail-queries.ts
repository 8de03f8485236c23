import "server-only";
import { asc, eq, inArray } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { kbScheduleLogParts, kbScheduleLogs } from "@/db/schema/deliveries";
import { orgs } from "@/db/schema/orgs";
import { kbBots, kbRooms } from "@/db/schema/rooms";
import { kbSchedule } from "@/db/schema/schedules";
import { users } from "@/db/schema/users";
import { pathIds } from "@/lib/access/org-path";
import type { OrgScope } from "@/lib/access/scope";
import { AppError } from "@/lib/errors";
import type { LogDto, LogPartDto } from "./log-dto";
import { findLog } from "./queries";

export type LogPartDetail = LogPartDto & {
  /** What it sends, frozen when the occurrence was made. */
  text: string | null;
  images: string[];
};

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
  isScheduleDeleted: boolean;
};

/** @throws AppError not_found, the same for a foreign and an absent occurrence */
export async function getLogDetail(db: Executor, scope: OrgScope, id: number): Promise<LogDetail> {
  const log = await findLog(db, scope, id);
  if (!log) throw new AppError("not_found");
  const [[around], payloads] = await Promise.all([
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
      .select({ seq: kbScheduleLogParts.seq, payload: kbScheduleLogParts.payload })
      .from(kbScheduleLogParts)
      .where(eq(kbScheduleLogParts.logId, id))
      .orderBy(asc(kbScheduleLogParts.seq)),
  ]);
  if (!around) throw new AppError("not_found");
  const payloadOf = new Map(payloads.map((row) => [row.seq, row.payload]));
  const parts = log.parts.map((part): LogPartDetail => {
    const payload = payloadOf.get(part.seq);
    return {
      ...part,
      text: payload?.kind === "text" ? payload.text : null,
      images: payload?.kind === "images" ? payload.keys : [],
    };
  });
  const response = (around.apiResponse ?? {}) as Partial<Pick<LogDetail, "calls">>;
  return {
    ...log,
    parts,
    orgNames: await orgNames(db, scope, around.path),
    bot: around.bot,
    memberCount: around.memberCount,
    createdBy: await personOf(db, around.creator),
    nextSendAt: around.nextSendAt?.toISOString() ?? null,
    calls: (response.calls ?? []).map(({ seq, attempt, outcome }) => ({ seq, attempt, outcome })),
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
