import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { isDuplicateKey, type Tx } from "@/db/client";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { orgs } from "@/db/schema/orgs";
import { kbRooms } from "@/db/schema/rooms";
import { kbSchedule } from "@/db/schema/schedules";
import type { Actor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { mayEver } from "@/lib/access/can";
import { inScope, scopeOf } from "@/lib/access/scope";
import { AppError } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { limitNames, ownLimits } from "./limits";
import { findRoom, type RoomDto } from "./queries";
import { botFor, changedLimits, channelTaken, ownerFor, refuseLooser } from "./room-change";
import type { RoomUpdate } from "./schema";

/**
 * Changes a room, moves it within the actor's subtree, or puts it on another bot.
 * @throws AppError forbidden without the role; not_found; conflict where `version` isn't the stored one; invalid as
 * createRoom
 */
export async function updateRoom(
  rt: Pick<Runtime, "db" | "clock">,
  actor: Actor,
  { id, version, change }: RoomUpdate,
): Promise<RoomDto> {
  if (!mayEver(actor, "room.write")) throw new AppError("forbidden");
  const now = await rt.clock();
  return retryDeadlocks(rt.db, async (tx) => {
    const before = await lockRoom(tx, actor, id);
    if (version !== undefined && version !== before.version)
      throw new AppError("conflict", { current: await findRoom(tx, scopeOf(actor), id, now) });
    const after = { ...before, ...change };
    const isMoved = after.ownerOrgId !== before.ownerOrgId;
    const path = isMoved ? (await ownerFor(tx, actor, after.ownerOrgId)).path : before.path;
    const botName = after.botId === before.botId ? null : (await botFor(tx, actor, after.botId)).botName;
    const limits = ownLimits(after.limits);
    await refuseLooser(tx, path, limits, isMoved ? limitNames : changedLimits(ownLimits(before.limits), limits));
    await write(tx, id, { ...change, version: before.version + 1, updatedAt: now }, () =>
      channelTaken(tx, actor, after),
    );
    // The seed's columns on the schedule name the same target as the room they point at (S2-19, S2-20).
    const target = { ...(botName && { targetBotName: botName }), targetRoomId: after.roomId };
    if (botName || after.roomId !== before.roomId)
      await tx.update(kbSchedule).set(target).where(eq(kbSchedule.roomRef, id));
    const { path: _, ...was } = before;
    await writeAudit(tx, actor, now, {
      action: isMoved ? "room.move" : "room.update",
      subject: `room:${id}`,
      orgId: after.ownerOrgId,
      before: was,
      after: { ...was, ...change },
    });
    const room = await findRoom(tx, scopeOf(actor), id, now);
    if (!room) throw new Error(`room ${id} left its editor's subtree`);
    return room;
  });
}

async function lockRoom(tx: Tx, actor: Actor, id: number) {
  const [room] = await tx
    .select({
      roomId: kbRooms.roomId,
      name: kbRooms.name,
      roomType: kbRooms.roomType,
      botId: kbRooms.botId,
      ownerOrgId: kbRooms.ownerOrgId,
      status: kbRooms.status,
      limits: kbRooms.limits,
      version: kbRooms.version,
      path: orgs.path,
    })
    .from(kbRooms)
    .innerJoin(orgs, eq(orgs.id, kbRooms.ownerOrgId))
    .where(and(inScope(scopeOf(actor)), eq(kbRooms.id, id), isNull(kbRooms.deletedAt)))
    .for("update");
  if (!room) throw new AppError("not_found");
  return room;
}

async function write(
  tx: Tx,
  id: number,
  values: Partial<typeof kbRooms.$inferInsert>,
  taken: () => Promise<AppError>,
): Promise<void> {
  try {
    await tx.update(kbRooms).set(values).where(eq(kbRooms.id, id));
  } catch (error) {
    if (isDuplicateKey(error)) throw await taken();
    throw error;
  }
}
