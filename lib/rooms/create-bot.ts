import "server-only";
import { and, eq } from "drizzle-orm";
import { isDuplicateKey, type Tx } from "@/db/client";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { kbBots } from "@/db/schema/rooms";
import type { Actor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { mayEver } from "@/lib/access/can";
import { AppError, invalid } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { ensureLane, refuseUnreachable, storeSecret } from "./bot-change";
import { type BotDto, botViewOf, findBot } from "./bot-queries";
import { mayBecome } from "./bot-status";
import type { BotInput } from "./input-schema";

/**
 * Adds a bot; headquarters alone (rulings 26).
 * @throws AppError forbidden; invalid at endpoint (host not allowed), botName (taken on that device) or status
 */
export async function createBot(
  rt: Pick<Runtime, "db" | "clock" | "env">,
  actor: Actor,
  { secret, ...bot }: BotInput,
): Promise<BotDto> {
  if (!mayEver(actor, "bot.write")) throw new AppError("forbidden");
  refuseUnreachable(bot.endpoint, rt.env);
  if (!mayBecome("pending", bot.status)) throw invalid("status", "botStatusStep");
  const now = await rt.clock();
  return retryDeadlocks(rt.db, async (tx) => {
    const id = await insertOrRevive(tx, bot, now);
    await ensureLane(tx, bot.deviceId);
    if (secret !== undefined) await storeSecret(tx, id, secret, rt.env);
    await writeAudit(tx, actor, now, {
      action: "bot.create",
      subject: `bot:${id}`,
      after: { ...bot, ...(secret && { secret: "stored" }) },
    });
    const created = await findBot(tx, botViewOf(actor), id, now);
    if (!created) throw new Error(`bot ${id} vanished in its own transaction`);
    return created;
  });
}

/** A bot deleted earlier comes back as itself, without what it knew. */
async function insertOrRevive(tx: Tx, bot: Omit<BotInput, "secret">, now: Date): Promise<number> {
  const [old] = await tx
    .select({ id: kbBots.id, deletedAt: kbBots.deletedAt, version: kbBots.version })
    .from(kbBots)
    .where(and(eq(kbBots.botName, bot.botName), eq(kbBots.deviceId, bot.deviceId)))
    .for("update");
  if (old?.deletedAt) {
    const blank = { secret: null, lastHealth: null, lastSeenAt: null, breakerOpenUntil: null, deletedAt: null };
    await tx
      .update(kbBots)
      .set({ ...bot, ...blank, updatedAt: now, version: old.version + 1 })
      .where(eq(kbBots.id, old.id));
    return old.id;
  }
  if (old) throw invalid("botName", "botTaken");
  try {
    const [inserted] = await tx
      .insert(kbBots)
      .values({ ...bot, createdAt: now, updatedAt: now })
      .$returningId();
    return inserted!.id;
  } catch (error) {
    if (isDuplicateKey(error)) throw invalid("botName", "botTaken");
    throw error;
  }
}
