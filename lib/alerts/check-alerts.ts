import "server-only";
import { and, eq, inArray, isNotNull, lt, ne, sql } from "drizzle-orm";
import { type Db, isDuplicateKey, type Tx } from "@/db/client";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { alertNotices, alerts } from "@/db/schema/alerts";
import type { Runtime } from "@/lib/runtime";
import { DAY_MS } from "@/lib/time/kst";
import { type Raised, raisedBy } from "./alert-rules";
import { type Step, stepOf } from "./alert-step";
import { deliverNotices } from "./deliver-notices";
import { agoOf, readStanding } from "./fact-queries";
import { noticeBody } from "./say-alert";

type Row = typeof alerts.$inferSelect;
export type AlertCheck = { on: number; turned: number; sent: number; failed: number };

/** A notice nobody could take in this time is no news any more. */
const STALE_MS = DAY_MS;
const KEPT_DAYS = 90;
const TIDY_MOST = 200;

/**
 * Looks at how the installation does, turns alerts on and off, and tells the webhook. Any number of instances may do so at
 * once: a transition is a compare-and-set that stores its notice in the same transaction, so each is told by one of them.
 */
export async function checkAlerts(rt: Pick<Runtime, "db" | "clock" | "env" | "webhook">): Promise<AlertCheck> {
  const now = await rt.clock();
  const raised = raisedBy(await readStanding(rt.db, now, rt.env.TICK_BUDGET_MS));
  const stored = await rowsOf(rt.db, raised);
  const find = ({ kind, subject }: Pick<Row, "kind" | "subject">) =>
    stored.find((row) => row.kind === kind && row.subject === subject) ?? null;
  const gone = stored.filter((row) => !raised.some((one) => one.kind === row.kind && one.subject === row.subject));
  let turned = 0;
  for (const one of raised) {
    const row = find(one);
    const step = stepOf(one.kind, row, true, now);
    if (step && (await take(rt, row, one, step, now))) turned++;
  }
  for (const row of gone) {
    const step = stepOf(row.kind, row, false, now);
    if (step && (await take(rt, row, row, step, now))) turned++;
  }
  await tidyNotices(rt.db, now);
  return { on: raised.length, turned, ...(await deliverNotices(rt)) };
}

/** The rows of what is wrong now, and of everything that was until now. */
async function rowsOf(db: Db, raised: readonly Raised[]): Promise<Row[]> {
  const kinds = [...new Set(raised.map(({ kind }) => kind))];
  const [open, known] = await Promise.all([
    db
      .select()
      .from(alerts)
      .where(inArray(alerts.state, ["on", "muted"])),
    kinds.length === 0
      ? []
      : db
          .select()
          .from(alerts)
          .where(
            and(
              eq(alerts.state, "off"),
              inArray(alerts.kind, kinds),
              inArray(
                alerts.subject,
                raised.map(({ subject }) => subject),
              ),
            ),
          ),
  ]);
  return [...open, ...known];
}

type What = Pick<Raised, "kind" | "subject" | "facts" | "since">;

/** Makes one step, unless somebody else has moved the alert since it was read. */
async function take(rt: Pick<Runtime, "db" | "env">, row: Row | null, what: What, step: Step, now: Date) {
  if (step.do === "touch") {
    const { facts } = what;
    await rt.db
      .update(alerts)
      .set({ lastAt: now, facts })
      .where(and(eq(alerts.id, row?.id ?? 0), eq(alerts.version, row?.version ?? 0)));
    return false;
  }
  return retryDeadlocks(rt.db, async (tx) => {
    const firstAt = step.begins || !row ? (what.since ?? now) : row.firstAt;
    const notifiedAt = step.notice ? now : step.begins ? null : (row?.notifiedAt ?? null);
    const values = { state: step.state, facts: what.facts, firstAt, lastAt: now, notifiedAt };
    const id = row ? await turn(tx, row, step.begins, values) : await begin(tx, what, values);
    if (id === null) return false;
    if (step.notice) {
      const { kind, subject, facts } = what;
      const notice = { kind, subject, facts, event: step.notice, since: firstAt, origin: rt.env.APP_ORIGIN };
      await tx.insert(alertNotices).values({
        alertId: id,
        event: step.notice,
        body: noticeBody(notice),
        nextAttemptAt: now,
        createdAt: now,
      });
    }
    return true;
  });
}

type Values = Pick<Row, "state" | "facts" | "firstAt" | "lastAt" | "notifiedAt">;

async function turn(tx: Tx, row: Row, begins: boolean, values: Values): Promise<number | null> {
  const [changed] = await tx
    .update(alerts)
    .set({ ...values, version: row.version + 1, ...(begins && { count: sql`${alerts.count} + 1` }) })
    .where(and(eq(alerts.id, row.id), eq(alerts.version, row.version)));
  return changed.affectedRows === 1 ? row.id : null;
}

async function begin(tx: Tx, { kind, subject }: What, values: Values): Promise<number | null> {
  try {
    const [inserted] = await tx
      .insert(alerts)
      .values({ kind, subject, ...values })
      .$returningId();
    return inserted!.id;
  } catch (error) {
    if (isDuplicateKey(error)) return null;
    throw error;
  }
}

/** Old news isn't told any more, and told news isn't kept for ever. */
async function tidyNotices(db: Db, now: Date): Promise<void> {
  await db
    .update(alertNotices)
    .set({ state: "failed", nextAttemptAt: null, detail: sql`coalesce(${alertNotices.detail}, 'nobody to tell')` })
    .where(and(isNotNull(alertNotices.nextAttemptAt), lt(alertNotices.createdAt, agoOf(now, STALE_MS))));
  await db
    .delete(alertNotices)
    .where(and(ne(alertNotices.state, "pending"), lt(alertNotices.createdAt, agoOf(now, KEPT_DAYS * DAY_MS))))
    .limit(TIDY_MOST);
}
