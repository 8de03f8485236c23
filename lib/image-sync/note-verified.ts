import "server-only";
import { and, asc, count, eq, gt, inArray, isNull, sql } from "drizzle-orm";
import { customerImages } from "@/db/schema/customer-images";
import { customers } from "@/db/schema/customers";
import { syncFindings } from "@/db/schema/image-sync";
import { keepStretch, type Scan } from "./scan-state";

const AT_ONCE = 500;
/** Rows a scan doesn't take for a picture that is there. */
const NOT_COUNTED = ["ghost", "mispath", "corrupt", "duplicate_key", "duplicate_content", "expired_pending"] as const;

/** How many pictures each customer really has, and that it was looked at now (S4-28, D-34): of all whom the scan saw whole. */
export async function noteVerified(scan: Scan): Promise<"more" | undefined> {
  const { db } = scan.rt;
  const { customerIds } = scan.run.scope;
  const failed = new Set(scan.place.failed);
  for (;;) {
    const after = scan.place.finish.customer;
    const some = await db
      .select({ id: customers.id, said: customers.imageCountVerified })
      .from(customers)
      .where(and(gt(customers.id, after), customerIds ? inArray(customers.id, customerIds) : undefined))
      .orderBy(asc(customers.id))
      .limit(AT_ONCE);
    const last = some.at(-1);
    if (!last) return undefined;
    const ids = some.map(({ id }) => id);
    const rows = await db
      .select({ id: customerImages.customerId, images: count() })
      .from(customerImages)
      .where(
        and(
          inArray(customerImages.customerId, ids),
          ...[isNull(customerImages.deletedAt), eq(customerImages.status, "ready")],
        ),
      )
      .groupBy(customerImages.customerId);
    const found = await db
      .select({ id: syncFindings.customerId, findings: count() })
      .from(syncFindings)
      .where(
        and(
          ...[eq(syncFindings.runId, scan.run.id), inArray(syncFindings.customerId, ids)],
          inArray(syncFindings.verdict, [...NOT_COUNTED]),
        ),
      )
      .groupBy(syncFindings.customerId);
    const countOf = new Map(rows.map(({ id, images }) => [id, images]));
    for (const { id, findings } of found)
      if (id !== null && countOf.has(id)) countOf.set(id, Math.max(0, countOf.get(id)! - findings));
    // Whoever never had a picture needn't be told to have none.
    const seen = some.filter(({ id, said }) => !failed.has(id) && (countOf.has(id) || said !== null));
    if (seen.length > 0)
      await db
        .update(customers)
        .set({
          imageCountVerified: sql`case ${customers.id} ${sql.join(
            seen.map(({ id }) => sql`when ${id} then ${countOf.get(id) ?? 0}`),
            sql` `,
          )} end`,
          imageCheckedAt: scan.run.startedAt,
        })
        .where(
          inArray(
            customers.id,
            seen.map(({ id }) => id),
          ),
        );
    await keepStretch(scan, { place: { finish: { ...scan.place.finish, customer: last.id } } });
    if (scan.isOver()) return "more";
  }
}
