import "server-only";
import { and, gte, inArray, isNull, lt, ne, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import type { LogStatus } from "@/db/enums";
import { kbScheduleLogs } from "@/db/schema/deliveries";
import { kbSchedule } from "@/db/schema/schedules";
import { type OrgScope, orgIdsIn } from "@/lib/access/scope";
import { DAY_MS, startOfKstDay } from "@/lib/time/kst";

/** How a subtree is doing: today's finished runs, its active schedules, when it last sent. Test sends never count. */
export type OrgFacts = { finished: number; succeeded: number; activeSchedules: number; lastSentAt: string | null };

/** States of a run nothing more will happen to today by itself. */
const FINISHED: readonly LogStatus[] = ["success", "partial", "failed", "unknown", "missed", "skipped", "expired"];

export async function orgFacts(db: Executor, scope: OrgScope, orgId: number, now: Date): Promise<OrgFacts> {
  const orgIds = await orgIdsIn(db, scope, orgId);
  if (orgIds.length === 0) return { finished: 0, succeeded: 0, activeSchedules: 0, lastSentAt: null };
  const start = startOfKstDay(now);
  const [runs, schedules] = await Promise.all([
    db
      .select({ status: kbScheduleLogs.status, n: sql<number>`count(*)`.mapWith(Number) })
      .from(kbScheduleLogs)
      .where(
        and(
          inArray(kbScheduleLogs.orgId, orgIds),
          gte(kbScheduleLogs.scheduledAt, start),
          lt(kbScheduleLogs.scheduledAt, new Date(start.getTime() + DAY_MS)),
          ne(kbScheduleLogs.kind, "test"),
        ),
      )
      .groupBy(kbScheduleLogs.status),
    db
      .select({
        active: sql<number>`coalesce(sum(${kbSchedule.status} = 'active'), 0)`.mapWith(Number),
        lastSentAt: sql<Date | null>`max(${kbSchedule.lastSentAt})`.mapWith(kbSchedule.lastSentAt),
      })
      .from(kbSchedule)
      .where(and(inArray(kbSchedule.ownerOrgId, orgIds), isNull(kbSchedule.deletedAt))),
  ]);
  const count = (wanted: readonly LogStatus[]) =>
    runs.reduce((sum, run) => sum + (wanted.includes(run.status) ? run.n : 0), 0);
  return {
    finished: count(FINISHED),
    succeeded: count(["success"]),
    activeSchedules: schedules[0]?.active ?? 0,
    lastSentAt: schedules[0]?.lastSentAt?.toISOString() ?? null,
  };
}
