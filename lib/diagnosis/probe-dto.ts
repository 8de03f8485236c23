import type { Layer } from "@/db/enums";
import type { Figures } from "./probe-look";
import type { ProbeName } from "./probe-names";
import type { Mark } from "./probe-strip";

/** `partial`: of several things some are bad. `unknown`: nobody has looked, or it couldn't be asked. `off`: switched off by a person. */
export type ProbeStanding = "ok" | "partial" | "bad" | "unknown" | "off";

/** Said of a layer, a probe, a tenant or a bot alike. Times are ISO. */
type Said = {
  state: ProbeStanding;
  /** Key under `causes` of the `diagnosis` words, which also say what to do; null where all is well. */
  cause: string | null;
  /** Since when it is bad. */
  since: string | null;
  lastGoodAt: string | null;
};

/** One of the four layers: the contract's own fields first. `ok` null: nobody knows. */
export type LayerDto = {
  layer: Layer;
  ok: boolean | null;
  cause: string | null;
  /** What to do about the cause. */
  fix: string | null;
  since: string | null;
  lastGoodAt: string | null;
  state: ProbeStanding;
  /** What answers fastest and slowest says little; this is the slowest look, in ms. */
  ms: number | null;
  broken: number;
};

/** One thing that was looked at; of tenants and bots all of the reader's together, `bad` of `all`. */
export type ProbeDto = Said & {
  name: ProbeName;
  layer: Layer;
  figures: Figures;
  ms: number | null;
  checkedAt: string | null;
  all: number;
  bad: number;
  /** The last 24 hours in half hours, oldest first. */
  strip: Mark[];
  /** Where a person goes about it; null where nothing is to be done or nothing of ours helps. */
  href: string | null;
};

export type TenantProbeDto = Said & {
  id: number;
  orgName: string;
  /** Masked; null where it has none. */
  sender: string | null;
  layers: Record<Layer, ProbeStanding>;
  figures: Figures;
  href: string;
};

export type BotProbeDto = Said & {
  id: number;
  botName: string;
  isSandbox: boolean;
  ms: number | null;
  /** When the last run began that went by it. */
  lastRunAt: string | null;
  /** Until when it rests; headquarters alone is told. */
  restsUntil: string | null;
  strip: Mark[];
  href: string;
};

export type DiagnosisDto = {
  layers: LayerDto[];
  probes: ProbeDto[];
  tenants: TenantProbeDto[];
  bots: BotProbeDto[];
  /** When somebody last looked; null = never, or the database can't be asked. */
  checkedAt: string | null;
  /** The regular looks stay away: what stands here is old. */
  isStale: boolean;
  /** Nothing could be asked for want of the database. */
  isDatabaseDown: boolean;
  now: string;
};
