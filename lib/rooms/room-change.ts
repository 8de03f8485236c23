import "server-only";
import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { orgs } from "@/db/schema/orgs";
import { kbBots, kbRooms } from "@/db/schema/rooms";
import type { Actor } from "@/lib/access/actor";
import { can } from "@/lib/access/can";
import { inScope, scopeOf } from "@/lib/access/scope";
import { AppError, type Issue, invalid } from "@/lib/errors";
import { botViewOf, isVisible } from "./bot-queries";
import { limitChains } from "./limit-chain";
import { effectiveLimits, isStricter, type LimitName, limitNames, looserThan, type OwnLimits } from "./limits";

/** The organisation a room is to belong to. Foreign and absent are the same 422 (rulings 25). */
export async function ownerFor(tx: Tx, actor: Actor, ownerOrgId: number): Promise<{ id: number; path: string }> {
  const [owner] = await tx
    .select({ id: orgs.id, path: orgs.path })
    .from(orgs)
    .where(and(inScope(scopeOf(actor)), eq(orgs.id, ownerOrgId)));
  if (!owner) throw invalid("ownerOrgId", "ownerNotFound");
  return owner;
}

/** The bot a room is to sit on: one the actor knows of. Locked, so that it stays until the room is there. */
export async function botFor(tx: Tx, actor: Actor, botId: number): Promise<{ id: number; botName: string }> {
  const [bot] = await tx
    .select({ id: kbBots.id, botName: kbBots.botName })
    .from(kbBots)
    .where(and(isVisible(tx, botViewOf(actor)), eq(kbBots.id, botId)))
    .for("update");
  if (!bot) throw invalid("botId", "botNotFound");
  return bot;
}

/** The refusal of a channel its bot has already: in a deleted room the actor may bring back, or in one they needn't know of. */
export async function channelTaken(tx: Tx, actor: Actor, { botId, roomId }: Channel): Promise<AppError> {
  const [holder] = await tx
    .select({ name: kbRooms.name, deletedAt: kbRooms.deletedAt, path: orgs.path })
    .from(kbRooms)
    .innerJoin(orgs, eq(orgs.id, kbRooms.ownerOrgId))
    .where(and(eq(kbRooms.botId, botId), eq(kbRooms.roomId, roomId)));
  const isOwnDeleted = holder?.deletedAt && can(actor, "room.write", holder.path);
  return isOwnDeleted ? invalid("roomId", "roomOfDeleted", { name: holder.name }) : invalid("roomId", "roomTaken");
}
type Channel = { botId: number; roomId: string };

/**
 * Refuses limits laxer than what holds above, each at its own field.
 * @param asked the names to ask about: on a change only what changed, so that a superior's later word doesn't lock the form
 */
export async function refuseLooser(
  tx: Tx,
  path: string,
  limits: OwnLimits,
  asked: readonly LimitName[],
): Promise<void> {
  const above = effectiveLimits((await limitChains(tx, [path])).get(path) ?? []);
  const issues = looserThan(limits, above)
    .filter((name) => asked.includes(name))
    .map((name): Issue => {
      const message = isStricter(name, 2, 1) ? "limitGapLooser" : "limitCountLooser";
      return { path: ["limits", name], message, params: { value: above[name].value } };
    });
  if (issues.length > 0) throw new AppError("invalid", { issues });
}

/** The limits whose value differs. */
export const changedLimits = (before: OwnLimits, after: OwnLimits): LimitName[] =>
  limitNames.filter((name) => before[name] !== after[name]);
