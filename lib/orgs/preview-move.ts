import "server-only";
import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { orgs } from "@/db/schema/orgs";
import { kbRooms } from "@/db/schema/rooms";
import { kbSchedule, messageTemplates } from "@/db/schema/schedules";
import { users } from "@/db/schema/users";
import type { UserActor } from "@/lib/access/actor";
import { can } from "@/lib/access/can";
import { isSelfOrBelow, pathIds } from "@/lib/access/org-path";
import { scopeOf } from "@/lib/access/scope";
import { AppError, invalid } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { mayStandUnder } from "./level";
import { findOrg, namesOnPath } from "./queries";

type Step = { id: number; name: string };
type Side = {
  /** From the top the reader may see down to the parent. */
  path: Step[];
  /** People above who can see it. */
  watchers: number;
  /** Templates of the organisations above. */
  templates: number;
  /** Runs a room may have a day, as the organisations above allow; null = none of them says. */
  runsPerDay: { value: number; orgName: string } | null;
};
export type MovePreview = {
  now: Side;
  after: Side;
  /** What goes along unchanged. */
  orgs: number;
  rooms: number;
  schedules: number;
};

/**
 * What a move would change, before anything is.
 * @throws AppError not_found, forbidden, invalid at `parentId`
 */
export async function previewMove(
  rt: Pick<Runtime, "db">,
  actor: UserActor,
  input: { id: number; parentId: number },
): Promise<MovePreview> {
  const scope = scopeOf(actor);
  const org = await findOrg(rt.db, scope, input.id);
  if (!org) throw new AppError("not_found");
  if (!can(actor, "org.write", org.path)) throw new AppError("forbidden");
  const parent = await findOrg(rt.db, scope, input.parentId);
  if (!parent) throw invalid("parentId", "noSuchParent");
  if (isSelfOrBelow(parent.path, org.path)) throw invalid("parentId", "parentBelow");
  if (!mayStandUnder(org.level, parent.level)) throw invalid("parentId", "levelNotBelow");
  const below = sql`${orgs.path} like ${`${org.path}%`}`;
  const [now, after, orgCount, rooms, schedules] = await Promise.all([
    sideOf(rt.db, actor, org.path.slice(0, -`${org.id}/`.length)),
    sideOf(rt.db, actor, parent.path),
    countOf(rt.db.select({ n: total }).from(orgs).where(below)),
    countOf(
      rt.db
        .select({ n: total })
        .from(kbRooms)
        .innerJoin(orgs, eq(orgs.id, kbRooms.ownerOrgId))
        .where(and(below, isNull(kbRooms.deletedAt))),
    ),
    countOf(
      rt.db
        .select({ n: total })
        .from(kbSchedule)
        .innerJoin(orgs, eq(orgs.id, kbSchedule.ownerOrgId))
        .where(and(below, isNull(kbSchedule.deletedAt))),
    ),
  ]);
  return { now, after, orgs: orgCount - 1, rooms, schedules };
}

const total = sql<number>`count(*)`.mapWith(Number);
const countOf = async (rows: PromiseLike<{ n: number }[]>) => (await rows)[0]?.n ?? 0;

async function sideOf(db: Executor, actor: UserActor, parentPath: string): Promise<Side> {
  const ids = pathIds(parentPath);
  const [steps, watchers, templates] = await Promise.all([
    namesOnPath(db, scopeOf(actor), parentPath),
    countOf(
      db
        .select({ n: total })
        .from(users)
        .where(and(inArray(users.orgId, ids), eq(users.status, "active"))),
    ),
    countOf(db.select({ n: total }).from(messageTemplates).where(inArray(messageTemplates.orgId, ids))),
  ]);
  const limits = steps.flatMap(({ limits: own, name }) =>
    own?.runsPerDay ? [{ value: own.runsPerDay, orgName: name }] : [],
  );
  return {
    path: steps.map(({ id, name }) => ({ id, name })),
    watchers,
    templates,
    runsPerDay: limits.sort((a, b) => a.value - b.value)[0] ?? null,
  };
}
