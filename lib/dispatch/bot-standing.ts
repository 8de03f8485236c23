import type { kbBots } from "@/db/schema/rooms";
import { type BotStanding, standingAfter } from "./breaker";
import type { RunBot } from "./load-runs";
import type { CallOutcome } from "./prepare-call";

/** A bot that keeps answering is not written after every call. */
const SEEN_EVERY_MS = 10_000;

/** How a bot stands, as its row tells. */
export const standingOf = (bot: Pick<RunBot, "failures" | "parkReason" | "breakerOpenUntil">): BotStanding => ({
  failures: bot.failures,
  parkReason: bot.parkReason,
  probeAt: bot.breakerOpenUntil,
});

export const standingColumns = ({ failures, parkReason, probeAt }: BotStanding) => ({
  failures,
  parkReason,
  breakerOpenUntil: probeAt,
});

type Call = { run: { bot: RunBot }; outcome: CallOutcome; tookMs: number };

/** What calls also say of the bots themselves: they answered, couldn't be reached, or rest now. One row per bot that changes. */
export function botColumns(calls: readonly Call[], now: Date) {
  const rows = new Map<number, { id: number } & Partial<typeof kbBots.$inferInsert>>();
  const at = now.toISOString();
  for (const { run, outcome, tookMs } of calls) {
    const { bot } = run;
    const before = standingOf(bot);
    const standing = standingAfter(before, outcome, now);
    const seen = outcome.kind === "accepted";
    const isStale = !bot.lastSeenAt || now.getTime() - bot.lastSeenAt.getTime() >= SEEN_EVERY_MS;
    const wasIll = bot.lastHealth?.ok === false;
    const moved = standing.failures !== before.failures || standing.parkReason !== before.parkReason;
    if (!moved && !(seen && (isStale || wasIll))) continue;
    const health = seen
      ? { ok: true, at, latencyMs: Math.round(tookMs) }
      : outcome.kind === "rejected" && (outcome.reason === "bot_offline" || outcome.configuration)
        ? { ok: false, at, detail: `${outcome.reason}: ${outcome.detail}`.slice(0, 200) }
        : bot.lastHealth;
    rows.set(bot.id, {
      id: bot.id,
      ...standingColumns(standing),
      lastSeenAt: seen ? now : bot.lastSeenAt,
      lastHealth: health,
    });
  }
  return [...rows.values()];
}
