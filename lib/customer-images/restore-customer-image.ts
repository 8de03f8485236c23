import "server-only";
import { and, eq, isNotNull, sql } from "drizzle-orm";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { customerImages } from "@/db/schema/customer-images";
import type { UserActor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { can } from "@/lib/access/can";
import { lockCustomer } from "@/lib/customers/lock-customer";
import { AppError } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { DAY_MS } from "@/lib/time/kst";
import { bringFileBack } from "./bring-file-back";
import type { CustomerImageDto } from "./customer-image-dto";
import { getCustomerImage } from "./queries";
import type { OneCustomerImage } from "./schema";

/** Deleted pictures come back for so long (product.md 13). */
export const RESTORE_DAYS = 30;

/**
 * Brings a deleted picture back, its file too where that was set aside already.
 * @throws AppError not_found, also after 30 days; forbidden; conflict customerImageFileGone where no file is found any more
 */
export async function restoreCustomerImage(
  rt: Pick<Runtime, "db" | "clock" | "storage" | "quarantine" | "env">,
  actor: UserActor,
  { id: customerId, imageId }: OneCustomerImage,
): Promise<CustomerImageDto> {
  const at = await rt.clock();
  const ofImage = and(
    eq(customerImages.id, imageId),
    eq(customerImages.customerId, customerId),
    eq(customerImages.status, "ready"),
    isNotNull(customerImages.deletedAt),
  );
  const lockRow = async (tx: Parameters<Parameters<typeof rt.db.transaction>[0]>[0]) => {
    const { orgId, path } = await lockCustomer(tx, actor, customerId);
    const [row] = await tx.select().from(customerImages).where(ofImage).for("update");
    if (!row?.deletedAt || at.getTime() - row.deletedAt.getTime() > RESTORE_DAYS * DAY_MS)
      throw new AppError("not_found");
    if (!can(actor, "customer_image.write", path)) throw new AppError("forbidden");
    return { row, orgId };
  };
  // Claimed again before it moves: dying in between leaves a file that has its row, and the sweep begins anew.
  await retryDeadlocks(rt.db, async (tx) => {
    await lockRow(tx);
    await tx.update(customerImages).set({ setAsideAt: null }).where(ofImage);
  });
  return retryDeadlocks(rt.db, async (tx) => {
    const { row, orgId } = await lockRow(tx);
    // Repeatable, so an attempt the database undid does no harm. The sweep waits for the row meanwhile.
    if (!(await bringFileBack(rt, tx, row))) throw new AppError("conflict", { message: "customerImageFileGone" });
    await tx
      .update(customerImages)
      .set({ deletedAt: null, setAsideAt: null, updatedAt: at, ver: sql`${customerImages.ver} + 1` })
      .where(ofImage);
    await writeAudit(tx, actor, at, {
      action: "customer_image.restore",
      subject: `customer_image:${imageId}`,
      orgId,
      after: { customerId },
    });
    return getCustomerImage(tx, { customerId, imageId });
  });
}
