import type { BotStatus } from "@/db/enums";

/** What HQ may do with a bot from where it stands: let it in or turn it away, later stop it for a while or for good. */
const NEXT: Record<BotStatus, readonly BotStatus[]> = {
  pending: ["approved", "denied"],
  approved: ["blocked", "revoked"],
  denied: ["approved"],
  blocked: ["approved", "revoked"],
  revoked: ["approved"],
};

/** The statuses a bot may get next, in the order they are offered. */
export const nextBotStatuses = (from: BotStatus): readonly BotStatus[] => NEXT[from];

/** Staying where it is is always fine. */
export const mayBecome = (from: BotStatus, to: BotStatus): boolean => from === to || NEXT[from].includes(to);
