import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { kbBots } from "@/db/schema/rooms";
import type { RunBot } from "@/lib/dispatch/load-runs";
import { botFacts } from "@/lib/dispatch/prepare-call";
import type { Runtime } from "@/lib/runtime";
import { botCause } from "./probe-causes";
import { ill, type Looked, type Looks, type Seen, well } from "./probe-look";
import { probeKey } from "./probe-names";

/** Bots that may be sent to: of the others nobody expects an answer. */
export const botsInUse = (db: Executor): Promise<RunBot[]> =>
  db
    .select()
    .from(kbBots)
    .where(and(eq(kbBots.status, "approved"), isNull(kbBots.deletedAt)));

export const botKeys = (bots: readonly { id: number }[]): string[] => bots.map(({ id }) => probeKey("bot", id));

/** Each bot's gateway, asked how it is; nothing is sent, and the breaker takes no notice. */
export const lookAtBots = (
  rt: Pick<Runtime, "gateway" | "env">,
  bots: readonly RunBot[],
  looks: Looks,
): (() => Promise<Looked | null>)[] =>
  bots.map((bot) => () => looks.look("bot", bot.id, (signal) => ask(rt, bot, { timeoutMs: looks.ms, signal })));

async function ask(
  rt: Pick<Runtime, "gateway" | "env">,
  bot: RunBot,
  context: { timeoutMs: number; signal: AbortSignal },
): Promise<Seen> {
  const gateway = rt.gateway(bot.gateway);
  if (!gateway) return ill("gateway_missing");
  const facts = botFacts(rt, bot);
  if (!facts) return ill("secret_unreadable");
  const health = await gateway.health(facts, context).catch(() => null);
  if (!health) return ill("bot_offline");
  if (!health.ok) return ill(botCause(health.reason));
  // It answers again, and the next question of the engine will find that out.
  return bot.parkReason ? ill(botCause(bot.parkReason), { answers: 1 }) : well();
}
