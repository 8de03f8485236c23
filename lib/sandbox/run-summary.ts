import type { PartKind } from "@/db/enums";
import type { Received } from "@/lib/transports/sandbox-port";
import type { Match } from "./match";

/** How a room's newest run arrived: what the headline of the screen says. */
export type RunSummary = {
  logId: number;
  startedAt: string;
  parts: number;
  received: number;
  texts: number;
  photos: number;
  firstAt: string | null;
  lastAt: string | null;
  /** The call that took longest, where it was slow enough to mention. */
  slowest: { partKind: PartKind; tookMs: number } | null;
};

/** From here a call counts as slow, in ms. */
export const SLOW_MS = 5_000;

/** What of one run's `parts` calls the room has received; copies count once. */
export function runSummary(
  run: Pick<RunSummary, "logId" | "startedAt" | "parts">,
  messages: readonly Received[],
  matches: readonly Match[],
): RunSummary {
  const mine = messages.flatMap((message, i) => {
    const match = matches[i];
    return match && (match.kind === "same" || match.kind === "different") && match.logId === run.logId
      ? [{ message, match }]
      : [];
  });
  const slow = mine
    .flatMap(({ match: { partKind, tookMs } }) => (tookMs !== null && tookMs >= SLOW_MS ? [{ partKind, tookMs }] : []))
    .sort((a, b) => b.tookMs - a.tookMs);
  const photos = mine.reduce((sum, { message }) => sum + (message.kind === "images" ? message.images.length : 0), 0);
  return {
    ...run,
    received: new Set(mine.map(({ match }) => match.seq)).size,
    texts: mine.filter(({ message }) => message.kind === "text").length,
    photos,
    firstAt: mine[0]?.message.at ?? null,
    lastAt: mine.at(-1)?.message.at ?? null,
    slowest: slow[0] ?? null,
  };
}
