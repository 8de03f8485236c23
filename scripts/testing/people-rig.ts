import { eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { auditLog } from "@/db/schema/audit";
import { users } from "@/db/schema/users";
import { plantOrg, plantUser } from "@/db/testing/plant";
import type { Actor, UserActor } from "@/lib/access/actor";
import { hashPassword } from "@/lib/access/password";
import { openSession } from "@/lib/access/sessions";
import { changeUser } from "@/lib/orgs/change-user";
import { UserChange, UserInput } from "@/lib/orgs/schema";
import { testRig, told } from "./test-rig";

/** Everybody's password. */
export const GOOD = "slow river under fog";
let hash: Promise<string> | undefined;

/** Gives everybody a password that works. */
export async function setPasswords(db: Db): Promise<void> {
  hash ??= hashPassword(GOOD);
  await db.update(users).set({ passwordHash: await hash });
}

/** 본사 › 대리점 › 지점 with a clerk, and a stranger's 대리점 beside. */
async function plantPeople(db: Db) {
  const hq = await plantOrg(db, "hq", null);
  const agency = await plantOrg(db, "agency", hq);
  const branch = await plantOrg(db, "branch", agency);
  const foreign = await plantOrg(db, "agency", hq);
  const hqAdmin = await plantUser(db, hq);
  const admin = await plantUser(db, agency);
  const clerk = await plantUser(db, branch, "operator");
  const stranger = await plantUser(db, foreign);
  await setPasswords(db);
  return { hq, agency, branch, foreign, hqAdmin, admin, clerk, stranger };
}

/** For tests about people: three levels of them, one beside, and what is asked about them. */
export function peopleRig() {
  const t = testRig(plantPeople, async (db) => ({
    users: await db.select().from(users).orderBy(users.id),
    audit: await db.$count(auditLog),
  }));
  return {
    t,
    input: (over: Record<string, unknown> = {}) => {
      const given = { mbId: "gyeol.han", name: "한결", orgId: t.w.branch.id, role: "operator", password: GOOD };
      return UserInput.parse({ ...given, ...over });
    },
    change: (actor: Actor, id: number, over: Record<string, unknown>, rt = t.rt) =>
      changeUser(rt, actor, UserChange.parse({ ...over, id: String(id) })),
    rowOf: async (id: number) => (await t.db.select().from(users).where(eq(users.id, id)))[0]!,
    lastAudit: async () => (await t.db.select().from(auditLog).orderBy(auditLog.id)).at(-1),
    signInAs: (person: UserActor) => openSession(t.db, { userId: person.userId, ip: null, userAgent: null }, t.now),
    refusal: async (work: () => Promise<unknown>) => told(await t.refusal(work)),
  };
}
