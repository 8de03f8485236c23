import "server-only";
import { and, eq, gte, inArray, max, type SQL, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { probeSlots, probeStates } from "@/db/schema/diagnosis";
import { roomPace } from "@/db/schema/dispatch";
import { kbBots, kbRooms } from "@/db/schema/rooms";
import { type BotView, isVisible } from "@/lib/rooms/bot-queries";
import { DAY_MS } from "@/lib/time/kst";
import { namesOf, type ProbeName, probeKey, probeOf } from "./probe-names";
import type { SlotCount } from "./probe-strip";

/** Which tenants and bots a reader may know of; null = all of them. */
export type Sight = { tenantIds: readonly number[]; botIds: readonly number[] } | null;

/** Whether a kept key is of what concerns everybody or of something in sight. */
function inSight(column: typeof probeStates.probeKey | typeof probeSlots.probeKey, sight: Sight): SQL | undefined {
  if (sight === null) return undefined;
  const keys = [
    ...namesOf("system").map((name) => probeKey(name)),
    ...namesOf("tenant").flatMap((name) => sight.tenantIds.map((id) => probeKey(name, id))),
    ...sight.botIds.map((id) => probeKey("bot", id)),
  ];
  return inArray(column, keys);
}

export type StateRow = typeof probeStates.$inferSelect & { name: ProbeName; id: number | null };

/** How everything in sight was the last time somebody looked. */
export async function readStates(db: Executor, sight: Sight): Promise<StateRow[]> {
  const rows = await db.select().from(probeStates).where(inSight(probeStates.probeKey, sight));
  return rows.flatMap((row) => {
    const known = probeOf(row.probeKey);
    return known ? [{ ...row, ...known }] : [];
  });
}

/** The half hours of the last day, those of several things of one kind taken together. */
export async function readSlots(db: Executor, sight: Sight, now: Date): Promise<Map<ProbeName, SlotCount[]>> {
  const name = sql<string>`substring_index(${probeSlots.probeKey}, ':', 1)`;
  const rows = await db
    .select({
      name,
      slotAt: probeSlots.slotAt,
      good: sql<number>`sum(${probeSlots.good})`,
      bad: sql<number>`sum(${probeSlots.bad})`,
      allBad: sql<number>`sum(${probeSlots.good} = 0 and ${probeSlots.bad} > 0)`,
    })
    .from(probeSlots)
    .where(and(gte(probeSlots.slotAt, new Date(now.getTime() - DAY_MS)), inSight(probeSlots.probeKey, sight)))
    .groupBy(sql`1`, probeSlots.slotAt);
  return grouped(rows.map((row) => [row.name as ProbeName, row]));
}

type Counts = { slotAt: Date; good: number; bad: number; allBad: number };
function grouped<K>(rows: readonly (readonly [K, Counts])[]): Map<K, SlotCount[]> {
  const found = new Map<K, SlotCount[]>();
  for (const [key, { slotAt, good, bad, allBad }] of rows) {
    const all = found.get(key) ?? [];
    all.push({ slotAt, good: Number(good), bad: Number(bad), allBad: Number(allBad) });
    found.set(key, all);
  }
  return found;
}

export type BotRow = {
  id: number;
  botName: string;
  isSandbox: boolean;
  breakerOpenUntil: Date | null;
  slots: SlotCount[];
  lastRunAt: Date | null;
};

/** Bots a reader knows of that may be sent to, with their own half hours and when a run last went by them. */
export async function readBots(db: Executor, view: BotView, now: Date): Promise<BotRow[]> {
  const bots = await db
    .select({
      id: kbBots.id,
      botName: kbBots.botName,
      isSandbox: kbBots.isSandbox,
      breakerOpenUntil: kbBots.breakerOpenUntil,
    })
    .from(kbBots)
    .where(and(isVisible(db, view), eq(kbBots.status, "approved")))
    .orderBy(kbBots.botName, kbBots.id);
  if (bots.length === 0) return [];
  const ids = bots.map(({ id }) => id);
  const [slots, runs] = await Promise.all([
    db
      .select()
      .from(probeSlots)
      .where(
        and(
          gte(probeSlots.slotAt, new Date(now.getTime() - DAY_MS)),
          inArray(
            probeSlots.probeKey,
            ids.map((id) => probeKey("bot", id)),
          ),
        ),
      ),
    db
      .select({ botId: kbRooms.botId, at: max(roomPace.lastRunAt) })
      .from(roomPace)
      .innerJoin(kbRooms, eq(kbRooms.id, roomPace.roomRef))
      .where(inArray(kbRooms.botId, ids))
      .groupBy(kbRooms.botId),
  ]);
  const ofBot = grouped(
    slots.map((row) => [row.probeKey, { ...row, allBad: row.good === 0 && row.bad > 0 ? 1 : 0 }] as const),
  );
  return bots.map((bot) => ({
    ...bot,
    slots: ofBot.get(probeKey("bot", bot.id)) ?? [],
    lastRunAt: runs.find(({ botId }) => botId === bot.id)?.at ?? null,
  }));
}
