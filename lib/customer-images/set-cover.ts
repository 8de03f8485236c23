import "server-only";
import { and, eq } from "drizzle-orm";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { customerImageRefs } from "@/db/schema/customer-images";
import type { UserActor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { can } from "@/lib/access/can";
import { lockCustomer } from "@/lib/customers/lock-customer";
import { AppError, invalid } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import type { CustomerImageDto } from "./customer-image-dto";
import { getCustomerImage } from "./queries";
import type { OneCustomerImage } from "./schema";

/**
 * Makes a picture the one its customer is shown with, or takes that from it. There is one at most.
 * @throws AppError not_found; forbidden; invalid at `image` where its file is gone
 */
export async function setCover(
  rt: Pick<Runtime, "db" | "clock">,
  actor: UserActor,
  { id: customerId, imageId, isCover }: OneCustomerImage & { isCover: boolean },
): Promise<CustomerImageDto> {
  const at = await rt.clock();
  return retryDeadlocks(rt.db, async (tx) => {
    // The customer's row is what all who change the cover wait for.
    const { orgId, path } = await lockCustomer(tx, actor, customerId);
    if (!can(actor, "customer_image.write", path)) throw new AppError("forbidden");
    const image = await getCustomerImage(tx, { customerId, imageId });
    if (image.isCover === isCover) return image;
    if (isCover && !image.isReadable) throw invalid("image", "customerImageFileGone");
    const ofCustomer = and(eq(customerImageRefs.kind, "cover"), eq(customerImageRefs.refId, customerId));
    await tx.delete(customerImageRefs).where(ofCustomer);
    if (isCover) await tx.insert(customerImageRefs).values({ imageId, kind: "cover", refId: customerId });
    await writeAudit(tx, actor, at, {
      action: "customer_image.cover",
      subject: `customer_image:${imageId}`,
      orgId,
      after: { customerId, isCover },
    });
    return getCustomerImage(tx, { customerId, imageId });
  });
}
