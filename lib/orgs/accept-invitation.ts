import "server-only";
import { and, eq } from "drizzle-orm";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { users } from "@/db/schema/users";
import type { RequestFacts } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { hashPassword } from "@/lib/access/password";
import { invalid } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { invitedPerson } from "./invitation";
import { mustNotBePersonal } from "./person-checks";
import type { InvitationAnswer } from "./schema";

/**
 * The invited person chooses their password; the link is used up by it.
 * @throws AppError invalid at `token` or `password`
 */
export async function acceptInvitation(
  rt: Pick<Runtime, "db" | "clock" | "env">,
  input: InvitationAnswer,
  request: RequestFacts,
): Promise<{ mbId: string }> {
  const now = await rt.clock();
  const person = await invitedPerson(rt.db, rt.env, input.token, now);
  mustNotBePersonal(input.password, [person.mbId, person.name, person.orgName]);
  const passwordHash = await hashPassword(input.password);
  return retryDeadlocks(rt.db, async (tx) => {
    const [result] = await tx
      .update(users)
      .set({ passwordHash, updatedAt: now })
      .where(and(eq(users.id, person.id), eq(users.passwordHash, person.passwordHash), eq(users.status, "active")));
    if (result.affectedRows !== 1) throw invalid("token", "invitationOver");
    await writeAudit(tx, { kind: "system", job: "sign-in" }, now, {
      action: "user.choosePassword",
      subject: `user:${person.id}`,
      orgId: person.orgId,
      request,
    });
    return { mbId: person.mbId };
  });
}
