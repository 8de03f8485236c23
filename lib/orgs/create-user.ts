import "server-only";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { users } from "@/db/schema/users";
import type { Actor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { mayEver, mayGrant } from "@/lib/access/can";
import { hashPassword, noPassword } from "@/lib/access/password";
import { AppError, invalid } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { type Invitation, invitationFor } from "./invitation";
import { toUserDto, type UserDto } from "./people-queries";
import { mbIdTaken, mustNotBePersonal, orgFor } from "./person-checks";
import type { UserInput } from "./schema";

/**
 * Adds a person to an organisation the actor administers. Without a password the answer carries, this once, the link
 * with which they choose one.
 * @throws AppError forbidden; invalid at `orgId` (foreign and absent alike), `role` (more than one has), `mbId` (taken), `password`
 */
export async function createUser(
  rt: Pick<Runtime, "db" | "clock" | "env">,
  actor: Actor,
  input: UserInput,
): Promise<UserDto & { invitation?: Invitation }> {
  if (!mayEver(actor, "user.write")) throw new AppError("forbidden");
  const now = await rt.clock();
  const org = await orgFor(rt.db, actor, input.orgId);
  if (!mayGrant(actor, input.role)) throw invalid("role", "roleTooHigh");
  if (input.password !== undefined) mustNotBePersonal(input.password, [input.mbId, input.name, org.name]);
  const passwordHash = input.password === undefined ? noPassword() : await hashPassword(input.password);
  const { mbId, name, orgId, role, status } = input;
  return retryDeadlocks(rt.db, async (tx) => {
    const values = { mbId, name, orgId, role, status, passwordHash, createdAt: now, updatedAt: now };
    const [row] = await tx.insert(users).values(values).$returningId().catch(mbIdTaken);
    const id = row!.id;
    await writeAudit(tx, actor, now, {
      action: "user.create",
      subject: `user:${id}`,
      orgId,
      after: { mbId, name, orgId, role, status, invited: input.password === undefined },
    });
    const dto = toUserDto({
      ...values,
      id,
      orgName: org.name,
      orgPath: org.path,
      orgLevel: org.level,
      lastLoginAt: null,
    });
    if (input.password !== undefined) return dto;
    return { ...dto, invitation: invitationFor(rt.env, { id, passwordHash }, now) };
  });
}
