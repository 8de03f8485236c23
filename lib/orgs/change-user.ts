import "server-only";
import { and, eq, ne, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { orgs } from "@/db/schema/orgs";
import { users } from "@/db/schema/users";
import type { Actor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { can, mayGrant } from "@/lib/access/can";
import { hashPassword } from "@/lib/access/password";
import { scopeOf } from "@/lib/access/scope";
import { closeSessionsOf } from "@/lib/access/sessions";
import { AppError, invalid } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { findUser, toUserDto, type UserDto, type UserRow } from "./people-queries";
import { mbIdTaken, mustNotBePersonal, orgFor } from "./person-checks";
import type { UserChange } from "./schema";

const CHANGEABLE = ["mbId", "name", "orgId", "role", "status"] as const;
/** What nobody changes of themselves: a slip would lock them out, and a right would be self-given. */
const NOT_OWN = ["orgId", "role", "status", "password"] as const;

/**
 * Renames, moves, promotes, disables a person or sets their password. Role and organisation count from their next
 * request on; disabling and a new password end their sessions at once.
 * @throws AppError not_found, forbidden, invalid at the field (also for the last admin of a headquarters)
 */
export async function changeUser(rt: Pick<Runtime, "db" | "clock">, actor: Actor, input: UserChange): Promise<UserDto> {
  const scope = scopeOf(actor);
  const now = await rt.clock();
  const seen = await findUser(rt.db, scope, input.id);
  if (!seen) throw new AppError("not_found");
  if (!can(actor, "user.write", seen.orgPath) || !mayGrant(actor, seen.role)) throw new AppError("forbidden");
  if (input.password !== undefined) mustNotBePersonal(input.password, [seen.mbId, seen.name, seen.orgName]);
  const passwordHash = input.password === undefined ? undefined : await hashPassword(input.password);

  return retryDeadlocks(rt.db, async (tx) => {
    // Asked again under a lock: two admins may be at the same person, or at each other.
    await tx.select({ id: users.id }).from(users).where(eq(users.id, input.id)).for("update");
    const user = await findUser(tx, scope, input.id);
    if (!user) throw new AppError("not_found");
    if (!can(actor, "user.write", user.orgPath)) throw new AppError("forbidden");
    const wanted = Object.fromEntries(
      CHANGEABLE.filter((field) => input[field] !== undefined && input[field] !== user[field]).map((field) => [
        field,
        input[field],
      ]),
    ) as Partial<Pick<UserRow, (typeof CHANGEABLE)[number]>>;
    const fields = Object.keys(wanted) as (keyof typeof wanted)[];
    if (fields.length === 0 && !passwordHash) return toUserDto(user);
    if (actor.kind === "user" && actor.userId === user.id) {
      const own = NOT_OWN.find((field) => field in wanted || (field === "password" && passwordHash));
      if (own) throw invalid(own, own === "password" ? "ownPasswordElsewhere" : "notYourself");
    }
    const org = wanted.orgId ? await orgFor(tx, actor, wanted.orgId) : null;
    if (wanted.role && !mayGrant(actor, wanted.role)) throw invalid("role", "roleTooHigh");
    await mustLeaveAnHqAdmin(tx, user, wanted, org?.level);

    await tx
      .update(users)
      .set({ ...wanted, ...(passwordHash && { passwordHash }), updatedAt: now })
      .where(eq(users.id, user.id))
      .catch(mbIdTaken);
    const isShutOut = wanted.status === "disabled" || passwordHash !== undefined;
    const endedSessions = isShutOut ? await closeSessionsOf(tx, user.id, now) : 0;
    await writeAudit(tx, actor, now, {
      action: actionOf(wanted, passwordHash !== undefined),
      subject: `user:${user.id}`,
      orgId: org?.id ?? user.orgId,
      before: Object.fromEntries(fields.map((field) => [field, user[field]])),
      after: { ...wanted, ...(passwordHash && { password: "set" }), ...(isShutOut && { endedSessions }) },
    });
    return toUserDto({
      ...user,
      ...wanted,
      ...(org && { orgName: org.name, orgPath: org.path, orgLevel: org.level }),
      ...(passwordHash && { passwordHash }),
      updatedAt: now,
    });
  });
}

function actionOf(wanted: Partial<UserRow>, setsPassword: boolean): string {
  if (wanted.status) return wanted.status === "disabled" ? "user.disable" : "user.enable";
  if (wanted.orgId) return "user.move";
  if (wanted.role) return "user.role";
  return setsPassword ? "user.setPassword" : "user.change";
}

/** A headquarters without an admin could never be administered again. */
async function mustLeaveAnHqAdmin(
  tx: Executor,
  user: UserRow,
  wanted: Partial<UserRow>,
  newLevel: string | undefined,
): Promise<void> {
  const isOne = user.orgLevel === "hq" && user.role === "admin" && user.status === "active";
  const field =
    wanted.status === "disabled"
      ? "status"
      : wanted.role
        ? "role"
        : newLevel !== undefined && newLevel !== "hq"
          ? "orgId"
          : null;
  if (!isOne || !field) return;
  // One after another per headquarters, so that two admins can't disable each other in the same moment.
  await tx.select({ id: orgs.id }).from(orgs).where(eq(orgs.id, user.orgId)).for("update");
  const [others] = await tx
    .select({ n: sql<number>`count(*)`.mapWith(Number) })
    .from(users)
    .where(
      and(
        eq(users.orgId, user.orgId),
        eq(users.role, "admin"),
        eq(users.status, "active"),
        ne(users.id, user.id),
        sql`${users.passwordHash} like '$argon2%'`,
      ),
    );
  if (!others?.n) throw invalid(field, "lastHqAdmin");
}
