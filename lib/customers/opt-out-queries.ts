import "server-only";
import { and, desc, eq, isNull, lt } from "drizzle-orm";
import type { Executor } from "@/db/client";
import type { OptOutSource } from "@/db/enums";
import { optOuts } from "@/db/schema/customers";
import type { Actor } from "@/lib/access/actor";
import { fromCursor, pageOf } from "@/lib/orgs/cursor";
import { hyphenate } from "@/lib/transports/phone-number";
import type { OptOutQuery } from "./opt-out-schema";
import { optOutTenant } from "./opt-out-tenant";
import { phoneKey } from "./phone-key";
import { readSearch } from "./search";
import { shownNumber } from "./shown-number";

export type OptOutDto = {
  id: number;
  tenantId: number;
  /** Masked. */
  phone: string;
  source: OptOutSource;
  note: string | null;
  createdAt: string;
  /** One made at the provider comes back with every reading of it, so only the recipient can lift it. */
  canLift: boolean;
};
export type OptOutPage = {
  items: OptOutDto[];
  nextCursor: string | null;
  tenant: { id: number; orgName: string; optOutNumber: string | null };
};

export const toOptOutDto = (
  row: Pick<typeof optOuts.$inferSelect, "id" | "tenantId" | "phoneLast4" | "source" | "note" | "createdAt">,
): OptOutDto => ({
  id: row.id,
  tenantId: row.tenantId,
  phone: shownNumber(row.phoneLast4),
  source: row.source,
  note: row.note,
  createdAt: row.createdAt.toISOString(),
  canLift: row.source !== "provider",
});

/** A page of those who refused a sender's messages, newest first; lifted refusals aren't among them. */
export async function listOptOuts(
  db: Executor,
  actor: Actor,
  lookupKey: string,
  { tenantId, q, cursor, limit }: OptOutQuery,
): Promise<OptOutPage> {
  const tenant = await optOutTenant(db, actor, tenantId);
  const search = readSearch(q);
  const named = {
    tenant: {
      id: tenant.id,
      orgName: tenant.orgName,
      optOutNumber: tenant.optOutNumber && hyphenate(tenant.optOutNumber),
    },
  };
  if (search?.kind === "words") return { items: [], nextCursor: null, ...named };
  const rows = await db
    .select()
    .from(optOuts)
    .where(
      and(
        eq(optOuts.tenantId, tenant.id),
        isNull(optOuts.liftedAt),
        search?.kind === "number" ? eq(optOuts.phoneKey, phoneKey(lookupKey, search.digits)) : undefined,
        search?.kind === "last4" ? eq(optOuts.phoneLast4, search.digits) : undefined,
        cursor === undefined ? undefined : lt(optOuts.id, Number(fromCursor(cursor, /^[1-9]\d{0,14}$/))),
      ),
    )
    .orderBy(desc(optOuts.id))
    .limit(limit + 1);
  const { items, nextCursor } = pageOf(rows, limit, (row) => row.id);
  return { items: items.map(toOptOutDto), nextCursor, ...named };
}
