import "server-only";
import { eq } from "drizzle-orm";
import { tenantSenders } from "@/db/schema/tenants";
import type { ProviderRuntime } from "@/lib/recovery/ask-provider";
import { accountOf, type SolapiAccount } from "@/lib/tenants/account-of";
import { tenantsWithin } from "@/lib/tenants/tenant-of";
import type { Payer } from "./write-foreign";

export type PaidAccount = { account: SolapiAccount; payers: Payer[] };

/** Every account there is, each once, with those who send with it. */
export async function accountsInUse(rt: Pick<ProviderRuntime, "db" | "env">): Promise<PaidAccount[]> {
  const all = await tenantsWithin(rt.db, { kind: "system", job: "tick" });
  const numbers = await rt.db
    .select({ tenantId: tenantSenders.tenantId, number: tenantSenders.number })
    .from(tenantSenders)
    .where(eq(tenantSenders.status, "verified"));
  const found = new Map<string, PaidAccount>();
  for (const tenant of all) {
    const opened = accountOf(rt.env, tenant);
    if (!opened.ok) continue;
    const key = opened.account.accountKey.toString("hex");
    const known = found.get(key) ?? { account: opened.account, payers: [] };
    const senders = numbers.filter(({ tenantId }) => tenantId === tenant.id).map(({ number }) => number);
    known.payers.push({ tenantId: tenant.id, orgId: tenant.orgId, senders });
    found.set(key, known);
  }
  return [...found.values()];
}
