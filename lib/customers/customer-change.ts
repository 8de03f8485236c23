import "server-only";
import { and, eq, ne } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { customers } from "@/db/schema/customers";
import { orgs } from "@/db/schema/orgs";
import type { Actor } from "@/lib/access/actor";
import { inScope, scopeOf } from "@/lib/access/scope";
import { AppError, invalid } from "@/lib/errors";
import { codeByChance } from "./code";
import { type Consent, type ConsentChange, consentIssues } from "./consent";
import { type SealedPhone, sealPhone } from "./sealed-phone";

/** The organisation a customer is to belong to. Foreign and absent are the same 422 (rulings 25). */
export async function refuseForeignOrg(tx: Tx, actor: Actor, orgId: number): Promise<void> {
  const [org] = await tx
    .select({ id: orgs.id })
    .from(orgs)
    .where(and(inScope(scopeOf(actor)), eq(orgs.id, orgId)));
  if (!org) throw invalid("orgId", "ownerNotFound");
}

/** @throws AppError invalid at the fields of the consent */
export function refuseBadConsent(after: Consent, change: ConsentChange, now: Date): void {
  const issues = Object.entries(consentIssues(after, change, now)).map(([field, message]) => ({
    path: [field],
    message,
  }));
  if (issues.length > 0) throw new AppError("invalid", { issues });
}

type PhoneColumns = SealedPhone | { phoneKey: null; phone: null; phoneLast4: null };
/** The columns of a number, or of none. */
export const phoneColumns = (env: Parameters<typeof sealPhone>[0], digits: string | null): PhoneColumns =>
  digits === null ? { phoneKey: null, phone: null, phoneLast4: null } : sealPhone(env, digits);

/** Whoever else in the organisation holds a code. A deleted one gives it up: nothing but the row itself needs it. */
export async function holderOf(tx: Tx, orgId: number, code: string, exceptId = 0): Promise<{ name: string } | null> {
  const [holder] = await tx
    .select({ id: customers.id, name: customers.name, deletedAt: customers.deletedAt })
    .from(customers)
    .where(and(eq(customers.orgId, orgId), eq(customers.code, code), ne(customers.id, exceptId)))
    .for("update");
  if (!holder?.deletedAt) return holder ?? null;
  await tx.update(customers).set({ code: codeByChance() }).where(eq(customers.id, holder.id));
  return null;
}

/** What an audit row may hold of a customer: everything but the number. */
export function auditable(row: Consent & { name: string; code: string; orgId: number; memo: string | null }) {
  const { name, code, orgId, memo, adConsent, adConsentAt, adConsentVia, nightConsent, nightConsentAt } = row;
  return { name, code, orgId, memo, adConsent, adConsentAt, adConsentVia, nightConsent, nightConsentAt };
}
