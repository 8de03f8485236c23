import "server-only";
import { and, asc, count, inArray, isNull } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { customers } from "@/db/schema/customers";
import { invalid } from "@/lib/errors";

/** Customers a scan looks at: those who are still ours. */
export async function countCustomers(db: Executor, customerIds: readonly number[] | null): Promise<number> {
  const [row] = await db
    .select({ all: count() })
    .from(customers)
    .where(and(isNull(customers.deletedAt), customerIds ? inArray(customers.id, [...customerIds]) : undefined));
  return row?.all ?? 0;
}

/**
 * The customers of some codes. A code is one organisation's own: where several have the same, all of them are meant.
 * @throws AppError invalid at the first code nobody has
 */
export async function customersOfCodes(db: Executor, codes: readonly string[]): Promise<number[]> {
  const rows = await db
    .select({ id: customers.id, code: customers.code })
    .from(customers)
    .where(inArray(customers.code, [...codes]))
    .orderBy(asc(customers.id));
  const known = new Set(rows.map(({ code }) => code));
  const at = codes.findIndex((code) => !known.has(code));
  if (at >= 0) throw invalid(["scope", "customerCodes", at], "imageSyncNobody", { code: codes[at] ?? "" });
  return rows.map(({ id }) => id);
}
