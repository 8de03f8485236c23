import "server-only";
import { and, eq } from "drizzle-orm";
import { isDuplicateKey, type Tx } from "@/db/client";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { orgs } from "@/db/schema/orgs";
import { kbRooms } from "@/db/schema/rooms";
import type { Actor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { can, mayEver } from "@/lib/access/can";
import { scopeOf } from "@/lib/access/scope";
import { AppError, invalid } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import type { RoomInput } from "./input-schema";
import { limitNames } from "./limits";
import { findRoom, type RoomDto } from "./queries";
import { botFor, ownerFor, refuseLooser } from "./room-change";

/**
 * Adds a room to an organisation of the actor's subtree, on a bot they know of.
 * @throws AppError forbidden without the role; invalid at ownerOrgId, botId, roomId (already on that bot) or a limit
 */
export async function createRoom(rt: Pick<Runtime, "db" | "clock">, actor: Actor, input: RoomInput): Promise<RoomDto> {
  if (!mayEver(actor, "room.write")) throw new AppError("forbidden");
  const now = await rt.clock();
  return retryDeadlocks(rt.db, async (tx) => {
    const owner = await ownerFor(tx, actor, input.ownerOrgId);
    await botFor(tx, actor, input.botId);
    await refuseLooser(tx, owner.path, input.limits, limitNames);
    const id = await insertOrRevive(tx, actor, input, now);
    await writeAudit(tx, actor, now, { action: "room.create", subject: `room:${id}`, orgId: owner.id, after: input });
    const room = await findRoom(tx, scopeOf(actor), id, now);
    if (!room) throw new Error(`room ${id} vanished in its own transaction`);
    return room;
  });
}

/**
 * A room deleted earlier comes back as itself: the evidence of its runs points at that row. Another organisation's stays
 * theirs; a common superior may bring it back.
 */
async function insertOrRevive(tx: Tx, actor: Actor, input: RoomInput, now: Date): Promise<number> {
  const [old] = await tx
    .select({ id: kbRooms.id, deletedAt: kbRooms.deletedAt, version: kbRooms.version, ownerPath: orgs.path })
    .from(kbRooms)
    .innerJoin(orgs, eq(orgs.id, kbRooms.ownerOrgId))
    .where(and(eq(kbRooms.botId, input.botId), eq(kbRooms.roomId, input.roomId)))
    .for("update");
  if (old?.deletedAt && can(actor, "room.write", old.ownerPath)) {
    const revived = { ...input, deletedAt: null, updatedAt: now, version: old.version + 1 };
    await tx.update(kbRooms).set(revived).where(eq(kbRooms.id, old.id));
    return old.id;
  }
  if (old) throw invalid("roomId", "roomTaken");
  try {
    const [inserted] = await tx
      .insert(kbRooms)
      .values({ ...input, createdAt: now, updatedAt: now })
      .$returningId();
    return inserted!.id;
  } catch (error) {
    if (isDuplicateKey(error)) throw invalid("roomId", "roomTaken");
    throw error;
  }
}
