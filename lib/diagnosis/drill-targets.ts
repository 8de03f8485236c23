import "server-only";
import { and, asc, desc, eq, inArray, isNotNull, isNull, notExists, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { kbScheduleLogs } from "@/db/schema/deliveries";
import { orgs } from "@/db/schema/orgs";
import { kbBots, kbRooms } from "@/db/schema/rooms";
import { kbSchedule } from "@/db/schema/schedules";
import type { UserActor } from "@/lib/access/actor";
import { inScope, scopeOf } from "@/lib/access/scope";
import { tenantsWithin } from "@/lib/tenants/tenant-of";

/** A test room that a stand-in serves, and a schedule's text that isn't on its way there already; null where there is none. */
export async function drillRun(db: Executor, actor: UserActor) {
  const scope = scopeOf(actor);
  const rooms = await db
    .select({ id: kbRooms.id, roomId: kbRooms.roomId, name: kbRooms.name })
    .from(kbRooms)
    .innerJoin(orgs, eq(orgs.id, kbRooms.ownerOrgId))
    .innerJoin(kbBots, eq(kbBots.id, kbRooms.botId))
    .where(
      and(
        ...[inScope(scope), eq(kbRooms.roomType, "test"), eq(kbRooms.status, "active"), isNull(kbRooms.deletedAt)],
        ...[eq(kbBots.isSandbox, true), eq(kbBots.status, "approved"), isNull(kbBots.deletedAt)],
      ),
    )
    // A bot that rests would hide what is to be seen.
    .orderBy(sql`${kbBots.parkReason} is not null`, asc(kbRooms.id))
    .limit(1);
  const room = rooms[0];
  if (!room) return null;
  const underWay = db
    .select({ one: sql`1` })
    .from(kbScheduleLogs)
    .where(
      and(
        eq(kbScheduleLogs.scheduleId, kbSchedule.id),
        eq(kbScheduleLogs.roomRef, room.id),
        eq(kbScheduleLogs.kind, "test"),
        inArray(kbScheduleLogs.status, ["planned", "sending", "deferred"]),
      ),
    );
  const [schedule] = await db
    .select({ id: kbSchedule.id })
    .from(kbSchedule)
    .innerJoin(orgs, eq(orgs.id, kbSchedule.ownerOrgId))
    .where(
      and(
        ...[inScope(scope), isNull(kbSchedule.deletedAt), eq(kbSchedule.status, "active")],
        ...[isNotNull(kbSchedule.messageText), sql`${kbSchedule.messageText} <> ''`, notExists(underWay)],
      ),
    )
    .orderBy(sql`json_length(${kbSchedule.messageImages1})`, desc(kbSchedule.id))
    .limit(1);
  return schedule ? { room, scheduleId: schedule.id } : null;
}

/** Who pays for a drill: somebody who may send now, with the platform's own account at the stand-in; null where nobody does. */
export async function drillTenant(db: Executor, actor: UserActor) {
  const all = await tenantsWithin(db, actor);
  const found = all.find(
    ({ solapiKey, messagingIsActive, messagingSender, basePrice }) =>
      solapiKey === null && messagingIsActive && messagingSender !== null && basePrice !== null,
  );
  return found?.messagingSender ? { id: found.id, code: found.code, sender: found.messagingSender } : null;
}
