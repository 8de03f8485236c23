import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { customerImages } from "@/db/schema/customer-images";
import { customers } from "@/db/schema/customers";
import { orgs } from "@/db/schema/orgs";
import type { UserActor } from "@/lib/access/actor";
import { ORG_MAX_IMAGES, PENDING_MAX_MS } from "@/lib/images/limits";
import { checkQuota } from "@/lib/images/quota";
import type { UploadRequest } from "@/lib/images/upload-request";
import type { Runtime } from "@/lib/runtime";
import type { ObjectKey } from "@/lib/storage/object-key";
import { newCustomerImageKey } from "./image-keys";

export type CustomerReservation = { id: number; key: ObjectKey };

/**
 * Takes room for one picture of a customer before its first byte is read: a pending row that names the key, so that no file ever
 * lies in storage without a row. Uploads of one organisation queue here for a moment, as those of schedules do.
 * @throws AppError of checkQuota
 */
export async function reserveCustomerImage(
  rt: Pick<Runtime, "db" | "clock" | "env">,
  actor: UserActor,
  place: { id: number; orgId: number },
  upload: Pick<UploadRequest, "name" | "declared" | "bytes">,
): Promise<CustomerReservation> {
  const at = await rt.clock();
  const key = newCustomerImageKey(
    rt.env.CUSTOMER_IMAGE_PREFIX,
    { orgId: place.orgId, customerId: place.id },
    at,
    upload.declared,
  );
  return retryDeadlocks(rt.db, async (tx) => {
    await tx.select({ id: orgs.id }).from(orgs).where(eq(orgs.id, place.orgId)).for("update");
    const since = (ms: number) => sql`${customerImages.createdAt} > ${new Date(at.getTime() - ms)}`;
    const mine = sql`${customerImages.createdBy} = ${actor.userId}`;
    const flag = (what: ReturnType<typeof sql>) => sql<number>`coalesce(${what}, 0)`;
    // No more rows than the limit are ever counted, however many an old system brought.
    const kept = tx
      .select({
        bytes: sql<number>`coalesce(${customerImages.bytes}, 0)`.as("kept_bytes"),
        open: flag(sql`${mine} and ${customerImages.status} = 'pending' and ${since(PENDING_MAX_MS / 6)}`).as(
          "is_open",
        ),
        recent: flag(sql`${mine} and ${since(60_000)}`).as("is_recent"),
      })
      .from(customers)
      .innerJoin(customerImages, eq(customerImages.customerId, customers.id))
      .where(and(eq(customers.orgId, place.orgId), isNull(customerImages.deletedAt)))
      .limit(ORG_MAX_IMAGES)
      .as("kept");
    const sum = (column: ReturnType<typeof sql> | typeof kept.bytes) =>
      sql<number>`coalesce(sum(${column}), 0)`.mapWith(Number);
    const [usage] = await tx
      .select({
        images: sql<number>`count(*)`.mapWith(Number),
        bytes: sum(kept.bytes),
        open: sum(kept.open),
        recent: sum(kept.recent),
      })
      .from(kept);
    if (usage) checkQuota(usage, upload.bytes);
    const [row] = await tx
      .insert(customerImages)
      .values({
        customerId: place.id,
        filename: upload.name,
        nameKey: Buffer.from(upload.name.normalize("NFC")),
        filePath: key,
        pathKey: Buffer.from(key),
        bytes: upload.bytes,
        mime: upload.declared,
        status: "pending",
        createdBy: actor.userId,
        createdAt: at,
        updatedAt: at,
      })
      .$returningId();
    if (!row) throw new Error("the pending picture got no id");
    return { id: row.id, key };
  });
}
