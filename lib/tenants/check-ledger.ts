import "server-only";
import { inArray, sql } from "drizzle-orm";
import type { MySqlColumn } from "drizzle-orm/mysql-core";
import type { Db, Executor } from "@/db/client";
import { appMeta } from "@/db/schema/dispatch";
import { sendBatches } from "@/db/schema/messages";
import { creditLedger, tenants } from "@/db/schema/tenants";

/** A tenant whose row says something else than its ledger, or than what its batches hold. Amounts are the database's text. */
export type LedgerMismatch = {
  tenantId: number;
  balance: string;
  reserved: string;
  ledgerBalance: string;
  ledgerReserved: string;
  openReserved: string;
};

const KEY = "ledger_mismatches";
/** What the cell holds; more tenants than this would be told of by the first ones. */
const MOST = 20;

/**
 * Recomputes in one statement, and so at one moment, what every tenant's balance and reservation must be: the sums of its
 * ledger, and of what its open batches hold. Returns those that differ; it repairs nothing, a person must find out why.
 * @param among only these tenants
 */
export async function findMismatches(db: Executor, among?: readonly number[]): Promise<LedgerMismatch[]> {
  if (among?.length === 0) return [];
  const within = (column: MySqlColumn) => (among ? sql`where ${inArray(column, [...among])}` : sql``);
  const signed = (kinds: readonly string[], sign: 1 | -1) =>
    sql`when ${creditLedger.kind} in ${[...kinds]} then ${sign === 1 ? sql`` : sql`-`}${creditLedger.amount}`;
  const [rows] = await db.execute(sql`
    select t.id as tenantId, t.credit_balance as balance, t.credit_reserved as reserved,
      coalesce(l.balance, 0) as ledgerBalance, coalesce(l.reserved, 0) as ledgerReserved, coalesce(b.reserved, 0) as openReserved
    from ${tenants} t
    left join (
      select ${creditLedger.tenantId} as tenant_id,
        sum(case ${signed(["charge", "adjust"], 1)} ${signed(["settle"], -1)} else 0 end) as balance,
        sum(case ${signed(["reserve"], 1)} ${signed(["settle", "release"], -1)} else 0 end) as reserved
      from ${creditLedger} ${within(creditLedger.tenantId)} group by ${creditLedger.tenantId}
    ) l on l.tenant_id = t.id
    left join (
      select ${sendBatches.tenantId} as tenant_id,
        sum(${sendBatches.reservedAmount} - ${sendBatches.settledAmount} - ${sendBatches.releasedAmount}) as reserved
      from ${sendBatches} ${within(sendBatches.tenantId)} group by ${sendBatches.tenantId}
    ) b on b.tenant_id = t.id
    where (t.credit_balance <> coalesce(l.balance, 0)
      or t.credit_reserved <> coalesce(l.reserved, 0)
      or t.credit_reserved <> coalesce(b.reserved, 0))
      ${among ? sql`and ${inArray(sql`t.id`, [...among])}` : sql``}
    order by t.id`);
  return (rows as unknown as Record<keyof LedgerMismatch, string | number>[]).map((row) => ({
    tenantId: Number(row.tenantId),
    balance: String(row.balance),
    reserved: String(row.reserved),
    ledgerBalance: String(row.ledgerBalance),
    ledgerReserved: String(row.ledgerReserved),
    openReserved: String(row.openReserved),
  }));
}

/** The nightly look at every ledger: what differs is remembered until it doesn't any more, and raises an alert. */
export async function checkLedger(db: Db): Promise<LedgerMismatch[]> {
  const found = await findMismatches(db);
  const value = found
    .slice(0, MOST)
    .map(({ tenantId }) => tenantId)
    .join(",");
  await db.insert(appMeta).values({ key: KEY, value }).onDuplicateKeyUpdate({ set: { value } });
  return found;
}

/** Of what the last look found, what still differs: cheap, and it ends by itself once somebody has put it right. */
export async function openMismatches(db: Executor): Promise<LedgerMismatch[]> {
  const [row] = await db.select({ value: appMeta.value }).from(appMeta).where(sql`${appMeta.key} = ${KEY}`);
  const ids = (row?.value ?? "").split(",").filter(Boolean).map(Number);
  return findMismatches(db, ids);
}
