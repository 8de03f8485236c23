import { type AlertKind, alertKinds, type InstanceKind, instanceKinds } from "@/db/enums";
import type { HostSkew } from "./alert-rules";
import { type Family, quantile } from "./prometheus";

export type MetricFacts = {
  now: Date;
  version: string;
  /** Running sums by name, what has ended since included. */
  sums: ReadonlyMap<string, number>;
  queue: { runs: number; oldestAt: Date | null };
  lastPassAt: Date | null;
  sample: readonly { delayMs: number; busyMs: number }[];
  perHour: number;
  waiting: { unknown: number; missed: number };
  bots: readonly {
    id: number;
    botName: string;
    isHealthy: boolean | null;
    parkReason: string | null;
    failures: number;
    probeAt: Date | null;
    lastSeenAt: Date | null;
  }[];
  skews: readonly HostSkew[];
  instances: readonly { kind: InstanceKind }[];
  alerts: readonly { kind: AlertKind }[];
};

const PHASES = ["plan", "claim", "load", "commit"] as const;
const OUTCOMES: Record<string, readonly string[]> = {
  success: ["success"],
  partial: ["partial"],
  failure: ["failed"],
  skipped: ["skipped"],
  expired: ["expired"],
  cancelled: ["cancelled"],
};

/**
 * Everything /api/metrics says (S2-105…S2-110, S2-123). Counters are sums over the ledgers, so they survive restarts and
 * are the same whichever instance answers. Test sends don't count.
 */
export function metricFamilies(facts: MetricFacts): Family[] {
  const { now, sums } = facts;
  const since = (at: Date | null) =>
    at ? Math.max(0, (now.getTime() - at.getTime()) / 1000) : Number.POSITIVE_INFINITY;
  const sum = (name: string) => sums.get(name) ?? 0;
  const runs = (statuses: readonly string[]) =>
    statuses.reduce((all, status) => all + sum(`runs:schedule:${status}`) + sum(`runs:manual:${status}`), 0);
  const unknown = sum("passes:unknown");
  const gauge = (name: string, help: string, samples: Family["samples"]): Family => ({
    name: `dochak_${name}`,
    help,
    type: "gauge",
    samples,
  });
  const counter = (name: string, help: string, samples: Family["samples"]): Family => ({
    ...gauge(name, help, samples),
    type: "counter",
  });
  const quantiles = (values: readonly number[]) =>
    [0.5, 0.95].map((q) => ({ labels: { quantile: String(q) }, value: quantile(values, q) / 1000 }));
  const bots = (value: (bot: MetricFacts["bots"][number]) => number | null) =>
    facts.bots.flatMap((bot) => {
      const number = value(bot);
      return number === null ? [] : [{ labels: { id: String(bot.id), bot: bot.botName }, value: number }];
    });

  return [
    gauge("build_info", "The running version.", [{ labels: { version: facts.version }, value: 1 }]),
    counter("runs_processed_total", "Runs that came to success, partial success, failure or unknown.", [
      { value: runs(["success", "partial", "failed"]) + unknown },
    ]),
    counter(
      "runs_total",
      "Runs by what they came to. An unknown run that is decided later counts again under what it came to.",
      [
        ...Object.entries(OUTCOMES).map(([outcome, statuses]) => ({ labels: { outcome }, value: runs(statuses) })),
        { labels: { outcome: "unknown" }, value: unknown },
        { labels: { outcome: "deferred" }, value: sum("passes:deferred") },
      ],
    ),
    gauge("schedules_per_hour", "Automatic runs that ended in the last hour.", [{ value: facts.perHour }]),
    gauge(
      "run_delay_seconds",
      "From scheduled to started, automatic runs of the last hour.",
      quantiles(facts.sample.map((run) => run.delayMs)),
    ),
    gauge(
      "run_processing_seconds",
      "Time at the gateway without waits, automatic runs of the last hour.",
      quantiles(facts.sample.map((run) => run.busyMs)),
    ),
    gauge("runs_waiting_for_person", "Runs of the last days only a person can settle.", [
      { labels: { status: "unknown" }, value: facts.waiting.unknown },
      { labels: { status: "missed" }, value: facts.waiting.missed },
    ]),
    gauge("queue_depth", "Open runs.", [{ value: facts.queue.runs }]),
    gauge("queue_age_seconds", "How long the oldest open run has waited; 0 when none waits.", [
      { value: facts.queue.oldestAt ? since(facts.queue.oldestAt) : 0 },
    ]),
    gauge("tick_age_seconds", "Since the last pass that ended without an error.", [{ value: since(facts.lastPassAt) }]),
    counter("ticks_total", "Passes of the dispatcher; error also means killed.", [
      { labels: { result: "ok" }, value: sum("passes:ok") },
      { labels: { result: "error" }, value: sum("passes:error") },
    ]),
    counter("tick_seconds_total", "Time passes took.", [{ value: sum("passes:durationMs") / 1000 }]),
    counter(
      "database_seconds_total",
      "Time passes waited for the database, by phase.",
      PHASES.map((phase) => ({ labels: { phase }, value: sum(`passes:${phase}Ms`) / 1000 })),
    ),
    counter("database_commits_total", "Transactions of passes.", [{ value: sum("passes:commits") }]),
    counter("gateway_calls_total", "Calls to gateways.", [{ value: sum("passes:calls") }]),
    gauge(
      "bot_healthy",
      "Whether the bot answered when it was last spoken to.",
      bots((bot) => (bot.isHealthy === null ? null : Number(bot.isHealthy))),
    ),
    gauge(
      "bot_parked",
      "Whether nothing is sent to the bot until it answers a probe.",
      facts.bots.map((bot) => ({
        labels: { id: String(bot.id), bot: bot.botName, reason: bot.parkReason ?? "" },
        value: Number(bot.parkReason !== null),
      })),
    ),
    gauge(
      "bot_failures",
      "Calls in a row that didn't reach the bot.",
      bots((bot) => bot.failures),
    ),
    gauge(
      "bot_probe_timestamp_seconds",
      "When a parked bot is asked next.",
      bots((bot) => (bot.parkReason && bot.probeAt ? bot.probeAt.getTime() / 1000 : null)),
    ),
    gauge(
      "bot_last_seen_timestamp_seconds",
      "When the bot last answered.",
      bots((bot) => (bot.lastSeenAt ? bot.lastSeenAt.getTime() / 1000 : null)),
    ),
    gauge(
      "clock_skew_seconds",
      "The host's clock against the database's, positive is ahead.",
      facts.skews.map(({ host, skewMs }) => ({ labels: { host }, value: skewMs / 1000 })),
    ),
    gauge(
      "instances",
      "Processes with a heartbeat.",
      instanceKinds.map((kind) => ({
        labels: { kind },
        value: facts.instances.filter((one) => one.kind === kind).length,
      })),
    ),
    gauge(
      "alerts",
      "Alerts that are on, muted ones included.",
      alertKinds.map((kind) => ({ labels: { kind }, value: facts.alerts.filter((one) => one.kind === kind).length })),
    ),
  ];
}
