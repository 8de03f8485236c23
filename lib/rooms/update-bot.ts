import "server-only";
import { and, eq, inArray, isNull } from "drizzle-orm";
import { isDuplicateKey, type Tx } from "@/db/client";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { kbBots, kbRooms } from "@/db/schema/rooms";
import { kbSchedule } from "@/db/schema/schedules";
import type { Actor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { mayEver } from "@/lib/access/can";
import { AppError, invalid } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { ensureLane, refuseUnreachable, storeSecret } from "./bot-change";
import { type BotDto, botViewOf, findBot } from "./bot-queries";
import { mayBecome } from "./bot-status";
import type { BotUpdate } from "./schema";
import { unparkBot } from "./unpark-bot";

/**
 * Changes a bot: approve, deny, block, revoke, move it to another phone or address; headquarters alone.
 * @throws AppError forbidden; not_found; conflict where `version` isn't the stored one; invalid at endpoint, botName
 * or status (not a step from where it stands)
 */
export async function updateBot(
  rt: Pick<Runtime, "db" | "clock" | "env">,
  actor: Actor,
  { id, version, change: { secret, ...change } }: BotUpdate,
): Promise<BotDto> {
  if (!mayEver(actor, "bot.write")) throw new AppError("forbidden");
  const now = await rt.clock();
  return retryDeadlocks(rt.db, async (tx) => {
    const before = await lockBot(tx, id);
    if (version !== undefined && version !== before.version)
      throw new AppError("conflict", { current: await findBot(tx, botViewOf(actor), id, now) });
    const { version: was, parkReason, ...rest } = before;
    const after = { ...rest, ...change };
    if (change.endpoint !== undefined) refuseUnreachable(after.endpoint, rt.env);
    if (!mayBecome(before.status, after.status)) throw invalid("status", "botStatusStep");
    // Another phone or address: what was known of the old one says nothing about it.
    const isElsewhere = after.endpoint !== before.endpoint || after.deviceId !== before.deviceId;
    const forgotten = isElsewhere ? { lastHealth: null, lastSeenAt: null } : {};
    await write(tx, id, { ...change, ...forgotten, version: was + 1, updatedAt: now });
    if (secret !== undefined) await storeSecret(tx, id, secret, rt.env);
    await ensureLane(tx, after.deviceId);
    await unparkBot(tx, { id, deviceId: after.deviceId, parkReason }, now);
    if (after.botName !== before.botName) await renameOnSchedules(tx, id, after.botName);
    await writeAudit(tx, actor, now, {
      action: after.status === before.status ? "bot.update" : `bot.${after.status}`,
      subject: `bot:${id}`,
      before: rest,
      after: { ...after, ...(secret !== undefined && { secret: secret === "" ? "removed" : "replaced" }) },
    });
    const bot = await findBot(tx, botViewOf(actor), id, now);
    if (!bot) throw new Error(`bot ${id} vanished in its own transaction`);
    return bot;
  });
}

async function lockBot(tx: Tx, id: number) {
  const [bot] = await tx
    .select({
      botName: kbBots.botName,
      deviceId: kbBots.deviceId,
      gateway: kbBots.gateway,
      isSandbox: kbBots.isSandbox,
      endpoint: kbBots.endpoint,
      status: kbBots.status,
      version: kbBots.version,
      parkReason: kbBots.parkReason,
    })
    .from(kbBots)
    .where(and(eq(kbBots.id, id), isNull(kbBots.deletedAt)))
    .for("update");
  if (!bot) throw new AppError("not_found");
  return bot;
}

async function write(tx: Tx, id: number, values: Partial<typeof kbBots.$inferInsert>): Promise<void> {
  try {
    await tx.update(kbBots).set(values).where(eq(kbBots.id, id));
  } catch (error) {
    if (isDuplicateKey(error)) throw invalid("botName", "botTaken");
    throw error;
  }
}

/** The seed's column on the schedule names the same bot as the room it points at (S2-19). */
async function renameOnSchedules(tx: Tx, id: number, targetBotName: string): Promise<void> {
  const rooms = tx.select({ id: kbRooms.id }).from(kbRooms).where(eq(kbRooms.botId, id));
  await tx.update(kbSchedule).set({ targetBotName }).where(inArray(kbSchedule.roomRef, rooms));
}
