import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { type BotHealth, kbBots } from "@/db/schema/rooms";
import type { Actor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { mayEver } from "@/lib/access/can";
import { unseal } from "@/lib/access/sealed";
import { AppError } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import type { Health } from "@/lib/transports/port";
import { type BotDto, botViewOf, getBot } from "./bot-queries";
import { unparkBot } from "./unpark-bot";

/** A phone that hasn't answered by then is as good as silent. */
const TIMEOUT_MS = 5_000;
/** Calls to one device are never closer than this, whatever its gateway allows. */
const LEAST_GAP_MS = 1_000;

/**
 * Asks a bot's gateway how it is and keeps the answer, and with it how close its calls may come; nothing is ever sent to
 * a room. Headquarters alone.
 * @throws AppError forbidden; not_found; conflict where this version can't speak the bot's dialect
 */
export async function probeBot(
  rt: Pick<Runtime, "db" | "clock" | "env" | "gateway">,
  actor: Actor,
  { id }: { id: number },
): Promise<BotDto> {
  if (!mayEver(actor, "bot.write")) throw new AppError("forbidden");
  const [bot] = await rt.db
    .select({
      botName: kbBots.botName,
      deviceId: kbBots.deviceId,
      gateway: kbBots.gateway,
      endpoint: kbBots.endpoint,
      secret: kbBots.secret,
    })
    .from(kbBots)
    .where(and(eq(kbBots.id, id), isNull(kbBots.deletedAt)));
  if (!bot) throw new AppError("not_found");
  const gateway = rt.gateway(bot.gateway);
  if (!gateway) throw new AppError("conflict", { message: "gatewayNotHere" });
  const { botName, deviceId, endpoint } = bot;
  const secret = openSecret(rt, id, bot.secret);
  const facts = { botName, deviceId, endpoint, ...(secret && { secret }) };
  const answer = secret === null ? UNREADABLE : await gateway.health(facts, { timeoutMs: TIMEOUT_MS });
  const now = await rt.clock();
  const health: BotHealth = {
    ok: answer.ok,
    at: now.toISOString(),
    latencyMs: answer.latencyMs,
    detail: answer.ok ? answer.detail : `${answer.reason}: ${answer.detail}`,
  };
  return retryDeadlocks(rt.db, async (tx) => {
    // Only where it is still the same phone: an answer of the old address says nothing about a new one.
    await tx
      .update(kbBots)
      .set({
        lastHealth: health,
        ...(answer.ok && { lastSeenAt: now }),
        ...(answer.ok && answer.leastGapMs && { minGapMs: Math.max(LEAST_GAP_MS, answer.leastGapMs) }),
      })
      .where(and(eq(kbBots.id, id), eq(kbBots.endpoint, endpoint), eq(kbBots.deviceId, deviceId)));
    const [parked] = await tx
      .select({ parkReason: kbBots.parkReason })
      .from(kbBots)
      .where(and(eq(kbBots.id, id), eq(kbBots.endpoint, endpoint)));
    if (answer.ok && parked?.parkReason) await unparkBot(tx, { id, deviceId, parkReason: parked.parkReason }, now);
    await writeAudit(tx, actor, now, { action: "bot.probe", subject: `bot:${id}`, after: health });
    return getBot(tx, botViewOf(actor), id, now);
  });
}

const UNREADABLE: Health = {
  ok: false,
  latencyMs: 0,
  reason: "auth_failed",
  detail: "the stored secret can't be opened with this installation's keys",
};

/** The secret of a bot in the clear; undefined where it has none, null where none of the keys opens it. */
function openSecret(rt: Pick<Runtime, "env">, id: number, sealed: Buffer | null): string | undefined | null {
  if (!sealed) return undefined;
  try {
    return unseal(rt.env.ENCRYPTION_KEYS, `kb_bots|${id}|secret`, sealed);
  } catch {
    return null;
  }
}
