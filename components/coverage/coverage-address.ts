import {
  type MessageMode,
  type MessageOrigin,
  type MessageStatus,
  messageModes,
  messageOrigins,
  messageStatuses,
} from "@/db/enums";
import type { GapFilterKind } from "@/lib/coverage/schema";
import type { RecoveryScopeInput } from "@/lib/recovery/schema";
import { DAY_MS, kstDate, parseDate } from "@/lib/time/kst";
import { normaliseKoreanNumber } from "@/lib/transports/phone-number";

/** In the order of their tabs. */
export const gapKinds = ["missing", "partial", "unrecoverable", "stuck"] as const satisfies readonly GapFilterKind[];

export const periods = ["month", "quarter", "year"] as const;
export type Period = (typeof periods)[number];

/** What the figures and the list of gaps are narrowed to, as it stands in the address. */
export type CoverageAddress = {
  orgId: number | null;
  /** One of the usual periods, up to today; null for all time or for chosen days. */
  period: Period | null;
  /** Korean calendar days, both or neither. */
  from: string | null;
  to: string | null;
  mode: MessageMode | null;
  status: MessageStatus | null;
  /** Of the list alone. */
  kind: GapFilterKind | null;
  origin: MessageOrigin | null;
  q: string;
};

export const EVERYTHING: CoverageAddress = {
  orgId: null,
  period: null,
  from: null,
  to: null,
  mode: null,
  status: null,
  kind: null,
  origin: null,
  q: "",
};

type Params = { get: (name: string) => string | null };

/** Values of the address that mean something; whatever else is there counts as nothing. */
export function coverageFrom(params: Params): CoverageAddress {
  const one = <T extends string>(name: string, known: readonly T[]) =>
    known.find((word) => word === params.get(name)) ?? null;
  const day = (name: string) => (parseDate(params.get(name) ?? "") === null ? null : params.get(name));
  const [from = null, to = null] = [day("from"), day("to")].sort();
  const isChosen = from !== null && to !== null;
  const orgId = params.get("orgId") ?? "";
  return {
    orgId: /^[1-9]\d{0,14}$/.test(orgId) ? Number(orgId) : null,
    period: isChosen ? null : one("period", periods),
    from: isChosen ? from : null,
    to: isChosen ? to : null,
    mode: one("mode", messageModes),
    status: one("status", messageStatuses),
    kind: one("kind", gapKinds),
    origin: one("origin", messageOrigins),
    q: (params.get("q") ?? "").trim().slice(0, 100),
  };
}

const spelled = (filter: Partial<CoverageAddress>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(filter).flatMap(([name, value]) => (value === null || value === "" ? [] : [[name, String(value)]])),
  );

export function coverageAddressOf(filter: CoverageAddress): string {
  const query = new URLSearchParams(spelled(filter));
  return query.size > 0 ? `/coverage?${query}` : "/coverage";
}

const DAYS: Record<Period, number> = { month: 30, quarter: 90, year: 365 };

/** First and last Korean day of its period, seen from `now`; null for all time. */
export function daysOf({ period, from, to }: CoverageAddress, now: Date): { from: string; to: string } | null {
  if (from && to) return { from, to };
  if (!period) return null;
  return { from: kstDate(new Date(now.getTime() - (DAYS[period] - 1) * DAY_MS)), to: kstDate(now) };
}

const shared = (filter: CoverageAddress, now: Date) => {
  const { orgId, mode, status } = filter;
  return spelled({ orgId, mode, status, ...daysOf(filter, now) });
};

/** What narrows the figures as well as the list, as a question to the API. */
export const figuresQueryOf = (filter: CoverageAddress, now: Date): string =>
  new URLSearchParams(shared(filter, now)).toString();

/** The list of gaps as a question to the API. */
export function gapsQueryOf(filter: CoverageAddress, now: Date, cursor: string | null = null): string {
  const { kind, origin, q } = filter;
  return new URLSearchParams({
    ...shared(filter, now),
    ...spelled({ kind, origin, q }),
    ...(cursor && { cursor }),
  }).toString();
}

/** Whether anything narrows what a recovery of everything on the screen would take. */
export const isNarrowed = ({ orgId, period, from, mode, status }: CoverageAddress): boolean =>
  orgId !== null || period !== null || from !== null || mode !== null || status !== null;

/** What a recovery of all that the filter shows is asked for: everything, those to one number, or those it lets through. */
export function scopeOfFilter(filter: CoverageAddress, now: Date, mayAll: boolean): ScopeBody {
  if (normaliseKoreanNumber(filter.q).kind === "mobile") return { kind: "phone", phone: filter.q };
  if (mayAll && !isNarrowed(filter)) return { kind: "all" };
  const { orgId, mode, status } = filter;
  return {
    kind: "filter",
    ...(orgId !== null && { orgId }),
    ...(mode !== null && { mode }),
    ...(status !== null && { status }),
    ...daysOf(filter, now),
  };
}

/** A scope as it is sent: its days still words. */
export type ScopeBody =
  | Exclude<RecoveryScopeInput, { kind: "filter" }>
  | { kind: "filter"; orgId?: number; from?: string; to?: string; status?: MessageStatus; mode?: MessageMode };
