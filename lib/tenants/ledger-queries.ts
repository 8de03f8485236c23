import "server-only";
import { and, desc, eq, inArray, lt } from "drizzle-orm";
import type { Executor } from "@/db/client";
import type { CreditKind } from "@/db/enums";
import { creditLedger } from "@/db/schema/tenants";
import { users } from "@/db/schema/users";
import { AppError } from "@/lib/errors";
import { fromCursor, pageOf } from "@/lib/orgs/cursor";
import { findTenant, type TenantView } from "./queries";
import type { LedgerFilter } from "./schema";
import type { LedgerView } from "./views";

export type LedgerLine = {
  id: number;
  kind: CreditKind;
  amount: string;
  balanceAfter: string;
  reservedAfter: string;
  messageId: number | null;
  batchId: number | null;
  actor: { id: number; name: string } | null;
  note: string | null;
  at: string;
};

const KINDS: Record<Exclude<LedgerView, "all">, CreditKind[]> = {
  funding: ["charge", "adjust"],
  use: ["reserve", "settle", "release"],
};

/**
 * A page of a tenant's credit ledger, newest first.
 * @throws AppError not_found where the reader doesn't know of the tenant; forbidden where it lies above them: whose messages
 * it paid for is not theirs to know
 */
export async function listLedger(
  db: Executor,
  view: TenantView,
  { id, view: which, cursor, limit }: LedgerFilter,
  now: Date,
): Promise<{ items: LedgerLine[]; nextCursor: string | null }> {
  const tenant = await findTenant(db, view, id, now);
  if (!tenant) throw new AppError("not_found");
  if (!tenant.isOwn) throw new AppError("forbidden");
  const rows = await db
    .select({
      id: creditLedger.id,
      kind: creditLedger.kind,
      amount: creditLedger.amount,
      balanceAfter: creditLedger.balanceAfter,
      reservedAfter: creditLedger.reservedAfter,
      messageId: creditLedger.messageId,
      batchId: creditLedger.batchId,
      actorId: creditLedger.actorUserId,
      actorName: users.name,
      note: creditLedger.note,
      at: creditLedger.at,
    })
    .from(creditLedger)
    .leftJoin(users, eq(users.id, creditLedger.actorUserId))
    .where(
      and(
        eq(creditLedger.tenantId, id),
        which === "all" ? undefined : inArray(creditLedger.kind, KINDS[which]),
        cursor === undefined ? undefined : lt(creditLedger.id, Number(fromCursor(cursor, /^\d{1,15}$/))),
      ),
    )
    .orderBy(desc(creditLedger.id))
    .limit(limit + 1);
  const page = pageOf(rows, limit, (row) => row.id);
  return {
    nextCursor: page.nextCursor,
    items: page.items.map(({ actorId, actorName, at, ...line }) => ({
      ...line,
      actor: actorId !== null && actorName !== null ? { id: actorId, name: actorName } : null,
      at: at.toISOString(),
    })),
  };
}
