import type { MessageStatus } from "@/db/enums";

/** Messages whose recipients should all have a row: those that came to an end (C-01). One definition for check and recovery. */
export const endedStatuses = ["sent", "partial", "failed"] as const satisfies readonly MessageStatus[];
/** Still `sending` after so long, a message is stuck and counts with them. */
export const STUCK_MS = 3_600_000;

/** Solapi forgets after twelve months, what was made before this day after six (solapi.md §3.4). */
const LONGER_SINCE = Date.UTC(2026, 7, 20);
export function providerRemembersUntil(createdAt: Date): Date {
  const until = new Date(createdAt);
  until.setUTCMonth(until.getUTCMonth() + (createdAt.getTime() >= LONGER_SINCE ? 12 : 6));
  return until;
}
export const providerRemembers = (createdAt: Date, now: Date): boolean => now < providerRemembersUntil(createdAt);
