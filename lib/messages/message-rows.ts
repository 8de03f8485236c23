import "server-only";
import type { messageLogs } from "@/db/schema/messages";
import { ordinalKey } from "@/lib/customers/phone-key";
import { sealPhone } from "@/lib/customers/sealed-phone";
import type { Env } from "@/lib/env/schema";
import { moneyText } from "@/lib/tenants/money";
import type { PriceColumns } from "@/lib/tenants/price-of";
import type { Addressee } from "./candidates-of";
import { type RowPrice, rowPriceOf } from "./estimate";
import type { PlannedRow } from "./recipients";

type Row = typeof messageLogs.$inferInsert;
/** What one row has of its own; the message's is shared. */
export type OwnColumns = Omit<Row, "messageId" | "tenantId" | "sender" | "createdAt">;

export type RowFate = {
  batchId: number | null;
  status: "queued" | "skipped" | "failed";
  reasonCode: string | null;
  price: RowPrice;
  finalAt: Date | null;
};

const NOTHING: RowPrice = { amount: 0n, reserved: 0n };

/** What becomes of a row at once: it waits in its batch, is skipped with its reason, or has failed for want of credit. */
export function fateOf(
  row: PlannedRow<Addressee>,
  prices: PriceColumns,
  batchOf: ReadonlyMap<PlannedRow<Addressee>, number> | null,
  now: Date,
): RowFate {
  const over = { batchId: null, price: NOTHING, finalAt: now };
  if (row.reason !== null) return { ...over, status: "skipped", reasonCode: row.reason };
  if (batchOf === null) return { ...over, status: "failed", reasonCode: "insufficient_balance" };
  const batchId = batchOf.get(row);
  const price = rowPriceOf(prices, row);
  if (batchId === undefined || price === null) throw new Error("a recipient without a batch or a price");
  return { batchId, status: "queued", reasonCode: null, price, finalAt: null };
}

/** The row of the ledger. A typed number is sealed here, as late as can be: a refused request seals none. */
export function toRow(env: Pick<Env, "ENCRYPTION_KEYS" | "LOOKUP_KEY">, row: PlannedRow<Addressee>, fate: RowFate) {
  const { candidate, variant, channel, variables } = row;
  const { batchId, status, reasonCode, price, finalAt } = fate;
  return {
    batchId,
    customerId: candidate.customerId,
    ...phoneColumns(env, row),
    variant,
    ordinal: candidate.ordinal,
    name: candidate.name,
    channel,
    variables,
    status,
    reasonCode,
    amount: moneyText(price.amount),
    reservedAmount: moneyText(price.reserved),
    finalAt,
  } satisfies OwnColumns;
}

function phoneColumns(
  env: Pick<Env, "ENCRYPTION_KEYS" | "LOOKUP_KEY">,
  { candidate, byOrdinal }: PlannedRow<Addressee>,
) {
  const { digits, key, sealedPhone, ordinal, last4 } = candidate;
  if (key === null || byOrdinal)
    return { recipientKey: ordinalKey(env.LOOKUP_KEY, ordinal), phone: null, phoneLast4: null };
  if (digits === null) return { recipientKey: key, phone: sealedPhone, phoneLast4: last4 };
  const { phone, phoneLast4 } = sealPhone(env, digits, key);
  return { recipientKey: key, phone, phoneLast4 };
}
