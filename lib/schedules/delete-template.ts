import "server-only";
import { eq } from "drizzle-orm";
import { messageTemplates } from "@/db/schema/schedules";
import type { UserActor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { mayEver } from "@/lib/access/can";
import { AppError } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { findTemplate } from "./template-queries";

/**
 * Removes a template of the actor's own organisation. Schedules keep their text: they hold a copy.
 * @throws AppError forbidden (role, or one of an organisation above), not_found
 */
export async function deleteTemplate(
  rt: Pick<Runtime, "db" | "clock">,
  actor: UserActor,
  { id }: { id: number },
): Promise<void> {
  if (!mayEver(actor, "template.write")) throw new AppError("forbidden");
  const now = await rt.clock();
  await rt.db.transaction(async (tx) => {
    const stored = await findTemplate(tx, actor, id);
    if (!stored) throw new AppError("not_found");
    if (!stored.isOwn) throw new AppError("forbidden");
    await tx.delete(messageTemplates).where(eq(messageTemplates.id, id));
    await writeAudit(tx, actor, now, {
      action: "template.delete",
      subject: `template:${id}`,
      before: { kind: stored.kind, name: stored.name },
    });
  });
}
