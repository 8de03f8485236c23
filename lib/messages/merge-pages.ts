import { decodeLogCursor, type LogCursor } from "@/lib/deliveries/log-cursor";
import type { LedgerCursor, Read } from "./ledger-schema";

/** A page of one kind, newest first, and where that kind goes on; null: there is no more of it. */
export type Source<T> = { items: readonly T[]; nextCursor: string | null; placeOf: (item: T) => LogCursor };

/**
 * Two lists in the order of time as one. Of each only what is at least as new as where the other was read to: what lies between may
 * still come. Where one was read through no further than the other has rows, the page is shorter, or empty, and names the next.
 */
export function mergePages<A, B>(
  rooms: Source<A>,
  phones: Source<B>,
  from: LedgerCursor,
  limit: number,
): { rooms: number; phones: number; next: LedgerCursor | null } {
  const edge = Math.max(edgeOf(rooms.nextCursor), edgeOf(phones.nextCursor));
  const at = <T>({ items, placeOf }: Source<T>, n: number): number => {
    const item = items[n];
    const ms = item === undefined ? Number.NEGATIVE_INFINITY : placeOf(item).scheduledAt.getTime();
    return ms < edge ? Number.NEGATIVE_INFINITY : ms;
  };
  const taken = { rooms: 0, phones: 0 };
  while (taken.rooms + taken.phones < limit) {
    const [room, phone] = [at(rooms, taken.rooms), at(phones, taken.phones)];
    if (room === Number.NEGATIVE_INFINITY && phone === Number.NEGATIVE_INFINITY) break;
    if (room >= phone) taken.rooms += 1;
    else taken.phones += 1;
  }
  const next = { rooms: readTo(rooms, taken.rooms, from.rooms), phones: readTo(phones, taken.phones, from.phones) };
  return { ...taken, next: next.rooms === "end" && next.phones === "end" ? null : next };
}

/** The time a kind was read to: nothing of it that is newer can still come. */
const edgeOf = (nextCursor: string | null): number =>
  nextCursor === null ? Number.NEGATIVE_INFINITY : (decodeLogCursor(nextCursor)?.scheduledAt.getTime() ?? 0);

function readTo<T>({ items, nextCursor, placeOf }: Source<T>, taken: number, before: Read): Read {
  if (taken === items.length) return nextCursor === null ? "end" : (decodeLogCursor(nextCursor) ?? "end");
  const last = items[taken - 1];
  return last === undefined ? before : placeOf(last);
}
