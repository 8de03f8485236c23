import "server-only";
import { and, asc, eq, inArray } from "drizzle-orm";
import type { Executor } from "@/db/client";
import type { OrgLevel, TemplateKind } from "@/db/enums";
import { orgs } from "@/db/schema/orgs";
import { messageTemplates } from "@/db/schema/schedules";
import type { UserActor } from "@/lib/access/actor";
import { pathIds } from "@/lib/access/org-path";

export type TemplateDto = {
  id: number;
  kind: TemplateKind;
  name: string;
  body: string;
  org: { id: number; name: string; level: OrgLevel };
  /** One of the actor's own organisation: only these may be changed. */
  isOwn: boolean;
  updatedAt: string;
  /** Of an alimtalk template: what Kakao's review says; only `APPROVED` may be sent. */
  review: { templateId: string; status: string; reason: string | null; checkedAt: string | null } | null;
  variables: string[];
};

/** Far above what anyone picks from. */
const MOST = 500;

const select = (db: Executor) =>
  db
    .select({
      id: messageTemplates.id,
      kind: messageTemplates.kind,
      name: messageTemplates.name,
      body: messageTemplates.body,
      org: { id: orgs.id, name: orgs.name, level: orgs.level },
      updatedAt: messageTemplates.updatedAt,
      variables: messageTemplates.variables,
      solapiTemplateId: messageTemplates.solapiTemplateId,
      solapiStatus: messageTemplates.solapiStatus,
      solapiReason: messageTemplates.solapiReason,
      solapiCheckedAt: messageTemplates.solapiCheckedAt,
    })
    .from(messageTemplates)
    .innerJoin(orgs, eq(orgs.id, messageTemplates.orgId));

/** Own templates and those of the organisations above (C-50): the one read that looks upwards, so it takes the person, not a scope. */
const isVisible = (actor: UserActor) => inArray(messageTemplates.orgId, pathIds(actor.org.path));

function toDto(
  actor: UserActor,
  { solapiTemplateId, solapiStatus, solapiReason, solapiCheckedAt, ...row }: Awaited<ReturnType<typeof select>>[number],
): TemplateDto {
  return {
    ...row,
    variables: row.variables ?? [],
    isOwn: row.org.id === actor.org.id,
    updatedAt: row.updatedAt.toISOString(),
    review:
      solapiTemplateId === null
        ? null
        : {
            templateId: solapiTemplateId,
            status: solapiStatus ?? "PENDING",
            reason: solapiReason,
            checkedAt: solapiCheckedAt?.toISOString() ?? null,
          },
  };
}

/** Templates of a kind by name, own ones first. */
export async function listTemplates(
  db: Executor,
  actor: UserActor,
  { kind }: { kind: TemplateKind },
): Promise<{ items: TemplateDto[]; nextCursor: null }> {
  const rows = await select(db)
    .where(and(isVisible(actor), eq(messageTemplates.kind, kind)))
    .orderBy(asc(messageTemplates.name), asc(messageTemplates.id))
    .limit(MOST);
  const items = rows.map((row) => toDto(actor, row));
  return { items: [...items.filter((one) => one.isOwn), ...items.filter((one) => !one.isOwn)], nextCursor: null };
}

/**
 * Alimtalk templates an organisation may send: its own and those from above, by name. For readers who know of the tenant
 * of that organisation, which the caller has made sure of.
 */
export async function alimtalkOf(db: Executor, actor: UserActor, orgId: number): Promise<TemplateDto[]> {
  const [org] = await db.select({ path: orgs.path }).from(orgs).where(eq(orgs.id, orgId));
  const rows = await select(db)
    .where(and(inArray(messageTemplates.orgId, pathIds(org?.path ?? "")), eq(messageTemplates.kind, "alimtalk")))
    .orderBy(asc(messageTemplates.name), asc(messageTemplates.id))
    .limit(MOST);
  return rows.map((row) => toDto(actor, row));
}

/** One visible template, or null. */
export async function findTemplate(db: Executor, actor: UserActor, id: number): Promise<TemplateDto | null> {
  const [row] = await select(db).where(and(isVisible(actor), eq(messageTemplates.id, id)));
  return row ? toDto(actor, row) : null;
}
