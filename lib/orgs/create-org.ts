import "server-only";
import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { orgs } from "@/db/schema/orgs";
import type { Actor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { can, mayEver } from "@/lib/access/can";
import { childPath } from "@/lib/access/org-path";
import { scopeOf } from "@/lib/access/scope";
import { AppError, invalid } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { mayStandUnder } from "./level";
import { codeTaken, isClosed, lockTree } from "./org-checks";
import { findOrg, type OrgDto, toOrgDto } from "./queries";
import type { OrgInput } from "./schema";

/**
 * Adds an organisation below one the actor administers.
 * @throws AppError forbidden; invalid at `parentId` (foreign and absent alike, closed), `level` (not below the parent's), `code` (taken)
 */
export async function createOrg(rt: Pick<Runtime, "db" | "clock">, actor: Actor, input: OrgInput): Promise<OrgDto> {
  if (!mayEver(actor, "org.write")) throw new AppError("forbidden");
  const scope = scopeOf(actor);
  const now = await rt.clock();
  return retryDeadlocks(rt.db, async (tx) => {
    const seen = await findOrg(tx, scope, input.parentId);
    if (seen) await lockTree(tx, seen.path);
    const parent = await findOrg(tx, scope, input.parentId);
    if (!parent || !can(actor, "org.write", parent.path)) throw invalid("parentId", "noSuchParent");
    if (!mayStandUnder(input.level, parent.level)) throw invalid("level", "levelNotBelow");
    if (await isClosed(tx, parent.path)) throw invalid("parentId", "parentClosed");
    // The path needs the id: a placeholder that can't be a path stands in for one statement.
    const values = { ...input, path: `new-${randomUUID()}`, createdAt: now, updatedAt: now };
    const [row] = await tx.insert(orgs).values(values).$returningId().catch(codeTaken);
    const id = row!.id;
    const path = childPath(parent.path, id);
    await tx.update(orgs).set({ path }).where(eq(orgs.id, id));
    const { level, code, name, parentId, status } = input;
    await writeAudit(tx, actor, now, {
      action: "org.create",
      subject: `org:${id}`,
      orgId: id,
      after: { level, code, name, parentId, status },
    });
    return toOrgDto({ ...values, id, path, limits: null });
  });
}
