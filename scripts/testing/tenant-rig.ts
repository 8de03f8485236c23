import type { Db } from "@/db/client";
import { auditLog } from "@/db/schema/audit";
import { lanes } from "@/db/schema/dispatch";
import { creditLedger, tenantSenders, tenants } from "@/db/schema/tenants";
import { plantOrg, plantUser } from "@/db/testing/plant";
import { plantTenant } from "@/db/testing/plant-tenants";
import { testRig } from "./test-rig";

/** 본사, a 대리점 that pays for itself and for the 지점 below it, and a stranger's beside. */
async function plantPayers(db: Db) {
  const hq = await plantOrg(db, "hq", null);
  const agency = await plantOrg(db, "agency", hq);
  const branch = await plantOrg(db, "branch", agency);
  const foreign = await plantOrg(db, "agency", hq);
  const tenant = await plantTenant(db, agency);
  const other = await plantTenant(db, foreign);
  return {
    hq,
    agency,
    branch,
    tenant,
    other,
    hqAdmin: await plantUser(db, hq),
    hqOperator: await plantUser(db, hq, "operator"),
    admin: await plantUser(db, agency),
    operator: await plantUser(db, agency, "operator"),
    branchAdmin: await plantUser(db, branch),
    stranger: await plantUser(db, foreign),
  };
}

/** For tests about who pays, and about what nobody else may touch. */
export const tenantRig = (env?: Parameters<typeof testRig>[2]) =>
  testRig(
    plantPayers,
    async (db) => ({
      tenants: await db.select().from(tenants).orderBy(tenants.id),
      senders: await db.select().from(tenantSenders).orderBy(tenantSenders.id),
      ledger: await db.select().from(creditLedger).orderBy(creditLedger.id),
      lanes: await db.select().from(lanes),
      audit: await db.$count(auditLog),
    }),
    env,
  );
