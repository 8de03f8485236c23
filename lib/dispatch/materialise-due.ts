import "server-only";
import { and, asc, eq, inArray, isNull, lte, type SQL, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { isUndone, retryDeadlocks } from "@/db/retry-deadlocks";
import { kbSchedule } from "@/db/schema/schedules";
import type { Runtime } from "@/lib/runtime";
import { nextScheduleStatus } from "@/lib/schedules/status";
import { callRulesOf } from "./call-rules";
import { type ImageFacts, loadImageFacts, loadTargets } from "./load-targets";
import { brokenPlan, planSchedule, type SchedulePlan } from "./plan-schedule";
import type { TickCounts } from "./tick-counts";
import { wakeLanes } from "./wake-lanes";
import { writeOccurrences } from "./write-occurrences";

const SCHEDULES_PER_BATCH = 500;
/** A long outage owes many occurrences per schedule; a transaction stays this small all the same. */
const ROWS_PER_BATCH = 1_000;
/** Rounds lost to other instances before leaving the work to them. */
const LOST_ROUNDS = 10;

export type MaterialiseOptions = { lastTickAt: Date | null; isOver: () => boolean };

/** Ids of schedules that are due, earliest first: an index walk of as many rows as it answers (S2-78, C-42). */
export const dueSchedules = (db: Pick<Db, "select">, now: Date, limit = SCHEDULES_PER_BATCH) =>
  db
    .select({ id: kbSchedule.id })
    .from(kbSchedule, { forceIndex: "idx_schedule_due" })
    .where(and(lte(kbSchedule.nextSendAt, now), eq(kbSchedule.status, "active"), isNull(kbSchedule.deletedAt)))
    .orderBy(asc(kbSchedule.nextSendAt), asc(kbSchedule.id))
    .limit(limit);

/**
 * Writes everything that is due into the ledger. Occurrence, parts and the schedule's next time are one transaction:
 * an occurrence is never lost and never doubled, however many instances do this at once (S2-76, S2-84).
 */
export async function materialiseDue(
  rt: Pick<Runtime, "db" | "clock" | "gateway">,
  { lastTickAt, isOver }: MaterialiseOptions,
): Promise<Pick<TickCounts, "planned">> {
  const counts = { planned: 0 };
  for (let lost = 0; lost < LOST_ROUNDS && !isOver(); ) {
    const now = await rt.clock();
    const ids = (await dueSchedules(rt.db, now)).map((row) => row.id);
    if (ids.length === 0) break;
    const stillDue = and(
      inArray(kbSchedule.id, ids),
      lte(kbSchedule.nextSendAt, now),
      eq(kbSchedule.status, "active"),
      isNull(kbSchedule.deletedAt),
    );
    const targets = await loadTargets(rt.db, ids, stillDue);
    const images = await loadImageFacts(
      rt.db,
      targets.map((target) => target.schedule),
    );
    const downtime = lastTickAt && { from: lastTickAt, to: now };
    const plans = targets.map((target) =>
      planSchedule(target, callRulesOf(rt.gateway(target.bot.gateway), images), now, downtime),
    );
    const batch = firstRows(plans, ROWS_PER_BATCH);
    const planned = await commitSafely(rt.db, batch, images, now);
    if (planned === null) {
      lost++;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 50));
    } else counts.planned += planned;
  }
  return counts;
}

/** As many plans as fit, at least one. */
function firstRows(plans: readonly SchedulePlan[], rows: number): SchedulePlan[] {
  let sum = 0;
  const end = plans.findIndex((plan, i) => {
    sum += plan.occurrences.length;
    return i > 0 && sum > rows;
  });
  return end === -1 ? [...plans] : plans.slice(0, end);
}

/** Commits a batch; where the database refuses it, each schedule alone, and the one at fault as broken (one bad row never stops the others). */
async function commitSafely(
  db: Db,
  plans: readonly SchedulePlan[],
  images: ImageFacts,
  now: Date,
): Promise<number | null> {
  try {
    return await commit(db, plans, images, now);
  } catch (error) {
    if (isUndone(error)) throw error;
    if (plans.length > 1) {
      let planned = 0;
      for (const plan of plans) planned += (await commitSafely(db, [plan], images, now)) ?? 0;
      return planned;
    }
    const [plan] = plans;
    if (!plan || plan.isBroken) throw error;
    return commit(db, [brokenPlan(plan.target, plan.seen, error)], images, now);
  }
}

/**
 * Undoes the transaction: another instance was faster. Our own class, because a bundle may hold the library's twice and its
 * `instanceof` then knows only one of them.
 */
class Overtaken extends Error {}

/** @returns how many occurrences are to be sent, or null where another instance was faster with one of the schedules */
async function commit(db: Db, plans: readonly SchedulePlan[], images: ImageFacts, now: Date): Promise<number | null> {
  if (plans.length === 0) return 0;
  return retryDeadlocks(db, async (tx) => {
    await wakeLanes(
      tx,
      plans.map((plan) => plan.target.bot.deviceId),
      now,
    );
    const [advanced] = await tx
      .update(kbSchedule)
      .set({
        nextSendAt: perSchedule(plans, (plan) => instantSql(plan.nextSendAt)),
        status: perSchedule(plans, (plan) => sql`${statusAfter(plan)}`),
      })
      .where(
        and(
          inArray(
            kbSchedule.id,
            plans.map((plan) => plan.target.schedule.id),
          ),
          eq(kbSchedule.status, "active"),
          isNull(kbSchedule.deletedAt),
          sql`${kbSchedule.nextSendAt} = ${perSchedule(plans, (plan) => instantSql(plan.seen))}`,
        ),
      );
    // Nothing is written yet but waking lanes, which is harmless: the faster instance does the work.
    if (advanced.affectedRows !== plans.length) throw new Overtaken();
    const occurrences = plans.flatMap((plan) => plan.occurrences);
    const ids = await writeOccurrences(tx, occurrences, images, now);
    return occurrences.filter((occurrence, i) => occurrence.status === "planned" && ids[i] !== null).length;
  }).catch((error) => {
    if (error instanceof Overtaken) return null;
    throw error;
  });
}

const statusAfter = ({ isBroken, nextSendAt }: SchedulePlan) =>
  nextScheduleStatus("active", isBroken ? { kind: "fault" } : { kind: "advance", nextSendAt }) ?? "error";

const instantSql = (at: Date | null) => sql`cast(${at} as datetime(3))`;

/** One value per schedule in one statement. */
const perSchedule = (plans: readonly SchedulePlan[], value: (plan: SchedulePlan) => SQL): SQL =>
  sql`case ${kbSchedule.id} ${sql.join(
    plans.map((plan) => sql`when ${plan.target.schedule.id} then ${value(plan)}`),
    sql` `,
  )} end`;
