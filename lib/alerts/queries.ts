import "server-only";
import { and, desc, eq, inArray, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { type AlertKind, type AlertState, alertKinds } from "@/db/enums";
import { type AlertFacts, alertNotices, alerts } from "@/db/schema/alerts";
import { orgs } from "@/db/schema/orgs";
import { kbBots } from "@/db/schema/rooms";
import { kbSchedule } from "@/db/schema/schedules";
import { inScope } from "@/lib/access/scope";
import { type BotView, isVisible } from "@/lib/rooms/bot-queries";
import { hrefOf, idIn } from "./alert-links";
import { visibleTenants } from "./tenant-facts";

/** How telling the outside about an alert went the last time. */
export type Told = {
  state: "sent" | "pending" | "failed";
  attempts: number;
  at: string | null;
  nextAt: string | null;
};
export type AlertDto = {
  id: number;
  kind: AlertKind;
  subject: string;
  state: AlertState;
  facts: AlertFacts;
  since: string;
  /** When it was last seen on; once off, when it ended. */
  lastAt: string;
  count: number;
  mutedUntil: string | null;
  told: Told | null;
  href: string;
};
export type AlertLists = { on: AlertDto[]; past: AlertDto[] };

const PAST_MOST = 50;
/** What the whole installation does concerns its headquarters; that nothing is sent concerns everybody. */
const FOR_ALL: readonly AlertKind[] = ["no_tick"];
/** Of these the others see what is theirs. */
const OF_TENANTS: readonly AlertKind[] = [
  "tenant_paused",
  "balance_low",
  "batch_held",
  "sender_lapsed",
  "results_late",
];
const BY_SUBJECT: readonly AlertKind[] = ["bot_parked", "layer_broken", "schedule_error", ...OF_TENANTS];

/** The kinds a reader may ever see: of the rest nobody may tell them that all is well either. */
export const kindsFor = ({ isHq }: Pick<BotView, "isHq">): readonly AlertKind[] =>
  isHq ? alertKinds : alertKinds.filter((kind) => FOR_ALL.includes(kind) || BY_SUBJECT.includes(kind));

/** Alerts a reader may know of: headquarters all, everyone else those of their own schedules, of bots their rooms sit on and of who pays for their messages. */
export async function listAlerts(db: Executor, view: BotView): Promise<AlertLists> {
  const [on, past] = await Promise.all([
    alertRows(db, ["on", "muted"]),
    alertRows(db, ["off"]).orderBy(desc(alerts.lastAt)).limit(PAST_MOST),
  ]);
  const seen = await visible(db, view, [...pressingFirst(on), ...past]);
  const told = await lastNotices(
    db,
    seen.map(({ id }) => id),
  );
  const dtos = seen.map((row) => toDto(row, told.get(row.id) ?? null));
  return { on: dtos.filter(({ state }) => state !== "off"), past: dtos.filter(({ state }) => state === "off") };
}

/** The alerts that are on and not muted, for the strip on Home. */
export async function alertsOn(db: Executor, view: BotView): Promise<AlertDto[]> {
  const rows = await visible(db, view, await alertRows(db, ["on"]));
  return pressingFirst(rows).map((row) => toDto(row, null));
}

const alertRows = (db: Executor, states: AlertState[]) =>
  db.select().from(alerts).where(inArray(alerts.state, states)).$dynamic();
type Row = typeof alerts.$inferSelect;

/** In the order of the kinds, and of one kind the newest first. */
const pressingFirst = (rows: readonly Row[]): Row[] =>
  [...rows].sort(
    (a, b) => alertKinds.indexOf(a.kind) - alertKinds.indexOf(b.kind) || b.firstAt.getTime() - a.firstAt.getTime(),
  );

async function visible(db: Executor, view: BotView, rows: Row[]): Promise<Row[]> {
  if (view.isHq) return rows;
  const idsOf = (kind: AlertKind) => rows.filter((row) => row.kind === kind).map((row) => idIn(row.subject));
  // Of layers: `bot:3`, `account:7`, or the whole installation's, such as `schema`.
  const layersOf = (what: string) =>
    rows.flatMap(({ kind, subject }) => (isLayer(kind, subject, what) ? [idIn(subject)] : []));
  const [bots, schedules, tenants] = await Promise.all([
    visibleBots(db, view, [...idsOf("bot_parked"), ...layersOf("bot")]),
    visibleSchedules(db, view, idsOf("schedule_error")),
    visibleTenants(db, view.scope, [...OF_TENANTS.flatMap(idsOf), ...layersOf("account")]),
  ]);
  return rows.filter(({ kind, subject }) => {
    if (kind === "bot_parked" || isLayer(kind, subject, "bot")) return bots.has(idIn(subject));
    if (kind === "schedule_error") return schedules.has(idIn(subject));
    if (OF_TENANTS.includes(kind) || isLayer(kind, subject, "account")) return tenants.has(idIn(subject));
    return FOR_ALL.includes(kind);
  });
}

const isLayer = (kind: AlertKind, subject: string, what: string): boolean =>
  kind === "layer_broken" && subject.startsWith(`${what}:`);

async function visibleBots(db: Executor, view: BotView, ids: number[]): Promise<Set<number>> {
  if (ids.length === 0) return new Set();
  const rows = await db
    .select({ id: kbBots.id })
    .from(kbBots)
    .where(and(inArray(kbBots.id, ids), isVisible(db, view)));
  return new Set(rows.map(({ id }) => id));
}

async function visibleSchedules(db: Executor, { scope }: BotView, ids: number[]): Promise<Set<number>> {
  if (ids.length === 0) return new Set();
  const rows = await db
    .select({ id: kbSchedule.id })
    .from(kbSchedule)
    .innerJoin(orgs, eq(orgs.id, kbSchedule.ownerOrgId))
    .where(and(inArray(kbSchedule.id, ids), inScope(scope)));
  return new Set(rows.map(({ id }) => id));
}

async function lastNotices(db: Executor, alertIds: number[]): Promise<Map<number, Told>> {
  if (alertIds.length === 0) return new Map();
  const newest = db
    .select({ newestId: sql<number>`max(${alertNotices.id})`.as("newest_id") })
    .from(alertNotices)
    .where(inArray(alertNotices.alertId, alertIds))
    .groupBy(alertNotices.alertId)
    .as("newest");
  const rows = await db
    .select({ notice: alertNotices })
    .from(alertNotices)
    .innerJoin(newest, eq(newest.newestId, alertNotices.id));
  return new Map(
    rows.map(({ notice }) => [
      notice.alertId,
      {
        state: notice.state,
        attempts: notice.attempts,
        at: notice.sentAt?.toISOString() ?? null,
        nextAt: notice.nextAttemptAt?.toISOString() ?? null,
      },
    ]),
  );
}

const toDto = (row: Row, told: Told | null): AlertDto => ({
  id: row.id,
  kind: row.kind,
  subject: row.subject,
  state: row.state,
  facts: row.facts,
  since: row.firstAt.toISOString(),
  lastAt: row.lastAt.toISOString(),
  count: row.count,
  mutedUntil: row.mutedUntil?.toISOString() ?? null,
  told,
  href: hrefOf(row.kind, row.subject),
});
