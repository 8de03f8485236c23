import "server-only";
import { eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { kbBots } from "@/db/schema/rooms";
import type { CallOutcome } from "./prepare-call";

/** What a call also says of the bot itself: it answered, or it couldn't be reached. Anything else says nothing of it. */
export async function markBot(tx: Tx, botId: number, outcome: CallOutcome, tookMs: number, now: Date): Promise<void> {
  const at = now.toISOString();
  if (outcome.kind === "accepted")
    await tx
      .update(kbBots)
      .set({ lastSeenAt: now, lastHealth: { ok: true, at, latencyMs: tookMs } })
      .where(eq(kbBots.id, botId));
  else if (outcome.kind === "rejected" && outcome.reason === "bot_offline")
    await tx
      .update(kbBots)
      .set({ lastHealth: { ok: false, at, detail: outcome.detail.slice(0, 200) } })
      .where(eq(kbBots.id, botId));
}
