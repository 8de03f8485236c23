import "server-only";
import { and, eq, isNull, ne } from "drizzle-orm";
import { type Executor, errnoOf } from "@/db/client";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { orgs } from "@/db/schema/orgs";
import { kbRooms } from "@/db/schema/rooms";
import { kbSchedule } from "@/db/schema/schedules";
import { users } from "@/db/schema/users";
import type { Actor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { can } from "@/lib/access/can";
import { scopeOf } from "@/lib/access/scope";
import { AppError } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { lockTree } from "./org-checks";
import { findOrg } from "./queries";

const REFERENCED = 1451;

/**
 * Removes an organisation nothing hangs below. Where its past is still told (logs, disabled people, images), the row
 * stays and is closed instead.
 * @throws AppError not_found, forbidden (one's own, the top), conflict (organisations, people, rooms or schedules in use)
 */
export async function removeOrg(rt: Pick<Runtime, "db" | "clock">, actor: Actor, input: { id: number }) {
  const scope = scopeOf(actor);
  const now = await rt.clock();
  return retryDeadlocks(rt.db, async (tx) => {
    const seen = await findOrg(tx, scope, input.id);
    if (!seen) throw new AppError("not_found");
    await lockTree(tx, seen.path);
    const org = await findOrg(tx, scope, input.id);
    if (!org) throw new AppError("not_found");
    if (!can(actor, "org.write", org.path)) throw new AppError("forbidden");
    if (org.parentId === null || (actor.kind === "user" && org.id === actor.org.id))
      throw new AppError("forbidden", { message: "ownOrgFromAbove" });
    const below = await whatHangsBelow(tx, org.id);
    if (Object.values(below).some((n) => n > 0)) throw new AppError("conflict", { message: "orgInUse", params: below });

    const outcome = await deleteOrClose(tx, org.id, now);
    const { level, code, name, parentId, status } = org;
    await writeAudit(tx, actor, now, {
      action: outcome === "deleted" ? "org.delete" : "org.close",
      subject: `org:${org.id}`,
      orgId: outcome === "deleted" ? org.parentId : org.id,
      before: { level, code, name, parentId, status },
    });
    return { id: org.id, outcome };
  });
}

async function whatHangsBelow(tx: Executor, id: number) {
  const count = async (rows: Promise<unknown[]>) => (await rows).length;
  return {
    orgs: await count(
      tx
        .select({ id: orgs.id })
        .from(orgs)
        .where(and(eq(orgs.parentId, id), eq(orgs.status, "active"))),
    ),
    people: await count(
      tx
        .select({ id: users.id })
        .from(users)
        .where(and(eq(users.orgId, id), ne(users.status, "disabled"))),
    ),
    rooms: await count(
      tx
        .select({ id: kbRooms.id })
        .from(kbRooms)
        .where(and(eq(kbRooms.ownerOrgId, id), isNull(kbRooms.deletedAt))),
    ),
    schedules: await count(
      tx
        .select({ id: kbSchedule.id })
        .from(kbSchedule)
        .where(and(eq(kbSchedule.ownerOrgId, id), isNull(kbSchedule.deletedAt))),
    ),
  };
}

async function deleteOrClose(tx: Executor, id: number, now: Date): Promise<"deleted" | "closed"> {
  try {
    await tx.delete(orgs).where(eq(orgs.id, id));
    return "deleted";
  } catch (error) {
    // Only this statement was refused; the transaction goes on.
    if (errnoOf(error) !== REFERENCED) throw error;
    await tx.update(orgs).set({ status: "inactive", updatedAt: now }).where(eq(orgs.id, id));
    return "closed";
  }
}
