import type { Db } from "@/db/client";
import { auditLog } from "@/db/schema/audit";
import { orgs } from "@/db/schema/orgs";
import { users } from "@/db/schema/users";
import { plantOrg, plantUser } from "@/db/testing/plant";
import type { Actor } from "@/lib/access/actor";
import { changeOrg } from "@/lib/orgs/change-org";
import type { OrgInput } from "@/lib/orgs/schema";
import { testRig, told } from "./test-rig";

/** An id nothing has. */
export const ABSENT = 999_999;

/** 본사 › 총판 A, B › 대리점 A1 › 지점 A1x; 지점 Ax skips a level. */
async function plantTree(db: Db) {
  const hq = await plantOrg(db, "hq", null);
  const a = await plantOrg(db, "distributor", hq);
  const b = await plantOrg(db, "distributor", hq);
  const a1 = await plantOrg(db, "agency", a);
  const a1x = await plantOrg(db, "branch", a1);
  const ax = await plantOrg(db, "branch", a);
  return { hq, a, b, a1, a1x, ax, hqAdmin: await plantUser(db, hq), aAdmin: await plantUser(db, a) };
}

/** For tests about organisations: a small tree with an admin at the top and one of 총판 A. */
export function orgRig() {
  const t = testRig(plantTree, async (db) => ({
    orgs: await db.select().from(orgs).orderBy(orgs.id),
    users: await db.select().from(users).orderBy(users.id),
    audit: await db.$count(auditLog),
  }));
  return {
    t,
    input: (over: Partial<OrgInput> = {}): OrgInput => ({
      level: "branch",
      code: "NEW-1",
      name: "새 지점",
      parentId: t.w.a1.id,
      status: "active",
      ...over,
    }),
    change: (actor: Actor, id: number, over: Omit<Parameters<typeof changeOrg>[2], "id">) =>
      changeOrg(t.rt, actor, { id, ...over }),
    audits: () => t.db.select().from(auditLog).orderBy(auditLog.id),
    refusal: async (work: () => Promise<unknown>) => told(await t.refusal(work)),
  };
}
