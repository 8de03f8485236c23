import "server-only";
import { eq } from "drizzle-orm";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { customers } from "@/db/schema/customers";
import type { Actor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { mayEver } from "@/lib/access/can";
import { scopeOf } from "@/lib/access/scope";
import { AppError, invalid } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { codeByChance, codeOfNumber, isMadeCode } from "./code";
import { consentAfter } from "./consent";
import { auditable, holderOf, phoneColumns, refuseBadConsent, refuseForeignOrg } from "./customer-change";
import type { CustomerDto } from "./customer-dto";
import { lockCustomer } from "./lock-customer";
import { findCustomer } from "./queries";
import type { CustomerUpdate } from "./schema";

/**
 * Changes a customer or moves them within the actor's subtree; what is left out stays. A code that was made from the
 * number follows the number.
 * @throws AppError forbidden without the role; not_found; conflict where `version` isn't the stored one; invalid as
 * createCustomer
 */
export async function updateCustomer(
  rt: Pick<Runtime, "db" | "clock" | "env">,
  actor: Actor,
  { id, version, change }: CustomerUpdate,
): Promise<CustomerDto> {
  if (!mayEver(actor, "customer.write")) throw new AppError("forbidden");
  const now = await rt.clock();
  return retryDeadlocks(rt.db, async (tx) => {
    const before = await lockCustomer(tx, actor, id, { version });
    const consent = consentAfter(before, change, now);
    refuseBadConsent(consent, change, now);
    const orgId = change.orgId ?? before.orgId;
    if (orgId !== before.orgId) await refuseForeignOrg(tx, actor, orgId);
    const phone = change.phone === undefined ? null : phoneColumns(rt.env, change.phone);
    const key = phone ? phone.phoneKey : before.phoneKey;
    const given = change.code ?? (isMadeCode(before.code) ? null : before.code);
    const code = given ?? (key ? codeOfNumber(key) : codeByChance());
    if (code !== before.code || orgId !== before.orgId) {
      const holder = await holderOf(tx, orgId, code, id);
      if (holder && given) throw invalid("code", "customerCodeTaken", holder);
      if (holder) throw invalid("phone", "customerPhoneTaken", holder);
    }
    const { name = before.name, memo = before.memo } = change;
    const values = { orgId, code, name, memo, ...consent };
    await tx
      .update(customers)
      .set({ ...values, ...phone, version: before.version + 1, updatedAt: now })
      .where(eq(customers.id, id));
    const isNewNumber = phone !== null && !sameKey(phone.phoneKey, before.phoneKey);
    await writeAudit(tx, actor, now, {
      action: orgId === before.orgId ? "customer.update" : "customer.move",
      subject: `customer:${id}`,
      orgId,
      before: auditable(before),
      after: { ...auditable(values), ...(isNewNumber && { phone: "changed" }) },
    });
    const customer = await findCustomer(tx, scopeOf(actor), id);
    if (!customer) throw new Error(`customer ${id} left its editor's subtree`);
    return customer;
  });
}

const sameKey = (a: Buffer | null, b: Buffer | null) => (a && b ? a.equals(b) : a === b);
