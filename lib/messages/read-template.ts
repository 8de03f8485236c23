import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { messageTemplates } from "@/db/schema/schedules";
import { pathIds } from "@/lib/access/org-path";
import { mismatchOf } from "./template";
import type { Block } from "./text-blocks";

export type TemplateUse = { id: number; providerTemplateId: string; body: string };

/** Kakao's review is over and it said yes. */
const APPROVED = /^(approved|apr)$/i;

/**
 * The approved Alimtalk template of a tenant's organisation or one above it (C-50), and what keeps a text from being sent with it: nothing is
 * chosen, it isn't approved (S3-08), or the text isn't the template letter by letter.
 */
export async function readTemplate(
  db: Executor,
  orgPath: string,
  templateId: number | null,
  text: string | null,
): Promise<{ template: TemplateUse | null; blocks: Block[] }> {
  const refused = (reason: Block["reason"], params?: Block["params"]) => ({
    template: null,
    blocks: [{ reason, path: "template_id", ...(params && { params }) }],
  });
  if (templateId === null) return refused("template_required");
  const [row] = await db
    .select()
    .from(messageTemplates)
    .where(
      and(
        eq(messageTemplates.id, templateId),
        inArray(messageTemplates.orgId, pathIds(orgPath)),
        eq(messageTemplates.kind, "alimtalk"),
      ),
    );
  if (!row) return refused("template_required");
  const { id, body, solapiTemplateId, solapiStatus } = row;
  if (!solapiTemplateId || !APPROVED.test(solapiStatus ?? "")) return refused("template_not_approved");
  const template = { id, providerTemplateId: solapiTemplateId, body };
  const mismatch = text === null ? null : mismatchOf(body, text);
  if (!mismatch) return { template, blocks: [] };
  return { template, blocks: [{ reason: "template_mismatch", path: "raw_body", params: { line: mismatch.line } }] };
}
