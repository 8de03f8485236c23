import "server-only";
import { and, asc, eq, gt, gte, inArray, isNull, or, type SQL, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { customerImageRefs, customerImages } from "@/db/schema/customer-images";
import type { RowPage } from "./merge";
import type { ImageRow } from "./verdict";

/** So many values one statement names. */
const AT_ONCE = 500;

const columns = {
  id: customerImages.id,
  customerId: customerImages.customerId,
  pathKey: customerImages.pathKey,
  bytes: customerImages.bytes,
  sha256: customerImages.sha256,
  status: customerImages.status,
  ver: customerImages.ver,
  createdAt: customerImages.createdAt,
  updatedAt: customerImages.updatedAt,
  deletedAt: customerImages.deletedAt,
};
/** The columns of a row that takes part in a scan, and how they are read. */
export const rowColumns = columns;
type Columns = Omit<ImageRow, "createdAtMs" | "updatedAtMs" | "isDeleted"> & {
  createdAt: Date;
  updatedAt: Date;
  deletedAt: Date | null;
};
export const toRow = (row: Columns): ImageRow => ({
  // Each by its name: spreading a million rows costs as much as reading them.
  id: row.id,
  customerId: row.customerId,
  pathKey: row.pathKey,
  bytes: row.bytes,
  sha256: row.sha256,
  status: row.status,
  ver: row.ver,
  createdAtMs: row.createdAt.getTime(),
  updatedAtMs: row.updatedAt.getTime(),
  isDeleted: row.deletedAt !== null,
});

/** Rows that claim a file: all but those whose file was set aside when they were deleted. */
export const claimsFile = (): SQL => isNull(customerImages.setAsideAt);

export type RowsAfter = { path: Buffer; id: number } | null;

/** One page of the walk, in the order of the index of paths. */
export const pageOfRows = (db: Executor, after: RowsAfter, customerIds: readonly number[] | null, limit: number) =>
  db
    .select(columns)
    .from(customerImages, { forceIndex: "ix_customer_images_path" })
    .where(
      and(
        after ? gte(customerImages.pathKey, after.path) : undefined,
        after
          ? or(
              gt(customerImages.pathKey, after.path),
              and(eq(customerImages.pathKey, after.path), gt(customerImages.id, after.id)),
            )
          : undefined,
        customerIds ? inArray(customerImages.customerId, [...customerIds]) : undefined,
        claimsFile(),
      ),
    )
    .orderBy(asc(customerImages.pathKey), asc(customerImages.id))
    .limit(limit);

/** All rows after a path, page by page. */
export async function* rowPages(
  db: Executor,
  afterPath: Buffer | null,
  customerIds: readonly number[] | null,
  pageSize: number,
): AsyncGenerator<RowPage> {
  let after: RowsAfter = afterPath && { path: afterPath, id: Number.MAX_SAFE_INTEGER };
  for (;;) {
    const rows = await pageOfRows(db, after, customerIds, pageSize);
    if (rows.length > 0) yield { items: rows.map(toRow) };
    const last = rows.at(-1);
    if (!last || rows.length < pageSize) return;
    after = { path: last.pathKey, id: last.id };
  }
}

/** Everybody's rows that claim one of the paths, by the path's hex. */
export async function claimsOf(db: Executor, keys: readonly Buffer[]): Promise<Map<string, ImageRow[]>> {
  const claims = new Map<string, ImageRow[]>();
  for (const some of pieces(keys)) {
    const rows = await db
      .select(columns)
      .from(customerImages, { forceIndex: "ix_customer_images_path" })
      .where(and(inArray(customerImages.pathKey, some), claimsFile()))
      .orderBy(asc(customerImages.pathKey), asc(customerImages.id));
    for (const row of rows) {
      const hex = row.pathKey.toString("hex");
      claims.set(hex, [...(claims.get(hex) ?? []), toRow(row)]);
    }
  }
  return claims;
}

/** Which of the rows a cover, a schedule or a message uses. */
export async function usedOf(db: Executor, imageIds: readonly number[]): Promise<Set<number>> {
  const used = new Set<number>();
  for (const some of pieces(imageIds)) {
    const rows = await db
      .selectDistinct({ id: customerImageRefs.imageId })
      .from(customerImageRefs)
      .where(inArray(customerImageRefs.imageId, some));
    for (const { id } of rows) used.add(id);
  }
  return used;
}

/** Names of rows as people see them, NFC. */
export async function namesOf(db: Executor, imageIds: readonly number[]): Promise<Map<number, string>> {
  const names = new Map<number, string>();
  for (const some of pieces(imageIds)) {
    const rows = await db
      .select({ id: customerImages.id, nameKey: customerImages.nameKey })
      .from(customerImages)
      .where(inArray(customerImages.id, some));
    for (const { id, nameKey } of rows) names.set(id, nameKey.toString());
  }
  return names;
}

/** How many rows there are that aren't deleted. */
export async function countRows(db: Executor, customerIds: readonly number[] | null): Promise<number> {
  const [row] = await db
    .select({ rows: sql<number>`count(*)`.mapWith(Number) })
    .from(customerImages)
    .where(
      and(
        isNull(customerImages.deletedAt),
        customerIds ? inArray(customerImages.customerId, [...customerIds]) : undefined,
      ),
    );
  return row?.rows ?? 0;
}

function* pieces<T>(all: readonly T[]): Generator<T[]> {
  for (let at = 0; at < all.length; at += AT_ONCE) yield all.slice(at, at + AT_ONCE);
}
