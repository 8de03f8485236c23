import "server-only";
import { and, desc, eq, gt, inArray, or, type SQL, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import type { Certainty, LogStatus } from "@/db/enums";
import { kbScheduleLogs as logs } from "@/db/schema/deliveries";
import { inboxes } from "@/db/schema/inbox";
import { orgs } from "@/db/schema/orgs";
import { kbRooms } from "@/db/schema/rooms";
import { kbSchedule } from "@/db/schema/schedules";
import type { UserActor } from "@/lib/access/actor";
import { orgIdsIn, scopeOf } from "@/lib/access/scope";
import { statusesOf } from "./outcomes";
import { defaultSettings, type InboxSettings } from "./settings";

export type InboxItem = {
  id: number;
  title: string;
  roomName: string;
  orgName: string;
  status: LogStatus;
  certainty: Certainty | null;
  reasonCode: string | null;
  scheduledAt: string;
  outcomeAt: string;
  isNew: boolean;
};
export type InboxDto = { items: InboxItem[]; newCount: number; settings: InboxSettings };

const ITEMS = 20;
/** Older news is in the ledger; the inbox never reads further back. */
const REACH_BACK_MS = 3 * 86_400_000;
/** More than this is shown as "99+". */
const COUNT_MAX = 100;

/** What each person chose, or the defaults. */
export async function inboxSettings(db: Executor, userId: number): Promise<InboxSettings & { seenAt: Date | null }> {
  const [row] = await db.select().from(inboxes).where(eq(inboxes.userId, userId));
  return row ? { reach: row.reach, outcomes: row.outcomes, seenAt: row.seenAt } : { ...defaultSettings, seenAt: null };
}

/**
 * What has lately come to its end in the part of the tree a person wants to be told of, newest first, from an index of
 * outcomes per organisation and never further back than three days (S2-117).
 */
export async function inboxOf(db: Executor, actor: UserActor, now: Date): Promise<InboxDto> {
  const { seenAt, ...settings } = await inboxSettings(db, actor.userId);
  const oldest = new Date(now.getTime() - REACH_BACK_MS);
  const seen = seenAt && seenAt > oldest ? seenAt : oldest;
  if (settings.outcomes.length === 0) return { items: [], newCount: 0, settings };
  const where = await told(db, actor, settings);
  const [items, counted] = await Promise.all([
    db
      .select({
        id: logs.id,
        title: logs.title,
        roomName: kbRooms.name,
        orgName: orgs.name,
        status: logs.status,
        certainty: logs.certainty,
        reasonCode: logs.reasonCode,
        scheduledAt: logs.scheduledAt,
        outcomeAt: logs.outcomeAt,
      })
      .from(logs)
      .innerJoin(kbRooms, eq(kbRooms.id, logs.roomRef))
      .innerJoin(orgs, eq(orgs.id, logs.orgId))
      .where(inArray(logs.id, await newest(db, where, oldest, ITEMS)))
      .orderBy(desc(logs.outcomeAt), desc(logs.id)),
    newest(db, where, seen, COUNT_MAX),
  ]);
  return {
    items: items.flatMap(({ outcomeAt, scheduledAt, ...item }) =>
      outcomeAt
        ? [
            {
              ...item,
              scheduledAt: scheduledAt.toISOString(),
              outcomeAt: outcomeAt.toISOString(),
              isNew: outcomeAt > seen,
            },
          ]
        : [],
    ),
    newCount: counted.length,
    settings,
  };
}

/** Which occurrences a person is told of. */
async function told(db: Executor, actor: UserActor, { reach, outcomes }: InboxSettings): Promise<SQL | undefined> {
  const orgIds = reach === "org" ? [actor.org.id] : await orgIdsIn(db, scopeOf(actor));
  const mine = db.select({ id: kbSchedule.id }).from(kbSchedule).where(eq(kbSchedule.createdByMbId, actor.mbId));
  return and(
    inArray(logs.orgId, orgIds),
    inArray(logs.status, statusesOf(outcomes)),
    reach === "mine" ? or(eq(logs.requestedBy, actor.userId), inArray(logs.scheduleId, mine)) : undefined,
  );
}

/** Ids of the newest outcomes after `since`; `[0]` where there are none, so that they can be asked for. */
export async function newest(db: Executor, where: SQL | undefined, since: Date, limit: number): Promise<number[]> {
  const rows = await db
    .select({ id: logs.id })
    .from(logs, { forceIndex: "ix_logs_org_outcome" })
    .where(and(where, gt(logs.outcomeAt, since)))
    .orderBy(sql`${logs.outcomeAt} desc`)
    .limit(limit);
  return rows.map((row) => row.id);
}
