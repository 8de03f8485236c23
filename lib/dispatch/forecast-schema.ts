import * as z from "zod";
import { logKinds } from "@/db/enums";
import { moment } from "@/lib/deliveries/schema";
import { cursorBy, rowId } from "@/lib/orgs/query-fields";
import { DAY_MS } from "@/lib/time/kst";
import { compareItems, FORECAST_DAYS_MAX, type ForecastItem } from "./forecast";

/** Larger than a list's: every page is played anew. */
const FORECAST_PAGE = 500;
const FORECAST_PAGE_MAX = 1000;

/** Where a page ended. */
export type ForecastCursor = Pick<ForecastItem, "at" | "scheduleId" | "roomId" | "kind">;

export const isAfter = (item: ForecastItem, cursor: ForecastCursor): boolean =>
  compareItems(item, { ...cursor, outcome: "send" }) > 0;

/** Opaque to clients, safe in an address. */
export const encodeForecastCursor = ({ at, scheduleId, roomId, kind }: ForecastCursor): string =>
  [at.getTime(), scheduleId, roomId, logKinds.indexOf(kind)].map((part) => part.toString(36)).join("-");

/** The position a cursor names, or null when it isn't one of ours. */
export function decodeForecastCursor(text: string): ForecastCursor | null {
  if (!/^[0-9a-z]{1,11}(-[0-9a-z]{1,11}){3}$/.test(text)) return null;
  const [ms = 0, scheduleId = 0, roomId = 0, index = 0] = text.split("-").map((part) => Number.parseInt(part, 36));
  const kind = logKinds[index];
  return kind && ms <= 8.64e15 ? { at: new Date(ms), scheduleId, roomId, kind } : null;
}

const filters = {
  from: moment("start").optional(),
  to: moment("end").optional(),
  cursor: cursorBy(decodeForecastCursor),
  limit: z
    .string({ error: "badValue" })
    .regex(/^[1-9]\d{0,3}$/, { error: "badValue" })
    .transform(Number)
    .refine((limit) => limit <= FORECAST_PAGE_MAX, { error: "badValue" })
    .default(FORECAST_PAGE),
};

/** What is asked about the days ahead: `?from=&to=&roomId=&cursor=&limit=`; from now for a week unless told otherwise. */
export const ForecastFilter = z.strictObject({ ...filters, roomId: rowId.optional() });
export type ForecastFilter = z.output<typeof ForecastFilter>;

/** The same for one schedule. */
export const ScheduleForecastFilter = z.strictObject({ ...filters, id: rowId });
export type ScheduleForecastFilter = z.output<typeof ScheduleForecastFilter>;

const DEFAULT_DAYS = 7;
type Range = { from: Date; to: Date };

/** The range a filter means at `now`, or what is wrong with it, as the field and a key of the errors catalogue. */
export function rangeOf(
  filter: { from?: Date | undefined; to?: Date | undefined },
  now: Date,
): Range | { field: "from" | "to"; message: string } {
  const from = filter.from ?? now;
  const to = filter.to ?? new Date(from.getTime() + DEFAULT_DAYS * DAY_MS);
  if (to < from) return { field: "to", message: "validityOrder" };
  // Played from now on, wherever the range begins.
  const latest = Math.min(from.getTime(), now.getTime()) + FORECAST_DAYS_MAX * DAY_MS;
  if (from.getTime() > latest) return { field: "from", message: "forecastTooFar" };
  return to.getTime() > latest ? { field: "to", message: "forecastTooFar" } : { from, to };
}
