import type { StatusKind } from "@/components/ui/status-icon";
import type { BotDto } from "@/lib/rooms/bot-queries";

export type BotState = BotDto["status"] | "connected" | "silent" | "untested";

/** How a bot is: its approval, and once approved whether it answers. Those below headquarters see the approval only. */
export function botState(bot: BotDto): BotState {
  if (bot.status !== "approved" || bot.endpoint === null) return bot.status;
  if (bot.breakerOpenUntil !== null || bot.health?.ok === false) return "silent";
  return bot.health ? "connected" : "untested";
}

export const stateLook: Record<BotState, StatusKind> = {
  pending: "scheduled",
  approved: "arrived",
  denied: "skipped",
  revoked: "skipped",
  blocked: "blocked",
  connected: "arrived",
  silent: "failed",
  untested: "unreached",
};
