import "server-only";
import { eq } from "drizzle-orm";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { tenants } from "@/db/schema/tenants";
import type { Actor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { AppError } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import type { PhoneDesk } from "@/lib/transports/phone-port";
import { accountOf, sealKey } from "./account-of";
import { lockTenant, readBack, refuseTenant } from "./lock-tenant";
import { openGroupsOf } from "./open-groups";
import { unparkTenant } from "./park-tenant";
import type { TenantDto } from "./queries";

type Key = { apiKey: string; apiSecret: string };
/** Of a key only so much is ever shown again. */
const HINT = 4;

/**
 * Gives a tenant a Solapi account of its own, or takes it away (`key` null), which leaves the platform's; headquarters alone.
 * Another account may be well where this one wasn't, so a pause ends. The key is sealed, and nothing reads it out again.
 *
 * A group is known to its account alone. While batches lie at Solapi only another key of the same account is taken: another
 * account, or one that doesn't say which it is, would neither send them nor tell their results. `evenSo` takes it all the
 * same, where the account they lie in is gone for good.
 * @throws AppError not_found; forbidden; conflict (keyOfAnotherAccount) with how many batches wait
 */
export async function replaceKey(
  rt: Pick<Runtime, "db" | "clock" | "env"> & { phone: Pick<PhoneDesk, "balance"> },
  actor: Actor,
  { id, key, evenSo = false }: { id: number; key: Key | null; evenSo?: boolean },
): Promise<TenantDto> {
  await refuseTenant(rt.db, actor, id, "credit.write");
  const now = await rt.clock();
  const asked = (await openGroupsOf(rt.db, id)).accountIds.length > 0 && !evenSo;
  const accountId = asked ? await accountIdOf(rt, key) : null;
  return retryDeadlocks(rt.db, async (tx) => {
    const tenant = await lockTenant(tx, actor, id, "credit.write");
    const open = await openGroupsOf(tx, id);
    const isTheirs = open.accountIds.every((one) => one !== null && one === accountId);
    if (!isTheirs && !evenSo) {
      const { unsent, waiting } = open;
      throw new AppError("conflict", { message: "keyOfAnotherAccount", params: { unsent, waiting } });
    }
    const solapiKeyHint = key ? key.apiKey.slice(-HINT) : null;
    await tx
      .update(tenants)
      .set({
        solapiKey: key ? sealKey(rt.env, id, key) : null,
        solapiKeyHint,
        version: tenant.version + 1,
        updatedAt: now,
      })
      .where(eq(tenants.id, id));
    await unparkTenant(tx, id);
    await writeAudit(tx, actor, now, {
      action: key ? "tenant.key_replace" : "tenant.key_remove",
      subject: `tenant:${id}`,
      orgId: tenant.orgId,
      before: { hint: tenant.solapiKeyHint },
      after: { hint: solapiKeyHint, ...(evenSo && { leftBehind: open.unsent + open.waiting }) },
    });
    return readBack(tx, actor, id, now);
  });
}

/** What Solapi calls the account of a key, or of the installation's; null where it doesn't say. */
async function accountIdOf(
  rt: Pick<Runtime, "env"> & { phone: Pick<PhoneDesk, "balance"> },
  key: Key | null,
): Promise<string | null> {
  const platform = accountOf(rt.env, { id: 0, solapiKey: null });
  const account = key ?? (platform.ok ? platform.account : null);
  const told = account && (await rt.phone.balance(account));
  return told?.kind === "ok" ? told.accountId : null;
}
