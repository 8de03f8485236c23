import type { AlertKind, Layer } from "@/db/enums";
import type { AlertFacts } from "@/db/schema/alerts";
import { pctOf, pctText, TARGET_PCT } from "@/lib/coverage/coverage";
import type { CoverageStanding } from "@/lib/coverage/standing-queries";
import type { ImageStanding } from "@/lib/image-sync/image-standing";

/** Below this share of successes something is wrong (S2-124), told once enough runs have ended to say so. */
export const LEAST_SUCCESS_PERCENT = 90;
export const LEAST_FINISHED = 10;
/** What a run may take at its gateway on average, waits not counted (S2-125, C-51), in ms; and of how many at least. */
export const MOST_BUSY_MS = 5_000;
export const LEAST_MEASURED = 3;
/** Without a finished pass for so long nothing is being sent. */
export const MOST_SILENCE_MS = 3 * 60_000;
/** A pass that may take long may also end late. */
const AFTER_BUDGET_MS = 2 * 60_000;
export const MOST_SKEW_MS = 2_000;
export const MOST_QUEUE_AGE_MS = 10 * 60_000;
export const MOST_DOUBT_MS = 60 * 60_000;
/** Credit for fewer texts than this is about to run out. */
export const LEAST_TEXTS = 500;
/** A batch held by its own set-up is told once it should have left so long ago. */
export const MOST_HELD_MS = 15 * 60_000;
/** Reports come within minutes, but for phones that are off: told where a good share stays away, and of how many at least. */
export const MOST_UNREPORTED_MS = 30 * 60_000;
export const MOST_OPEN_PERCENT = 20;
export const LEAST_LATE = 10;

/** How the installation does right now, as the database tells. */
export type Standing = {
  now: Date;
  /** How long a pass may take, in ms. */
  budgetMs: number;
  /** Automatic runs of the last hour that came to an end. */
  hour: { finished: number; succeeded: number };
  /** Time at the gateway of the newest of them, in ms. */
  busy: { runs: number; averageMs: number };
  /** When a pass last ended without an error; null = none in sight. */
  lastPassAt: Date | null;
  /** Something is switched on or waits: a clock is needed. */
  isActive: boolean;
  skews: readonly HostSkew[];
  parked: readonly { id: number; botName: string; reason: string }[];
  stopped: readonly { id: number; title: string; roomName: string; at: Date }[];
  /** Runs whose bot could take them, since when the oldest of them waits. Those a limit or a parked bot holds don't count. */
  queue: { waiting: number; oldestAt: Date | null };
  /** Runs nobody is sure of, of the last days, longer than MOST_DOUBT_MS. */
  unsure: { runs: number; oldestAt: Date | null };
  tenants: TenantStanding;
  batches: BatchStanding;
  coverage: CoverageStanding;
  /** What the newest nightly scan of customers' images came to; null before the first one. */
  images: ImageStanding | null;
  layers: readonly BrokenProbe[];
};

/** What was found broken by looking at it, twice and long enough apart; `name`: of the bot or who pays, else empty. */
export type BrokenProbe = {
  key: string;
  probe: string;
  id: number | null;
  layer: Layer;
  name: string;
  cause: string;
  since: Date;
};

/** How those who pay for phone messages do. Amounts are won as people read them. */
export type TenantStanding = {
  /** Held by what a person must put right. */
  paused: readonly { id: number; orgName: string; reason: string }[];
  /** Numbers that are verified with us and that Solapi takes no more; one of them, masked, and how many. */
  lapsed: readonly { id: number; orgName: string; number: string; numbers: number }[];
  /** What is left pays for fewer than LEAST_TEXTS texts. */
  low: readonly { id: number; orgName: string; available: string }[];
  /** Whose ledger doesn't add up to what their row says (rulings 16). */
  mismatched: readonly { id: number; orgName: string; difference: string }[];
};

/** How the batches of messages to phones do, by who pays for them. */
export type BatchStanding = {
  /**
   * Waiting for a person's decision (`forPerson` of them), or for too long for their set-up: of how many `reasons`, and the
   * one that comes first.
   */
  held: readonly {
    id: number;
    orgName: string;
    batches: number;
    recipients: number;
    forPerson: number;
    reason: string;
    reasons: number;
  }[];
  /** Of those sent over MOST_UNREPORTED_MS ago: how many have no report, and how many there were. */
  late: readonly { id: number; orgName: string; open: number; went: number; oldestAt: Date }[];
};

export type HostSkew = { host: string; skewMs: number };

/** One thing that is wrong now. `since` where the facts know it; else it begins when it is seen. */
export type Raised = { kind: AlertKind; subject: string; facts: AlertFacts; since?: Date };

/** Which alerts are on, most pressing first. Pure: the same standing gives the same alerts on every instance. */
export function raisedBy(standing: Standing): Raised[] {
  const { now, hour, busy, lastPassAt, queue, unsure } = standing;
  const raised: Raised[] = [];
  const minutesSince = (at: Date) => Math.floor((now.getTime() - at.getTime()) / 60_000);
  const since = (at: Date | null) => (at ? { since: at } : {});

  const silentMs = lastPassAt ? now.getTime() - lastPassAt.getTime() : Number.POSITIVE_INFINITY;
  if (standing.isActive && silentMs >= mostSilenceMs(standing.budgetMs))
    raised.push({
      kind: "no_tick",
      subject: "",
      facts: lastPassAt ? { ever: "yes", minutes: minutesSince(lastPassAt) } : { ever: "no", minutes: 0 },
      ...since(lastPassAt),
    });

  for (const bot of standing.parked)
    raised.push({ kind: "bot_parked", subject: `bot:${bot.id}`, facts: { bot: bot.botName, reason: bot.reason } });

  raised.push(...layerAlerts(standing));

  const ofTenant = <T extends { id: number }>(kind: AlertKind, all: readonly T[], facts: (one: T) => AlertFacts) => {
    for (const one of all) raised.push({ kind, subject: `tenant:${one.id}`, facts: facts(one) });
  };
  const { tenants, batches } = standing;
  ofTenant("tenant_paused", tenants.paused, ({ orgName, reason }) => ({ org: orgName, reason }));
  ofTenant("sender_lapsed", tenants.lapsed, ({ orgName, number, numbers }) => ({ org: orgName, number, numbers }));
  ofTenant("batch_held", batches.held, ({ orgName, recipients, forPerson, batches: all, reason, reasons }) => ({
    ...{ org: orgName, recipients, person: forPerson, setup: all - forPerson, reason, reasons },
  }));
  for (const { id, orgName, open, went, oldestAt } of batches.late)
    if (open >= LEAST_LATE && open * 100 >= went * MOST_OPEN_PERCENT)
      raised.push({
        kind: "results_late",
        subject: `tenant:${id}`,
        facts: { org: orgName, open, went, minutes: minutesSince(oldestAt) },
        since: oldestAt,
      });
  raised.push(...coverageAlerts(standing.coverage));
  raised.push(...imageAlerts(standing.images));
  ofTenant("ledger_mismatch", tenants.mismatched, ({ orgName, difference }) => ({ org: orgName, difference }));
  ofTenant("balance_low", tenants.low, ({ orgName, available }) => ({ org: orgName, available }));

  if (hour.finished >= LEAST_FINISHED && hour.succeeded * 100 < hour.finished * LEAST_SUCCESS_PERCENT)
    raised.push({
      kind: "success_rate",
      subject: "",
      facts: {
        percent: Math.floor((hour.succeeded / hour.finished) * 1000) / 10,
        succeeded: hour.succeeded,
        finished: hour.finished,
      },
    });

  if (queue.oldestAt && now.getTime() - queue.oldestAt.getTime() > MOST_QUEUE_AGE_MS)
    raised.push({
      kind: "queue_age",
      subject: "",
      facts: { minutes: minutesSince(queue.oldestAt), runs: queue.waiting },
      since: queue.oldestAt,
    });

  if (busy.runs >= LEAST_MEASURED && busy.averageMs > MOST_BUSY_MS)
    raised.push({
      kind: "slow",
      subject: "",
      facts: { seconds: Math.floor(busy.averageMs / 100) / 10, runs: busy.runs },
    });

  if (unsure.runs > 0)
    raised.push({ kind: "unknown_waiting", subject: "", facts: { runs: unsure.runs }, ...since(unsure.oldestAt) });

  for (const schedule of standing.stopped)
    raised.push({
      kind: "schedule_error",
      subject: `schedule:${schedule.id}`,
      facts: { title: schedule.title, room: schedule.roomName },
      since: schedule.at,
    });

  for (const { host, skewMs } of standing.skews)
    if (Math.abs(skewMs) > MOST_SKEW_MS)
      raised.push({
        kind: "clock_skew",
        subject: `host:${host}`.slice(0, 60),
        facts: { host, seconds: Math.floor(Math.abs(skewMs) / 100) / 10, side: skewMs > 0 ? "ahead" : "behind" },
      });
  return raised;
}

/** What a rule of its own tells already isn't told twice: a parked bot, a tenant that is held. */
function layerAlerts({ layers, parked, tenants }: Standing): Raised[] {
  const isTold = ({ probe, id }: BrokenProbe) =>
    (probe === "bot" && parked.some((bot) => bot.id === id)) ||
    (probe === "account" && tenants.paused.some((tenant) => tenant.id === id));
  return layers
    .filter((one) => !isTold(one))
    .map(({ key, probe, layer, name, cause, since }) => ({
      kind: "layer_broken",
      subject: key,
      facts: { probe, layer, name, cause },
      since,
    }));
}

/** A row of our own that is gone is an incident; of an old system it is a warning below the target (C-04, S0-23). */
function coverageAlerts({ shortfall, imported }: CoverageStanding): Raised[] {
  const raised: Raised[] = [];
  if (shortfall.missing > 0) raised.push({ kind: "coverage_shortfall", subject: "", facts: { ...shortfall } });
  const pct = imported && pctOf(imported.recorded, imported.expected);
  if (imported && pct !== null && pct < TARGET_PCT)
    raised.push({
      kind: "coverage_low",
      subject: "",
      facts: { ...imported, percent: pctText(pct), target: TARGET_PCT },
    });
  return raised;
}

/** What drifted apart since the night before, and a night whose storage couldn't be believed. */
function imageAlerts(images: ImageStanding | null): Raised[] {
  if (!images || (images.drift === 0 && !images.isAborted)) return [];
  const facts: AlertFacts = { what: images.isAborted ? "stopped" : "found", found: images.drift };
  return [{ kind: "image_drift", subject: "", facts, since: images.at }];
}

/** How long no pass may have ended before the dispatcher is taken for stopped, in ms. */
export const mostSilenceMs = (budgetMs: number): number => Math.max(MOST_SILENCE_MS, budgetMs + AFTER_BUDGET_MS);

/** Of so many passes of a host the calmest counts: a busy moment makes a clock look wrong, never right. */
const SKEW_PASSES = 3;

/** Each host's clock against the database's, from what its newest passes measured, newest first. */
export function skewsOf(passes: readonly { instance: string; skewMs: number | null }[]): HostSkew[] {
  const measured = new Map<string, number[]>();
  for (const { instance, skewMs } of passes) {
    if (skewMs === null) continue;
    const host = instance.replace(/^.*@/, "").replace(/:\d+$/, "");
    const known = measured.get(host) ?? [];
    if (known.length < SKEW_PASSES) measured.set(host, [...known, skewMs]);
  }
  return [...measured].map(([host, all]) => ({
    host,
    skewMs: all.reduce((calm, one) => (Math.abs(one) < Math.abs(calm) ? one : calm)),
  }));
}
