import "server-only";
import { and, desc, eq, inArray, isNull, lt, ne, or, type SQL, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { customerImageRefs, customerImages } from "@/db/schema/customer-images";
import { customers } from "@/db/schema/customers";
import { orgs } from "@/db/schema/orgs";
import { inScope, type OrgScope } from "@/lib/access/scope";
import { AppError } from "@/lib/errors";
import { fromCursor, pageOf } from "@/lib/orgs/cursor";
import {
  type CustomerImageDto,
  type CustomerImagePage,
  type ImageCountDto,
  toCustomerImageDto,
} from "./customer-image-dto";
import type { CustomerImageFilter } from "./schema";

/** Rows that stand: neither deleted nor still on their way up. */
export const stands = (): SQL => and(isNull(customerImages.deletedAt), ne(customerImages.status, "pending")) as SQL;

const columns = {
  id: customerImages.id,
  customerId: customerImages.customerId,
  filename: customerImages.filename,
  bytes: customerImages.bytes,
  width: customerImages.width,
  height: customerImages.height,
  sha256: customerImages.sha256,
  status: customerImages.status,
  origin: customerImages.origin,
  ver: customerImages.ver,
  createdAt: customerImages.createdAt,
};

/** Where a customer in scope belongs, or null where there is none to see. */
export async function customerPlace(db: Executor, scope: OrgScope, id: number) {
  const [row] = await db
    .select({
      id: customers.id,
      orgId: customers.orgId,
      path: orgs.path,
      verified: customers.imageCountVerified,
      checkedAt: customers.imageCheckedAt,
    })
    .from(customers)
    .innerJoin(orgs, eq(orgs.id, customers.orgId))
    .where(and(eq(customers.id, id), isNull(customers.deletedAt), inScope(scope)));
  return row ?? null;
}

async function withCover(db: Executor, rows: readonly Omit<Parameters<typeof toCustomerImageDto>[0], "isCover">[]) {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const covers = await db
    .select({ id: customerImageRefs.imageId })
    .from(customerImageRefs)
    .where(and(inArray(customerImageRefs.imageId, ids), eq(customerImageRefs.kind, "cover")));
  const isCover = new Set(covers.map(({ id }) => id));
  return rows.map((row) => toCustomerImageDto({ ...row, isCover: isCover.has(row.id) }));
}

/**
 * A customer's pictures, newest first, with how many there are and how many were verified.
 * @throws AppError not_found; invalid at `cursor`
 */
export async function listCustomerImages(
  db: Executor,
  scope: OrgScope,
  { id, cursor, limit }: CustomerImageFilter,
): Promise<CustomerImagePage> {
  const customer = await customerPlace(db, scope, id);
  if (!customer) throw new AppError("not_found");
  const [ms, lastId] =
    cursor === undefined
      ? []
      : fromCursor(cursor, /^\d{1,15}\.\d{1,15}$/)
          .split(".")
          .map(Number);
  const last = ms === undefined ? null : new Date(ms);
  const { createdAt } = customerImages;
  const after = last && or(lt(createdAt, last), and(eq(createdAt, last), lt(customerImages.id, lastId ?? 0)));
  const rows = await db
    .select(columns)
    .from(customerImages)
    .where(and(eq(customerImages.customerId, id), stands(), after ?? undefined))
    .orderBy(desc(createdAt), desc(customerImages.id))
    .limit(limit + 1);
  const { items, nextCursor } = pageOf(rows, limit, (row) => `${row.createdAt.getTime()}.${row.id}`);
  return { items: await withCover(db, items), nextCursor, count: await countOf(db, customer) };
}

type Place = NonNullable<Awaited<ReturnType<typeof customerPlace>>>;

async function countOf(db: Executor, { id, verified, checkedAt }: Place): Promise<ImageCountDto> {
  const changed = checkedAt
    ? sql<number>`coalesce(sum(${customerImages.updatedAt} > ${checkedAt} and ${customerImages.status} <> 'pending'), 0)`
    : sql<number>`0`;
  const [row] = await db
    .select({
      rows: sql<number>`coalesce(sum(${stands()}), 0)`.mapWith(Number),
      changed: changed.mapWith(Number),
    })
    .from(customerImages)
    .where(eq(customerImages.customerId, id));
  return {
    rows: row?.rows ?? 0,
    verified,
    checkedAt: checkedAt?.toISOString() ?? null,
    changedSince: (row?.changed ?? 0) > 0,
  };
}

/** @throws AppError not_found */
export async function getCustomerImage(
  db: Executor,
  { customerId, imageId }: { customerId: number; imageId: number },
): Promise<CustomerImageDto> {
  const rows = await db
    .select(columns)
    .from(customerImages)
    .where(and(eq(customerImages.id, imageId), eq(customerImages.customerId, customerId), stands()));
  const [image] = await withCover(db, rows);
  if (!image) throw new AppError("not_found");
  return image;
}

/** True while a row that stands, or is still on its way up, names the file of this row too. */
export async function isClaimedByAnother(
  db: Executor,
  { id, pathKey }: { id: number; pathKey: Buffer },
): Promise<boolean> {
  const [other] = await db
    .select({ id: customerImages.id })
    .from(customerImages)
    .where(and(eq(customerImages.pathKey, pathKey), ne(customerImages.id, id), isNull(customerImages.deletedAt)))
    .limit(1);
  return other !== undefined;
}
