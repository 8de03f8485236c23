import type { Executor } from "../client";
import { insertRows } from "../insert-rows";
import { customerImageRefs, customerImages } from "../schema/customer-images";
import type { CustomerAlbums } from "./hang-customer-pictures";

/** The rows of the customers' pictures as the old system left them. */
export async function plantCustomerImages(tx: Executor, { rows, covers }: CustomerAlbums): Promise<void> {
  await insertRows(tx, customerImages, {}, rows);
  await tx
    .insert(customerImageRefs)
    .values(covers.map(({ imageId, customerId }) => ({ imageId, kind: "cover" as const, refId: customerId })));
}
