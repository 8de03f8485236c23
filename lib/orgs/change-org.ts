import "server-only";
import { eq, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { orgs } from "@/db/schema/orgs";
import type { Actor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { can } from "@/lib/access/can";
import { childPath, isSelfOrBelow } from "@/lib/access/org-path";
import { scopeOf } from "@/lib/access/scope";
import { AppError, invalid } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { mayStandUnder } from "./level";
import { codeTaken, isClosed, lockTree } from "./org-checks";
import { findOrg, type OrgDto, toOrgDto } from "./queries";
import type { OrgChange } from "./schema";

type Org = typeof orgs.$inferSelect;
const CHANGEABLE = ["level", "code", "name", "parentId", "status"] as const;

/**
 * Renames, re-levels, moves, closes or reopens an organisation. A move takes everything below along in one transaction.
 * Where it stands, its level and whether it is open are decided from above: nobody changes these of their own.
 * @throws AppError not_found, forbidden, conflict (changed since `updatedAt`), invalid at the field
 */
export async function changeOrg(rt: Pick<Runtime, "db" | "clock">, actor: Actor, input: OrgChange): Promise<OrgDto> {
  const scope = scopeOf(actor);
  const now = await rt.clock();
  return retryDeadlocks(rt.db, async (tx) => {
    const seen = await findOrg(tx, scope, input.id);
    if (!seen) throw new AppError("not_found");
    await lockTree(tx, seen.path);
    const org = await findOrg(tx, scope, input.id);
    if (!org) throw new AppError("not_found");
    if (!can(actor, "org.write", org.path)) throw new AppError("forbidden");
    if (input.updatedAt && new Date(input.updatedAt).getTime() !== org.updatedAt!.getTime())
      throw new AppError("conflict", { current: toOrgDto(org) });

    const wanted = Object.fromEntries(
      CHANGEABLE.filter((field) => input[field] !== undefined && input[field] !== org[field]).map((field) => [
        field,
        input[field],
      ]),
    ) as Partial<Pick<Org, (typeof CHANGEABLE)[number]>>;
    const fields = Object.keys(wanted) as (keyof typeof wanted)[];
    if (fields.length === 0) return toOrgDto(org);
    const isDecidedAbove = fields.some((field) => field !== "name" && field !== "code");
    const isTopOfOwn = actor.kind === "user" && org.id === actor.org.id;
    if (isDecidedAbove && (isTopOfOwn || org.parentId === null))
      throw new AppError("forbidden", { message: "ownOrgFromAbove" });

    const parent = await parentOf(tx, actor, org, wanted.parentId);
    const level = wanted.level ?? org.level;
    if (parent && !mayStandUnder(level, parent.level))
      throw invalid("level" in wanted ? "level" : "parentId", "levelNotBelow");
    if (wanted.level) await mustStandAboveChildren(tx, org, wanted.level);
    const path = parent ? childPath(parent.path, org.id) : org.path;

    await tx
      .update(orgs)
      .set({ ...wanted, updatedAt: now })
      .where(eq(orgs.id, org.id))
      .catch(codeTaken);
    if (path !== org.path)
      await tx
        .update(orgs)
        .set({ path: sql`concat(${path}, substring(${orgs.path}, ${org.path.length + 1}))` })
        .where(sql`${orgs.path} like ${`${org.path}%`}`);
    await writeAudit(tx, actor, now, {
      action: "parentId" in wanted ? "org.move" : "org.change",
      subject: `org:${org.id}`,
      orgId: org.id,
      before: Object.fromEntries(fields.map((field) => [field, org[field]])),
      after: wanted,
    });
    return toOrgDto({ ...org, ...wanted, path, updatedAt: now });
  });
}

/** The organisation it will stand under; null for one that is nobody's child. */
async function parentOf(tx: Executor, actor: Actor, org: Org, wanted: number | null | undefined) {
  const scope = scopeOf(actor);
  if (wanted === undefined) {
    const [parent] = org.parentId ? await tx.select().from(orgs).where(eq(orgs.id, org.parentId)) : [];
    return parent ?? null;
  }
  if (wanted === null) throw invalid("parentId", "required");
  const parent = await findOrg(tx, scope, wanted);
  if (!parent || !can(actor, "org.write", parent.path)) throw invalid("parentId", "noSuchParent");
  if (isSelfOrBelow(parent.path, org.path)) throw invalid("parentId", "parentBelow");
  if (await isClosed(tx, parent.path)) throw invalid("parentId", "parentClosed");
  return parent;
}

async function mustStandAboveChildren(tx: Executor, org: Org, level: Org["level"]): Promise<void> {
  const children = await tx.select({ level: orgs.level }).from(orgs).where(eq(orgs.parentId, org.id));
  if (!children.every((child) => mayStandUnder(child.level, level))) throw invalid("level", "levelNotAbove");
}
