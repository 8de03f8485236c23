import "server-only";
import { and, eq, ne, sql } from "drizzle-orm";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { customerImageRefs, customerImages } from "@/db/schema/customer-images";
import type { UserActor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { can } from "@/lib/access/can";
import { lockCustomer } from "@/lib/customers/lock-customer";
import { AppError } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { getCustomerImage } from "./queries";
import type { OneCustomerImage } from "./schema";

/**
 * Takes a picture out of sight. Its row says so in one transaction and keeps its claim on the file; the file itself is set aside by
 * `sweepDeletedImages`, which may be repeated (D-33). The customer's cover may go, what a schedule or message uses may not.
 * @throws AppError not_found; forbidden; conflict imageInUse
 */
export async function deleteCustomerImage(
  rt: Pick<Runtime, "db" | "clock">,
  actor: UserActor,
  { id: customerId, imageId }: OneCustomerImage,
): Promise<void> {
  const at = await rt.clock();
  await retryDeadlocks(rt.db, async (tx) => {
    const { orgId, path } = await lockCustomer(tx, actor, customerId);
    if (!can(actor, "customer_image.write", path)) throw new AppError("forbidden");
    const image = await getCustomerImage(tx, { customerId, imageId });
    // The row itself, so that nobody begins to use it meanwhile.
    await tx.select({ id: customerImages.id }).from(customerImages).where(eq(customerImages.id, imageId)).for("update");
    const [use] = await tx
      .select({ kind: customerImageRefs.kind })
      .from(customerImageRefs)
      .where(and(eq(customerImageRefs.imageId, imageId), ne(customerImageRefs.kind, "cover")))
      .limit(1);
    if (use) throw new AppError("conflict", { message: "imageInUse" });
    await tx
      .update(customerImages)
      .set({ deletedAt: at, setAsideAt: null, updatedAt: at, ver: sql`${customerImages.ver} + 1` })
      .where(eq(customerImages.id, imageId));
    const { bytes, sha256, isCover } = image;
    await writeAudit(tx, actor, at, {
      action: "customer_image.delete",
      subject: `customer_image:${imageId}`,
      orgId,
      before: { customerId, bytes, sha256, isCover },
    });
  });
}
