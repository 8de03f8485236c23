/** Where a page of schedules ended: those with a next run come first, earliest first; then the others by id. */
export type ScheduleCursor = { nextSendAt: Date | null; id: number };

/** Opaque to clients, safe in an address. */
export const encodeScheduleCursor = ({ nextSendAt, id }: ScheduleCursor): string =>
  `${nextSendAt ? nextSendAt.getTime().toString(36) : ""}-${id.toString(36)}`;

/** The position a cursor names, or null when it isn't one of ours. */
export function decodeScheduleCursor(text: string): ScheduleCursor | null {
  const match = /^([0-9a-z]{0,11})-([0-9a-z]{1,11})$/.exec(text);
  if (!match) return null;
  const [ms, id] = [Number.parseInt(match[1] || "0", 36), Number.parseInt(match[2]!, 36)];
  if (ms > 8.64e15 || !Number.isSafeInteger(id)) return null;
  return { nextSendAt: match[1] ? new Date(ms) : null, id };
}
