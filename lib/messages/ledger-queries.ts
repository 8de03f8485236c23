import "server-only";
import type { Executor } from "@/db/client";
import type { OrgScope } from "@/lib/access/scope";
import type { LogDto } from "@/lib/deliveries/log-dto";
import { listLogs } from "@/lib/deliveries/queries";
import { encodeLedgerCursor, type LedgerCursor, type LedgerFilter, type Read } from "./ledger-schema";
import { mergePages } from "./merge-pages";
import type { MessageDto } from "./message-dto";
import { listMessages } from "./queries";

/** One line of everything that was sent: an occurrence in a room, or a message to phones. */
export type LedgerItem = { kind: "room"; at: string; log: LogDto } | { kind: "phone"; at: string; message: MessageDto };
export type LedgerPage = { items: LedgerItem[]; nextCursor: string | null };

const START: LedgerCursor = { rooms: "start", phones: "start" };
const NOTHING = { items: [], nextCursor: null };

/**
 * Rooms and phones as one list by time, newest first: the heads of each kind's own index walks, merged (rulings 34). Each kind goes on
 * where it was read to, so page 1,000 costs what page 1 costs.
 * @param lookupKey LOOKUP_KEY, for a search that is a whole number: rooms have none, so only phones are found by it
 */
export async function listLedger(
  db: Executor,
  scope: OrgScope,
  lookupKey: string,
  { cursor = START, orgId, search, ...query }: LedgerFilter,
): Promise<LedgerPage> {
  const [rooms, phones] = await Promise.all([
    cursor.rooms === "end"
      ? NOTHING
      : listLogs(db, scope, {
          ...query,
          search,
          orgId: orgId === undefined ? undefined : [orgId],
          cursor: placeOf(cursor.rooms),
        }),
    cursor.phones === "end"
      ? NOTHING
      : listMessages(db, scope, lookupKey, { ...query, q: search, orgId, cursor: placeOf(cursor.phones) }),
  ]);
  const merged = mergePages(
    { ...rooms, placeOf: ({ scheduledAt, id }: LogDto) => ({ scheduledAt: new Date(scheduledAt), id }) },
    { ...phones, placeOf: ({ createdAt, id }: MessageDto) => ({ scheduledAt: new Date(createdAt), id }) },
    cursor,
    query.limit,
  );
  const items = [
    ...rooms.items.slice(0, merged.rooms).map((log): LedgerItem => ({ kind: "room", at: log.scheduledAt, log })),
    ...phones.items
      .slice(0, merged.phones)
      .map((message): LedgerItem => ({ kind: "phone", at: message.createdAt, message })),
  ];
  // Stable: of one instant rooms come first, as they were merged.
  items.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
  return { items, nextCursor: merged.next && encodeLedgerCursor(merged.next) };
}

const placeOf = (read: Read) => (typeof read === "string" ? undefined : read);
