import "server-only";
import { eq } from "drizzle-orm";
import { tenants } from "@/db/schema/tenants";
import type { Actor } from "@/lib/access/actor";
import { AppError } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import type { PhoneDesk, PhoneReason } from "@/lib/transports/phone-port";
import { accountOf } from "./account-of";
import { refuseTenant } from "./lock-tenant";
import { moneyText } from "./money";
import { getTenant, type TenantDto, tenantViewOf } from "./queries";
import { isLapsed } from "./sender-status";
import { storeStanding } from "./store-standing";

/** What the account said when it was asked just now. */
export type ConnectionDto = { tenant: TenantDto; checkedAt: string; owner: "tenant" | "platform" | null } & (
  | {
      ok: true;
      /** Won at Solapi; null for who may not know the platform's. */
      balance: string | null;
      /** Numbers this tenant may send from by us, that Solapi does not: they would be refused. */
      unregistered: string[];
      skewMs: number | null;
    }
  | { ok: false; reason: PhoneReason | "key_missing" | "key_unreadable"; code: string | null }
);

/**
 * Asks the tenant's account at Solapi live: does it know us, what is left there, which numbers are registered (S1-05, S1-29).
 * Reads only; what it says of the tenant's numbers is stored beside them.
 * @throws AppError not_found; forbidden
 */
export async function checkConnection(
  rt: Pick<Runtime, "db" | "clock" | "env"> & { phone: PhoneDesk },
  actor: Actor,
  { id }: { id: number },
): Promise<ConnectionDto> {
  await refuseTenant(rt.db, actor, id, "tenant.write");
  const [row] = await rt.db
    .select({ id: tenants.id, solapiKey: tenants.solapiKey })
    .from(tenants)
    .where(eq(tenants.id, id));
  if (!row) throw new AppError("not_found");
  const opened = accountOf(rt.env, row);
  const now = await rt.clock();
  const said = async () => ({
    tenant: await getTenant(rt.db, await tenantViewOf(rt.db, actor), id, now),
    checkedAt: now.toISOString(),
  });
  if (!opened.ok) return { ...(await said()), owner: null, ok: false, reason: opened.reason, code: null };
  const { owner } = opened.account;
  const [balance, registered] = await Promise.all([rt.phone.balance(opened.account), rt.phone.senders(opened.account)]);
  const refusal = balance.kind === "refused" ? balance : registered.kind === "refused" ? registered : null;
  if (balance.kind === "refused" || registered.kind === "refused") {
    const { reason = "bad_response", code = null } = refusal ?? {};
    return { ...(await said()), owner, ok: false, reason, code };
  }
  await storeStanding(rt.db, id, registered.senders, now);
  const { tenant, checkedAt } = await said();
  const mayKnow = owner === "tenant" || actor.kind === "system" || actor.org.level === "hq";
  return {
    tenant,
    checkedAt,
    owner,
    ok: true,
    balance: mayKnow ? moneyText(BigInt(Math.round(balance.balance * 100))) : null,
    unregistered: tenant.senders.filter(isLapsed).map(({ number }) => number),
    skewMs: balance.skewMs,
  };
}
