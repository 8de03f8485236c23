import * as z from "zod";
import { decodeLogCursor, encodeLogCursor, type LogCursor } from "@/lib/deliveries/log-cursor";
import { moment, searchText } from "@/lib/deliveries/schema";
import { cursorBy, pageLimit, rowId } from "@/lib/orgs/query-fields";

/** How far one of the two kinds was read: from its beginning, to a place, or to its end. */
export type Read = "start" | "end" | LogCursor;
export type LedgerCursor = { rooms: Read; phones: Read };

const SIGNS = { start: "0-0", end: "0-1" } as const;
const wordOf = (read: Read): string => (typeof read === "string" ? SIGNS[read] : encodeLogCursor(read));

/** Opaque to clients, safe in an address. */
export const encodeLedgerCursor = ({ rooms, phones }: LedgerCursor): string => `${wordOf(rooms)}.${wordOf(phones)}`;

function readOf(word: string | undefined): Read | null {
  if (word === SIGNS.start) return "start";
  return word === SIGNS.end ? "end" : decodeLogCursor(word ?? "");
}

/** The two places a cursor names, or null when it isn't one of ours. */
export function decodeLedgerCursor(text: string): LedgerCursor | null {
  const [first, second, ...more] = text.split(".");
  const [rooms, phones] = [readOf(first), readOf(second)];
  return rooms && phones && more.length === 0 ? { rooms, phones } : null;
}

/** `?from=&to=&orgId=&search=&cursor=&limit=` of rooms and phones together. */
export const LedgerFilter = z.strictObject({
  from: moment("start").optional(),
  to: moment("end").optional(),
  /** With everything below it. */
  orgId: rowId.optional(),
  search: searchText,
  cursor: cursorBy(decodeLedgerCursor),
  limit: pageLimit,
});
export type LedgerFilter = z.output<typeof LedgerFilter>;
