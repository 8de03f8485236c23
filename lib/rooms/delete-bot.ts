import "server-only";
import { and, count, eq, isNull } from "drizzle-orm";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { kbBots, kbRooms } from "@/db/schema/rooms";
import { kbSchedule } from "@/db/schema/schedules";
import type { Actor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { mayEver } from "@/lib/access/can";
import { AppError } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { botViewOf, findBot } from "./bot-queries";

/**
 * Takes a bot out of use; headquarters alone.
 * @throws AppError forbidden; not_found; conflict while a room or an active schedule uses it, or where `version` isn't
 * the stored one
 */
export async function deleteBot(
  rt: Pick<Runtime, "db" | "clock">,
  actor: Actor,
  { id, version }: { id: number; version?: number | undefined },
): Promise<void> {
  if (!mayEver(actor, "bot.write")) throw new AppError("forbidden");
  const now = await rt.clock();
  await retryDeadlocks(rt.db, async (tx) => {
    const [bot] = await tx
      .select({ botName: kbBots.botName, version: kbBots.version })
      .from(kbBots)
      .where(and(eq(kbBots.id, id), isNull(kbBots.deletedAt)))
      .for("update");
    if (!bot) throw new AppError("not_found");
    if (version !== undefined && version !== bot.version)
      throw new AppError("conflict", { current: await findBot(tx, botViewOf(actor), id, now) });
    const [rooms] = await tx
      .select({ n: count() })
      .from(kbRooms)
      .where(and(eq(kbRooms.botId, id), isNull(kbRooms.deletedAt)));
    if (rooms?.n) throw new AppError("conflict", { message: "botHasRooms", params: { count: rooms.n } });
    const [schedules] = await tx
      .select({ n: count() })
      .from(kbSchedule)
      .innerJoin(kbRooms, eq(kbRooms.id, kbSchedule.roomRef))
      .where(and(eq(kbRooms.botId, id), eq(kbSchedule.status, "active"), isNull(kbSchedule.deletedAt)));
    if (schedules?.n) throw new AppError("conflict", { message: "botHasSchedules", params: { count: schedules.n } });
    await tx
      .update(kbBots)
      .set({ deletedAt: now, updatedAt: now, version: bot.version + 1, secret: null })
      .where(eq(kbBots.id, id));
    await writeAudit(tx, actor, now, { action: "bot.delete", subject: `bot:${id}`, before: { botName: bot.botName } });
  });
}
