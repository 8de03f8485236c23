import "server-only";
import { and, eq, isNotNull, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { customers } from "@/db/schema/customers";
import { orgs } from "@/db/schema/orgs";
import type { Actor } from "@/lib/access/actor";
import { inScope, scopeOf } from "@/lib/access/scope";
import { AppError } from "@/lib/errors";
import { findCustomer } from "./queries";

const columns = {
  id: customers.id,
  orgId: customers.orgId,
  path: orgs.path,
  code: customers.code,
  name: customers.name,
  phoneKey: customers.phoneKey,
  phone: customers.phone,
  memo: customers.memo,
  adConsent: customers.adConsent,
  adConsentAt: customers.adConsentAt,
  adConsentVia: customers.adConsentVia,
  nightConsent: customers.nightConsent,
  nightConsentAt: customers.nightConsentAt,
  version: customers.version,
  deletedAt: customers.deletedAt,
};

/**
 * The row of a customer in scope, held until the transaction ends: that row alone, for the organisation's is everybody's.
 * @throws AppError not_found, the same for a foreign and an absent one; conflict where `version` isn't the stored one
 */
export async function lockCustomer(
  tx: Tx,
  actor: Actor,
  id: number,
  { version, isDeleted = false }: { version?: number | undefined; isDeleted?: boolean } = {},
) {
  await tx.select({ id: customers.id }).from(customers).where(eq(customers.id, id)).for("update");
  const standing = isDeleted ? isNotNull(customers.deletedAt) : isNull(customers.deletedAt);
  const [row] = await tx
    .select(columns)
    .from(customers)
    .innerJoin(orgs, eq(orgs.id, customers.orgId))
    .where(and(inScope(scopeOf(actor)), eq(customers.id, id), standing));
  if (!row) throw new AppError("not_found");
  if (version !== undefined && version !== row.version)
    throw new AppError("conflict", { current: await findCustomer(tx, scopeOf(actor), id) });
  return row;
}
