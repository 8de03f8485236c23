import { limitNames } from "@/lib/rooms/limits";
import type { RoomFacts } from "./facts";

const OPEN: readonly string[] = ["planned", "deferred", "sending"];

/** Goes on by itself. */
export const isOpen = ({ log }: RoomFacts): boolean => OPEN.includes(log.status);

export const isLimit = (reason: string | null): boolean => limitNames.some((name) => name === reason);

/** Words of a person's act: nothing is broken where somebody stopped it. */
export const personalReasons = ["by_person", "schedule_off", "schedule_deleted", "given_up"] as const;
const isPersonal = (reason: string | null) => personalReasons.some((word) => word === reason);

/** Why a run that is over ended so: the call that failed says it, and where there was none the run's own row. */
function endWord({ log, parts }: RoomFacts): string | null {
  const failed = parts.find(({ status }) => status === "failed");
  return failed?.errorCode ?? log.reasonCode;
}

/**
 * The recorded word for why this run hasn't gone. A limit only makes it wait until its hour is over, and what a person stopped
 * has no reason to be mended.
 */
export function reasonOf(facts: RoomFacts): string | null {
  const { log, parts, bot } = facts;
  if (log.status === "success" || log.status === "cancelled") return null;
  if (log.status === "unknown") return parts.find(({ status }) => status === "unknown")?.errorCode ?? log.reasonCode;
  const word = isOpen(facts) ? (bot.parkReason ?? waitWord(facts)) : endWord(facts);
  return isPersonal(word) || (isOpen(facts) && isLimit(word)) ? null : word;
}

/** Why an open run was put off: a call that certainly didn't reach its room and is made again. */
const waitWord = ({ log }: RoomFacts) => (log.status === "deferred" ? log.reasonCode : null);

/** How long it could have gone already; 0 where it isn't due or is over. */
export function dueMs(facts: RoomFacts): number {
  const { log, now } = facts;
  if (!isOpen(facts) || log.nextAttemptAt === null) return 0;
  return Math.max(0, now.getTime() - log.nextAttemptAt.getTime());
}

/** A call is in a gateway's hands. */
export const isCalling = ({ parts }: RoomFacts): boolean => parts.some(({ status }) => status === "sending");

/** Somebody serves the device. */
export const isServed = ({ lane, now }: RoomFacts): boolean => lane.leaseUntil !== null && lane.leaseUntil > now;

/** How long a call has been under way whose caller no longer holds the device; 0 where there is none. */
export function orphanedMs(facts: RoomFacts): number {
  const call = facts.parts.find(({ status }) => status === "sending");
  if (!call?.startedAt || isServed(facts)) return 0;
  return Math.max(0, facts.now.getTime() - Math.max(call.startedAt.getTime(), facts.lane.leaseUntil?.getTime() ?? 0));
}
