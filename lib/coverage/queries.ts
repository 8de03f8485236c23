import "server-only";
import { and, inArray, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import type { MessageMode, MessageOrigin, MessageStatus } from "@/db/enums";
import { coverageRollups, coverageSnapshots } from "@/db/schema/coverage";
import { orgs } from "@/db/schema/orgs";
import { inScope, type OrgScope, orgIdsIn } from "@/lib/access/scope";
import { AppError } from "@/lib/errors";
import { DAY_MS, kstDate } from "@/lib/time/kst";
import { addFigures, certaintyOf, type Figures, MILESTONE_PCT, NOTHING, pctOf, TARGET_PCT } from "./coverage";
import type { CoverageDto, CoverageSide, OrgRate, Rate, TrendDay, TrendDto } from "./coverage-dto";
import type { CoverageFilter, TrendFilter } from "./schema";

type Sum = Figures & { messages: number; gaps: number };
type Row = Sum & { orgId: number; origin: MessageOrigin; isTest: boolean; mode: MessageMode; status: MessageStatus };

/** Messages of an old system that came to an end, or never will (C-01). Of our own every one has its rows from the start. */
const COUNTED: readonly MessageStatus[] = ["sent", "partial", "failed", "sending"];
const isCounted = ({ origin, status }: Row): boolean =>
  origin === "new" ? status !== "draft" : COUNTED.includes(status);

/**
 * How much of what was sent has a row for each recipient, from the maintained sums: it costs the same whatever the ledger holds.
 * @throws AppError not_found for an organisation out of scope
 */
export async function readCoverage(
  db: Executor,
  scope: OrgScope,
  filter: CoverageFilter,
  now: Date,
): Promise<CoverageDto> {
  const places = await placesIn(db, scope, filter.orgId);
  const rows = (await readRows(db, places, filter)).filter(isCounted);
  const real = rows.filter(({ isTest }) => !isTest);
  const side = (origin: MessageOrigin) => sideOf(real.filter((row) => row.origin === origin));
  const tests = (origin: MessageOrigin) => rateOf(rows.filter((row) => row.isTest && row.origin === origin));
  return {
    asOf: now.toISOString(),
    new: side("new"),
    imported: side("imported"),
    tests: { new: tests("new"), imported: tests("imported") },
    certainty: rateOf(real).certainty,
    byOrg: byOrgOf(places, real),
    byLevel: byLevelOf(places, real),
    target: TARGET_PCT,
    milestone: MILESTONE_PCT,
  };
}

type Place = typeof orgs.$inferSelect;
type Places = { top: Place | null; all: Place[] };

async function placesIn(db: Executor, scope: OrgScope, orgId: number | undefined): Promise<Places> {
  const all = await db.select().from(orgs).where(inScope(scope));
  const shortest = all.reduce<Place | null>(
    (top, org) => (top && top.path.length <= org.path.length ? top : org),
    null,
  );
  const top = orgId === undefined ? shortest : all.find(({ id }) => id === orgId);
  if (orgId !== undefined && !top) throw new AppError("not_found");
  return { top: top ?? null, all: all.filter(({ path }) => path.startsWith(top?.path ?? "/")) };
}

async function readRows(db: Executor, { all }: Places, filter: CoverageFilter): Promise<Row[]> {
  if (all.length === 0) return [];
  const { from, to, mode, status } = filter;
  const rules = [
    sql`org_id in (${sql.raw(all.map(({ id }) => id).join())})`,
    from && sql`day >= ${kstDate(from)}`,
    to && sql`day <= ${kstDate(to)}`,
    mode?.length && sql`message_mode in ${mode}`,
    status?.length && sql`status in ${status}`,
  ].filter((rule) => typeof rule === "object");
  const [rows] = await db.execute(sql`
    select org_id as orgId, origin, is_test as isTest, message_mode as mode, status, sum(messages) as messages, sum(gaps) as gaps,
      sum(expected_count) as expected, sum(listed_count) as listed, sum(recorded_count) as recorded, sum(extra_count) as extra,
      sum(confirmed_count) as confirmed, sum(inferred_count) as inferred, sum(unknown_count) as unknown
    from ${coverageRollups} where ${sql.join(rules, sql` and `)} group by 1, 2, 3, 4, 5`);
  return (rows as unknown as Record<string, unknown>[]).map(
    (row) =>
      ({
        ...Object.fromEntries(
          Object.entries(row).map(([name, value]) => [name, NAMED.has(name) ? value : Number(value)]),
        ),
        isTest: Number(row.isTest) === 1,
      }) as Row,
  );
}
const NAMED = new Set(["origin", "mode", "status"]);

function rateOf(rows: readonly Sum[]): Rate {
  const figures = rows.reduce<Figures>(addFigures, NOTHING);
  const certainty = certaintyOf(figures);
  const { expected, recorded, extra } = figures;
  return {
    messages: rows.reduce((sum, row) => sum + row.messages, 0),
    gaps: rows.reduce((sum, row) => sum + row.gaps, 0),
    ...{ expected, recorded, extra, missing: certainty.missing, unrecoverable: certainty.unrecoverable },
    pct: pctOf(recorded, expected),
    certainPct: pctOf(certainty.observed + certainty.confirmed, expected),
    certainty,
  };
}

function sideOf(rows: readonly Row[]): CoverageSide {
  const split = <K extends string>(of: (row: Row) => K) =>
    Object.fromEntries(
      [...new Set(rows.map(of))].map((word) => [word, rateOf(rows.filter((row) => of(row) === word))]),
    ) as Partial<Record<K, Rate>>;
  return {
    ...rateOf(rows),
    byStatus: split((row) => row.status),
    sentOrPartial: rateOf(rows.filter(({ status }) => status === "sent" || status === "partial")),
    byMode: split((row) => row.mode),
  };
}

const bothSides = (rows: readonly Row[]) => ({
  new: rateOf(rows.filter(({ origin }) => origin === "new")),
  imported: rateOf(rows.filter(({ origin }) => origin === "imported")),
});

/** The organisation itself, then those just below it with all that is below them; only those that have sent anything. */
function byOrgOf({ top, all }: Places, rows: readonly Row[]): OrgRate[] {
  if (!top) return [];
  const pathOf = new Map(all.map(({ id, path }) => [id, path]));
  const children = all.filter(({ parentId }) => parentId === top.id);
  const within = (org: Place) => (row: Row) =>
    org.id === top.id ? row.orgId === top.id : (pathOf.get(row.orgId) ?? "").startsWith(org.path);
  return [top, ...children].flatMap((org) => {
    const own = rows.filter(within(org));
    return own.length === 0 ? [] : [{ orgId: org.id, name: org.name, level: org.level, ...bothSides(own) }];
  });
}

function byLevelOf({ all }: Places, rows: readonly Row[]): CoverageDto["byLevel"] {
  const levelOf = new Map(all.map(({ id, level }) => [id, level]));
  const levels = new Set(rows.map(({ orgId }) => levelOf.get(orgId)));
  return Object.fromEntries(
    [...levels].map((level) => [level, bothSides(rows.filter(({ orgId }) => levelOf.get(orgId) === level))]),
  );
}

/** How it went day by day: our own messages by their day, the old ones by how each night found them (S0-22). */
export async function readTrend(
  db: Executor,
  scope: OrgScope,
  { orgId, days }: TrendFilter,
  now: Date,
): Promise<TrendDto> {
  const orgIds = await orgIdsIn(db, scope, orgId);
  if (orgIds.length === 0) return { new: [], imported: [], recoveries: [] };
  const since = kstDate(new Date(now.getTime() - (days - 1) * DAY_MS));
  const figures = sql`sum(expected_count) as expected, sum(recorded_count) as recorded,
    sum(recorded_count - inferred_count - unknown_count) as certain`;
  const among = sql`org_id in (${sql.raw(orgIds.join())}) and day >= ${since}`;
  const [own] = await db.execute(sql`select date_format(day, '%Y-%m-%d') as day, ${figures} from ${coverageRollups}
    where ${among} and origin = 'new' and is_test = 0 and status <> 'draft' group by 1 order by 1`);
  const [old] = await db.execute(sql`select date_format(day, '%Y-%m-%d') as day, ${figures} from ${coverageSnapshots}
    where ${among} and origin = 'imported' and reason = 'nightly' group by 1 order by 1`);
  return { new: daysOf(own), imported: daysOf(old), recoveries: await recoveriesOf(db, orgIds, since) };
}

const daysOf = (rows: unknown): TrendDay[] =>
  (rows as Record<string, unknown>[]).map((row) => {
    const [expected, recorded, certain] = [Number(row.expected), Number(row.recorded), Number(row.certain)];
    return {
      day: String(row.day),
      expected,
      recorded,
      pct: pctOf(recorded, expected),
      certainPct: pctOf(certain, expected),
    };
  });

async function recoveriesOf(db: Executor, orgIds: readonly number[], since: string): Promise<TrendDto["recoveries"]> {
  const rows = await db
    .select()
    .from(coverageSnapshots)
    .where(
      and(
        inArray(coverageSnapshots.reason, ["before", "after"]),
        inArray(coverageSnapshots.orgId, [0, ...orgIds]),
        sql`day >= ${since}`,
      ),
    )
    .orderBy(coverageSnapshots.id);
  return rows
    .filter(({ reason }) => reason === "after")
    .map(({ runId, takenAt, recordedCount, expectedCount }) => {
      const before = rows.find((row) => row.runId === runId && row.reason === "before");
      return {
        runId: runId ?? 0,
        at: takenAt.toISOString(),
        before: before ? pctOf(before.recordedCount, before.expectedCount) : null,
        after: pctOf(recordedCount, expectedCount),
      };
    });
}
