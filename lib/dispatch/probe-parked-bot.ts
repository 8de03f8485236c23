import "server-only";
import { eq } from "drizzle-orm";
import { kbBots } from "@/db/schema/rooms";
import { standingColumns, standingOf } from "./bot-standing";
import { standingAfterProbe } from "./breaker";
import type { Engine } from "./deliver-part";
import type { RunBot } from "./load-runs";
import { botFacts } from "./prepare-call";

const PROBE_MS = 5_000;

/** Asks a parked bot's gateway how it is, without sending, and writes down how the bot stands now. The caller holds its device's lane. */
export async function probeParkedBot(rt: Engine, bot: RunBot): Promise<RunBot> {
  const health = await ask(rt, bot);
  const now = await rt.clock();
  const columns = {
    ...standingColumns(standingAfterProbe(standingOf(bot), health.ok ? null : health.reason, now)),
    lastHealth: {
      ok: health.ok,
      at: now.toISOString(),
      ...(health.ok ? { latencyMs: health.latencyMs } : { detail: `${health.reason}: ${health.detail}`.slice(0, 200) }),
    },
    ...(health.ok && { lastSeenAt: now }),
  };
  await rt.db.update(kbBots).set(columns).where(eq(kbBots.id, bot.id));
  return { ...bot, ...columns };
}

type Answer = { ok: true; latencyMs: number } | { ok: false; reason: string; detail: string };

async function ask(rt: Engine, bot: RunBot): Promise<Answer> {
  const no = (reason: string, detail = reason): Answer => ({ ok: false, reason, detail });
  if (bot.deletedAt || bot.status !== "approved") return no("bot_not_approved");
  const gateway = rt.gateway(bot.gateway);
  if (!gateway) return no("gateway_missing");
  const facts = botFacts(rt, bot);
  if (!facts) return no("secret_unreadable");
  try {
    return await gateway.health(facts, { timeoutMs: PROBE_MS });
  } catch (error) {
    return no("not_prepared", error instanceof Error ? error.message : String(error));
  }
}
