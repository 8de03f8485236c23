import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { OrgLevel } from "@/db/enums";
import { orgs } from "@/db/schema/orgs";
import { kbBots, kbRooms } from "@/db/schema/rooms";
import { users } from "@/db/schema/users";
import type { UserActor } from "@/lib/access/actor";
import { can } from "@/lib/access/can";
import { inScope, scopeOf } from "@/lib/access/scope";
import { AppError, type Issue, invalid } from "@/lib/errors";
import { imagesByKeys } from "@/lib/images/queries";

export type SaveRoom = {
  id: number;
  roomId: string;
  botName: string;
  owner: { id: number; level: OrgLevel; path: string };
};

/**
 * The room a schedule is to speak in. Foreign, deleted, switched off and absent are the same 422 (rulings 25), except that
 * a schedule may stay in the room it already has.
 */
export async function roomFor(tx: Tx, actor: UserActor, roomId: number, currentId: number | null): Promise<SaveRoom> {
  const [row] = await tx
    .select({
      id: kbRooms.id,
      roomId: kbRooms.roomId,
      status: kbRooms.status,
      botName: kbBots.botName,
      owner: { id: orgs.id, level: orgs.level, path: orgs.path },
    })
    .from(kbRooms)
    .innerJoin(kbBots, eq(kbBots.id, kbRooms.botId))
    .innerJoin(orgs, eq(orgs.id, kbRooms.ownerOrgId))
    .where(and(eq(kbRooms.id, roomId), isNull(kbRooms.deletedAt), inScope(scopeOf(actor))));
  if (!row || !can(actor, "schedule.write", row.owner.path)) throw invalid("roomId", "roomNotFound");
  if (row.status !== "active" && row.id !== currentId) throw invalid("roomId", "roomNotFound");
  return row;
}

export type ImageUse = { imageId: number; grp: 1 | 2; position: number };

/** The images of both groups as references, locked so that none is swept away before the transaction ends. */
export async function imagesFor(
  tx: Tx,
  actor: UserActor,
  groups: { messageImages1: readonly string[]; messageImages2: readonly string[] },
): Promise<ImageUse[]> {
  const keys = [...groups.messageImages1, ...groups.messageImages2];
  if (keys.length === 0) return [];
  const found = await imagesByKeys(tx, scopeOf(actor), keys, { forUpdate: true });
  const idOf = new Map<string, number>(found.map((image) => [image.key, image.id]));
  const issues: Issue[] = [];
  const uses: ImageUse[] = [];
  for (const grp of [1, 2] as const)
    for (const [position, key] of groups[`messageImages${grp}`].entries()) {
      const imageId = idOf.get(key);
      if (imageId === undefined) issues.push({ path: [`messageImages${grp}`, position], message: "imageNotFound" });
      else uses.push({ imageId, grp, position });
    }
  if (issues.length > 0) throw new AppError("invalid", { issues });
  return uses;
}

/**
 * Who answers for the schedule's sends: whoever registered it, as long as they may still send there; otherwise the one
 * who saves it now takes it over, so that a colleague's leaving doesn't end it (S2-18, S2-101).
 */
export async function sponsorFor(tx: Tx, actor: UserActor, mbId: string, ownerPath: string): Promise<string> {
  const [creator] = await tx
    .select({
      mbId: users.mbId,
      role: users.role,
      status: users.status,
      orgStatus: orgs.status,
      org: { id: orgs.id, level: orgs.level, name: orgs.name, path: orgs.path },
    })
    .from(users)
    .innerJoin(orgs, eq(orgs.id, users.orgId))
    .where(eq(users.mbId, mbId));
  const stays =
    creator?.status === "active" &&
    creator.orgStatus === "active" &&
    can({ ...actor, role: creator.role, org: creator.org }, "schedule.write", ownerPath);
  return stays ? mbId : actor.mbId;
}
