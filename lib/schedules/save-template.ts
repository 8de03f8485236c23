import "server-only";
import { eq } from "drizzle-orm";
import { isDuplicateKey } from "@/db/client";
import { messageTemplates } from "@/db/schema/schedules";
import type { UserActor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { mayEver } from "@/lib/access/can";
import { AppError, invalid } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import type { TemplateSave } from "./list-schema";
import { findTemplate, type TemplateDto } from "./template-queries";

/**
 * Saves a text for later use by the actor's organisation and those below (S2-57, S2-118); with `id` it changes one.
 * @throws AppError forbidden (role, or one of an organisation above), not_found, invalid at `name`
 */
export async function saveTemplate(
  rt: Pick<Runtime, "db" | "clock">,
  actor: UserActor,
  { id, ...values }: TemplateSave,
): Promise<TemplateDto> {
  if (!mayEver(actor, "template.write")) throw new AppError("forbidden");
  const now = await rt.clock();
  return rt.db
    .transaction(async (tx) => {
      if (id !== undefined) {
        const stored = await findTemplate(tx, actor, id);
        if (!stored) throw new AppError("not_found");
        if (!stored.isOwn) throw new AppError("forbidden");
        await tx
          .update(messageTemplates)
          .set({ ...values, updatedAt: now })
          .where(eq(messageTemplates.id, id));
      }
      const savedId =
        id ??
        (
          await tx
            .insert(messageTemplates)
            .values({ ...values, orgId: actor.org.id, createdBy: actor.userId, createdAt: now, updatedAt: now })
            .$returningId()
        )[0]?.id;
      const saved = savedId === undefined ? null : await findTemplate(tx, actor, savedId);
      if (!saved) throw new Error("the template was not written");
      await writeAudit(tx, actor, now, {
        action: id === undefined ? "template.create" : "template.update",
        subject: `template:${saved.id}`,
        after: { kind: saved.kind, name: saved.name },
      });
      return saved;
    })
    .catch((error) => {
      if (isDuplicateKey(error)) throw invalid("name", "templateNameTaken");
      throw error;
    });
}
