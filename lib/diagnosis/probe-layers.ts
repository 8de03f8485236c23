import { type Layer, layers } from "@/db/enums";
import { fixFor } from "./probe-causes";
import type { LayerDto, ProbeDto, ProbeStanding } from "./probe-dto";
import { probes } from "./probe-names";

/** How one thing is known to be. */
export type State = {
  ok: boolean;
  cause: string | null;
  changedAt: Date;
  lastGoodAt: Date | null;
  checkedAt: Date;
  ms: number;
};

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;
const newest = (times: readonly Date[]): Date | null =>
  times.length === 0 ? null : new Date(Math.max(...times.map((at) => at.getTime())));

/** When all of them were last good together; null where one of the bad ones never was. */
function goodUntil(bad: readonly Pick<State, "lastGoodAt">[]): Date | null {
  const times = bad.map(({ lastGoodAt }) => lastGoodAt);
  if (times.length === 0 || times.some((at) => at === null)) return null;
  return new Date(Math.min(...times.map((at) => at!.getTime())));
}

/** Of several things together: bad where all of them are, since the first of them is, for the reason of the first. */
export function together(states: readonly State[]) {
  const bad = states.filter(({ ok }) => !ok).toSorted((a, b) => a.changedAt.getTime() - b.changedAt.getTime());
  const [first] = bad;
  const standing: ProbeStanding =
    states.length === 0 ? "unknown" : !first ? "ok" : bad.length === states.length ? "bad" : "partial";
  return {
    state: standing,
    cause: first?.cause ?? null,
    since: iso(first?.changedAt ?? null),
    lastGoodAt: iso(first ? goodUntil(bad) : newest(states.map(({ checkedAt }) => checkedAt))),
    checkedAt: iso(newest(states.map(({ checkedAt }) => checkedAt))),
    ms: states.length === 0 ? null : Math.max(...states.map(({ ms }) => ms)),
    all: states.length,
    bad: bad.length,
  };
}

/**
 * The four layers of what was looked at. One that everybody needs is broken as a whole; where only some tenants or bots are
 * hit, others go on through it.
 */
export const layersOf = (rows: readonly ProbeDto[]): LayerDto[] =>
  layers.map((layer) => {
    const own = rows.filter((row) => row.layer === layer);
    const bad = own.filter(({ state }) => state === "bad" || state === "partial");
    const known = own.filter(({ state }) => state !== "unknown");
    const first = bad.toSorted((a, b) => String(a.since).localeCompare(String(b.since)))[0];
    const isWhole = bad.some(({ name, state }) => state === "bad" && probes[name].of === "system");
    const state: ProbeStanding = known.length === 0 ? "unknown" : !first ? "ok" : isWhole ? "bad" : "partial";
    const goods = (first ? bad : known).map(({ lastGoodAt }) => lastGoodAt);
    const times = goods.filter((at) => at !== null).toSorted();
    return {
      ...{ layer, ok: state === "unknown" ? null : !first, cause: first?.cause ?? null },
      ...{ fix: first?.cause ? fixFor(first.cause) : null, since: first?.since ?? null },
      lastGoodAt: first ? (times.length === goods.length ? (times[0] ?? null) : null) : (times.at(-1) ?? null),
      ...{ state, ms: slowest(known), broken: bad.length },
    };
  });

const slowest = (rows: readonly ProbeDto[]): number | null => {
  const times = rows.flatMap(({ ms }) => (ms === null ? [] : [ms]));
  return times.length === 0 ? null : Math.max(...times);
};

/** What of a layer one tenant meets: the worst of what everybody shares and of its own. */
export function worstOf(standings: readonly ProbeStanding[]): ProbeStanding {
  for (const standing of ["bad", "partial", "ok"] as const) if (standings.includes(standing)) return standing;
  return "unknown";
}

/** Of the rows of a layer those that concern everybody. */
export const sharedState = (rows: readonly ProbeDto[], layer: Layer): ProbeStanding =>
  worstOf(
    rows.filter(({ name }) => probes[name].of === "system" && probes[name].layer === layer).map(({ state }) => state),
  );
