/** Where a page of the ledger ended: newest first by (scheduled_at, id). */
export type LogCursor = { scheduledAt: Date; id: number };

/** Opaque to clients, safe in an address. */
export const encodeLogCursor = ({ scheduledAt, id }: LogCursor): string =>
  `${scheduledAt.getTime().toString(36)}-${id.toString(36)}`;

/** The position a cursor names, or null when it isn't one of ours. */
export function decodeLogCursor(text: string): LogCursor | null {
  const match = /^([0-9a-z]{1,11})-([0-9a-z]{1,11})$/.exec(text);
  if (!match) return null;
  const [ms, id] = [Number.parseInt(match[1]!, 36), Number.parseInt(match[2]!, 36)];
  return ms <= 8.64e15 && Number.isSafeInteger(id) ? { scheduledAt: new Date(ms), id } : null;
}
