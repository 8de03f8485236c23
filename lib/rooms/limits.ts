import type { OrgLevel } from "@/db/enums";
import type { LimitOverrides } from "@/db/schema/orgs";

/** The five limits of a room, in the order people read them (C-30). */
export const limitNames = ["minGapSeconds", "perMinute", "perHour", "callsPerDay", "runsPerDay"] as const;
export type LimitName = (typeof limitNames)[number];

/** Seconds between two runs, gateway calls per sliding minute and hour and per KST day, runs per KST day. */
export type Limits = Record<LimitName, number>;
/** What one organisation or room says itself; null = inherit. */
export type OwnLimits = Record<LimitName, number | null>;

/** The policy nobody may loosen (S2-102, S2-103, S2-126…S2-128). */
export const productLimits: Limits = { minGapSeconds: 30, perMinute: 5, perHour: 50, callsPerDay: 200, runsPerDay: 50 };

export type LimitOrigin =
  | { kind: "product" }
  | { kind: "org"; id: number; level: OrgLevel; name: string }
  | { kind: "room"; id: number; name: string };

/** One step of the way down to a room: product, organisations from the top, the room itself. */
export type LimitStep = { origin: LimitOrigin; limits: OwnLimits };

const noLimits: OwnLimits = {
  minGapSeconds: null,
  perMinute: null,
  perHour: null,
  callsPerDay: null,
  runsPerDay: null,
};

/** Stored overrides with every name present. */
export const ownLimits = (stored: LimitOverrides | null | undefined): OwnLimits => {
  const own = { ...noLimits };
  for (const name of limitNames) own[name] = stored?.[name] ?? null;
  return own;
};

export const productStep: LimitStep = { origin: { kind: "product" }, limits: productLimits };

/** True when `a` lets less through than `b`: a longer gap, a smaller count. */
export const isStricter = (name: LimitName, a: number, b: number): boolean =>
  name === "minGapSeconds" ? a > b : a < b;

export type EffectiveLimits = Record<LimitName, { value: number; origin: LimitOrigin }>;

/**
 * What holds at the end of a chain, and who says so: the strictest of the product's policy and every step. Of equals the
 * highest wins, and a looser value further down is ignored.
 */
export function effectiveLimits(chain: readonly LimitStep[]): EffectiveLimits {
  const start = Object.fromEntries(
    limitNames.map((name) => [name, { value: productLimits[name], origin: productStep.origin }]),
  ) as EffectiveLimits;
  return chain.reduce((holds, { origin, limits }) => {
    for (const name of limitNames) {
      const value = limits[name];
      if (value !== null && isStricter(name, value, holds[name].value)) holds[name] = { value, origin };
    }
    return holds;
  }, start);
}

/** Only the numbers, for whoever decides about a send. */
export const limitValues = (limits: EffectiveLimits): Limits => {
  const values = { ...productLimits };
  for (const name of limitNames) values[name] = limits[name].value;
  return values;
};

/** The names of `own` that are looser than what holds above: nobody may be laxer than their superiors. */
export const looserThan = (own: OwnLimits, above: EffectiveLimits): LimitName[] =>
  limitNames.filter((name) => {
    const value = own[name];
    return value !== null && isStricter(name, above[name].value, value);
  });
