import "server-only";
import { eq, inArray, or } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { orgs } from "@/db/schema/orgs";
import { users } from "@/db/schema/users";
import { closedOrgsOn } from "@/lib/schedules/closed-org-queries";
import { type AccessFacts, type AccessRefusal, accessRefusal } from "./access-refusal";

/** A run that is or will be: whose it is and who stands behind it, `requestedBy` before `creator`. */
export type Asked = AccessFacts["log"] & { requestedBy: number | null; creator: string };
type Place = Pick<AccessFacts, "room" | "bot">;

/** Answers for each of these runs why it may not go to a place, or null (accessRefusal); read in three statements. */
export async function loadAccess(
  db: Executor,
  asked: readonly Asked[],
): Promise<(run: Asked, place: Place) => AccessRefusal | null> {
  if (asked.length === 0) return () => null;
  const orgIds = [...new Set(asked.map((run) => run.orgId))];
  const userIds = [...new Set(asked.flatMap((run) => run.requestedBy ?? []))];
  const names = [...new Set(asked.flatMap((run) => (run.requestedBy === null ? run.creator : [])))];
  const [owners, people] = await Promise.all([
    db.select({ id: orgs.id, path: orgs.path }).from(orgs).where(inArray(orgs.id, orgIds)),
    db
      .select({
        userId: users.id,
        mbId: users.mbId,
        name: users.name,
        role: users.role,
        status: users.status,
        org: { id: orgs.id, level: orgs.level, name: orgs.name, path: orgs.path, status: orgs.status },
      })
      .from(users)
      .innerJoin(orgs, eq(orgs.id, users.orgId))
      .where(
        or(
          userIds.length > 0 ? inArray(users.id, userIds) : undefined,
          names.length > 0 ? inArray(users.mbId, names) : undefined,
        ),
      ),
  ]);
  const closedOn = await closedOrgsOn(
    db,
    owners.map((org) => org.path),
  );
  const paths = new Map(owners.map((org) => [org.id, org.path]));
  const byId = new Map(people.map((person) => [person.userId, person]));
  const byName = new Map(people.map((person) => [person.mbId, person]));
  return (log, place) => {
    const orgPath = paths.get(log.orgId) ?? "";
    const sender = log.requestedBy === null ? byName.get(log.creator) : byId.get(log.requestedBy);
    const status = orgPath === "" || closedOn(orgPath) ? "inactive" : "active";
    return accessRefusal({ log, ...place, orgs: [{ status }], orgPath, sender: sender ?? null });
  };
}
