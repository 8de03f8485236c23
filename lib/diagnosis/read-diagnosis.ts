import "server-only";
import { type Layer, layers } from "@/db/enums";
import type { UserActor } from "@/lib/access/actor";
import { botViewOf } from "@/lib/rooms/bot-queries";
import type { Runtime } from "@/lib/runtime";
import { knownTenants, type TenantDto, tenantViewOf } from "@/lib/tenants/queries";
import { maskNumber } from "@/lib/transports/phone-number";
import { placeOf } from "./probe-causes";
import type { BotProbeDto, DiagnosisDto, ProbeDto, ProbeStanding, TenantProbeDto } from "./probe-dto";
import { layersOf, sharedState, together, worstOf } from "./probe-layers";
import type { Figures } from "./probe-look";
import { namesOf, probeNames, probes } from "./probe-names";
import { type BotRow, readBots, readSlots, readStates, type Sight, type StateRow } from "./probe-queries";
import { PROBE_EVERY_MS } from "./probe-regularly";
import { stripOf } from "./probe-strip";

/** Three regular looks that stayed away. */
const STALE_MS = 3 * PROBE_EVERY_MS;
/** What of the whole installation's figures anybody may read; the others name hosts, versions and how much others send. */
const FOR_ALL: readonly string[] = ["seconds"];

/** How the four layers do, as far as the reader may know of it: what was seen last, and nothing is asked. */
export async function readDiagnosis(rt: Pick<Runtime, "db" | "clock">, actor: UserActor): Promise<DiagnosisDto> {
  const now = await rt.clock();
  const view = botViewOf(actor);
  const [tenants, bots] = await Promise.all([
    knownTenants(rt.db, await tenantViewOf(rt.db, actor), now),
    readBots(rt.db, view, now),
  ]);
  const sight = { tenantIds: tenants.map(({ id }) => id), botIds: bots.map(({ id }) => id) };
  const seen: Sight = view.isHq ? null : sight;
  const [states, slots] = await Promise.all([readStates(rt.db, seen), readSlots(rt.db, seen, now)]);
  const rows = probeNames.flatMap((name): ProbeDto[] => {
    const own = states.filter((state) => state.name === name);
    const { of, layer } = probes[name];
    if (own.length === 0 && (of !== "system" || slots.size > 0 || states.length > 0)) return [];
    const only = own.length === 1 && of === "system" ? own[0]! : null;
    const bad = own.filter(({ ok }) => !ok);
    return [
      {
        ...{ name, layer, ...together(own) },
        figures: only ? shown(only.figures, view.isHq) : summed(own),
        strip: stripOf(slots.get(name) ?? [], now),
        href: bad.length === 0 ? null : placeOf(name, bad.length === 1 ? bad[0]!.id : null),
      },
    ];
  });
  const checkedAt = states.reduce<Date | null>(
    (last, row) => (last && last > row.checkedAt ? last : row.checkedAt),
    null,
  );
  return {
    layers: layersOf(rows),
    probes: rows,
    tenants: tenants.map((tenant) => tenantDto(tenant, states, rows)),
    bots: bots.map((bot) => botDto(bot, states, view.isHq, now)),
    checkedAt: checkedAt?.toISOString() ?? null,
    isStale: checkedAt !== null && now.getTime() - checkedAt.getTime() > STALE_MS,
    isDatabaseDown: false,
    now: now.toISOString(),
  };
}

const shown = (figures: Figures, isHq: boolean): Figures =>
  isHq ? figures : Object.fromEntries(Object.entries(figures).filter(([name]) => FOR_ALL.includes(name)));

/** Figures of several tenants or bots added up; words aren't. */
function summed(states: readonly StateRow[]): Figures {
  const sums: Record<string, number> = {};
  for (const { figures } of states)
    for (const [name, value] of Object.entries(figures))
      if (typeof value === "number") sums[name] = (sums[name] ?? 0) + value;
  return sums;
}

function tenantDto(tenant: TenantDto, states: readonly StateRow[], rows: readonly ProbeDto[]): TenantProbeDto {
  const own = states.filter(({ name, id }) => id === tenant.id && probes[name].of === "tenant");
  const first = namesOf("tenant")
    .flatMap((name) => own.filter((state) => state.name === name && !state.ok))
    .at(0);
  const ofLayer = (layer: Layer): ProbeStanding => {
    const mine = own
      .filter(({ name }) => probes[name].layer === layer)
      .map(({ ok }): ProbeStanding => (ok ? "ok" : "bad"));
    return worstOf([...mine, sharedState(rows, layer)]);
  };
  const isOff = !tenant.messagingIsActive && !first;
  const { state, lastGoodAt } = together(own);
  return {
    ...{ id: tenant.id, orgName: tenant.orgName },
    sender: tenant.messagingSender === null ? null : maskNumber(tenant.messagingSender),
    layers: Object.fromEntries(layers.map((layer) => [layer, ofLayer(layer)])) as Record<Layer, ProbeStanding>,
    ...{ state: isOff ? "off" : first ? "bad" : state, cause: isOff ? "messaging_inactive" : (first?.cause ?? null) },
    ...{ since: first?.changedAt.toISOString() ?? null, lastGoodAt, figures: first?.figures ?? {} },
    href: first
      ? (placeOf(first.name, tenant.id) ?? `/settings/messaging/${tenant.id}`)
      : `/settings/messaging/${tenant.id}`,
  };
}

function botDto(bot: BotRow, states: readonly StateRow[], isHq: boolean, now: Date): BotProbeDto {
  const { state, cause, since, lastGoodAt, ms } = together(
    states.filter(({ name, id }) => name === "bot" && id === bot.id),
  );
  return {
    ...{ id: bot.id, botName: bot.botName, isSandbox: bot.isSandbox, state, cause, since, lastGoodAt, ms },
    lastRunAt: bot.lastRunAt?.toISOString() ?? null,
    restsUntil: isHq ? (bot.breakerOpenUntil?.toISOString() ?? null) : null,
    ...{ strip: stripOf(bot.slots, now), href: "/settings/rooms" },
  };
}

/** The answer where the database doesn't: who asks can't be known either, so nothing of anybody is in it. */
export function diagnosisWithoutDatabase(now: Date): DiagnosisDto {
  const rows = namesOf("system").map((name): ProbeDto => {
    const isIt = name === "database";
    return {
      ...{ name, layer: probes[name].layer, state: isIt ? "bad" : "unknown", cause: isIt ? "database_down" : null },
      ...{ since: null, lastGoodAt: null, checkedAt: isIt ? now.toISOString() : null, ms: null, figures: {} },
      ...{ all: isIt ? 1 : 0, bad: isIt ? 1 : 0, strip: stripOf([], now), href: null },
    };
  });
  return {
    ...{ layers: layersOf(rows), probes: rows, tenants: [], bots: [], checkedAt: null },
    ...{ isStale: false, isDatabaseDown: true, now: now.toISOString() },
  };
}
