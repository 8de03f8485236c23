import "server-only";
import { createHash } from "node:crypto";
import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { customerImages } from "@/db/schema/customer-images";
import type { UserActor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { can } from "@/lib/access/can";
import { scopeOf } from "@/lib/access/scope";
import { lockCustomer } from "@/lib/customers/lock-customer";
import { AppError } from "@/lib/errors";
import { type DecodedImage, decodeImage } from "@/lib/images/decode-image";
import { receiveBody } from "@/lib/images/receive-body";
import { withReception } from "@/lib/images/reception";
import { agreedType, type UploadRequest } from "@/lib/images/upload-request";
import type { Runtime } from "@/lib/runtime";
import type { ObjectKey } from "@/lib/storage/object-key";
import type { CustomerImageDto } from "./customer-image-dto";
import { customerPlace, getCustomerImage } from "./queries";
import { type CustomerReservation, reserveCustomerImage } from "./reserve-customer-image";
import { smallPictureKey } from "./small-picture";

type Storing = Pick<Runtime, "db" | "clock" | "storage" | "env">;

/**
 * Takes one picture of a customer from its raw body to a kept, visible one: a pending row, the file under a key that was never
 * used, then ready (image-sync.md 2b). The same picture twice for one customer is refused, so that no duplicate begins here (D-32).
 * @throws AppError not_found for the customer; forbidden; invalid (413 for size, 422 at the field); rate_limited; conflict customerImageSame with the one that is there
 */
export async function storeCustomerImage(
  rt: Storing,
  actor: UserActor,
  customerId: number,
  upload: UploadRequest,
): Promise<CustomerImageDto> {
  const place = await customerPlace(rt.db, scopeOf(actor), customerId);
  if (!place) throw new AppError("not_found");
  if (!can(actor, "customer_image.write", place.path)) throw new AppError("forbidden");
  const reservation = await reserveCustomerImage(rt, actor, place, upload);
  try {
    return await withReception(() => receiveAndKeep(rt, actor, { ...reservation, customerId }, upload));
  } catch (error) {
    // What fails to be cleared here, because the database or the disk is gone, a scan finds as an upload that never ended.
    await discard(rt, reservation).catch((why) => console.error(`picture ${reservation.id} left pending:`, why));
    throw error;
  }
}

async function receiveAndKeep(
  rt: Storing,
  actor: UserActor,
  reservation: CustomerReservation & { customerId: number },
  upload: UploadRequest,
): Promise<CustomerImageDto> {
  const received = await receiveBody(upload.body, upload.bytes);
  const mime = agreedType(upload, received);
  const picture = await decodeImage(received, mime);
  const hashes = [picture.body, received].map((bytes) => createHash("sha256").update(bytes).digest());
  // Said before anything is written; what two uploads at once could slip past is asked again below.
  await refuseSame(rt.db, reservation, hashes);
  const { key } = reservation;
  await keep(rt, smallPictureKey(key), picture.thumb, "image/webp");
  await keep(rt, key, picture.body, mime);
  return publish(rt, actor, reservation, picture, hashes);
}

async function keep({ storage }: Storing, key: ObjectKey, body: Uint8Array, type: string): Promise<void> {
  if ((await storage.put(key, body, type)) === "exists") throw new Error(`key taken: ${key}`);
}

/** Pictures an old system brought are known by the bytes as they came, ours by the bytes as they were kept. */
async function refuseSame(
  db: Pick<Tx, "select">,
  { customerId }: { customerId: number },
  hashes: Buffer[],
): Promise<void> {
  const [same] = await db
    .select({ id: customerImages.id, name: customerImages.filename })
    .from(customerImages)
    .where(
      and(
        eq(customerImages.customerId, customerId),
        eq(customerImages.status, "ready"),
        isNull(customerImages.deletedAt),
        inArray(customerImages.sha256, hashes),
      ),
    )
    .limit(1);
  if (!same) return;
  const name = same.name.normalize("NFC");
  throw new AppError("conflict", { message: "customerImageSame", params: { name }, current: { id: same.id, name } });
}

/** The step that makes it visible: pending → ready, once, and only if nobody took it away meanwhile. */
async function publish(
  rt: Storing,
  actor: UserActor,
  { id, customerId }: CustomerReservation & { customerId: number },
  { body, width, height }: DecodedImage,
  hashes: Buffer[],
): Promise<CustomerImageDto> {
  const at = await rt.clock();
  const [sha256] = hashes;
  const bytes = body.byteLength;
  return retryDeadlocks(rt.db, async (tx) => {
    const { orgId } = await lockCustomer(tx, actor, customerId);
    await refuseSame(tx, { customerId }, hashes);
    const [done] = await tx
      .update(customerImages)
      .set({ status: "ready", sha256, bytes, width, height, ver: sql`${customerImages.ver} + 1`, updatedAt: at })
      .where(and(eq(customerImages.id, id), eq(customerImages.status, "pending"), isNull(customerImages.deletedAt)));
    if (done.affectedRows !== 1) throw new AppError("conflict", { message: "imageGone" });
    const after = { customerId, bytes, width, height, sha256: sha256?.toString("hex") };
    await writeAudit(tx, actor, at, {
      action: "customer_image.create",
      subject: `customer_image:${id}`,
      ...{ orgId, after },
    });
    return getCustomerImage(tx, { customerId, imageId: id });
  });
}

/** Clears a failed upload, unless it became visible after all: a lost connection may hide a commit that went through. */
async function discard(rt: Storing, { id, key }: CustomerReservation): Promise<void> {
  const isPending = and(eq(customerImages.id, id), eq(customerImages.status, "pending"));
  // Out of everybody's reach first; the row goes last, for it is what says whose files these are.
  const at = await rt.clock();
  await rt.db.update(customerImages).set({ deletedAt: at, updatedAt: at }).where(isPending);
  const [row] = await rt.db.select({ id: customerImages.id }).from(customerImages).where(isPending);
  if (!row) return;
  await rt.storage.quarantine(key);
  await rt.storage.quarantine(smallPictureKey(key));
  await rt.db.delete(customerImages).where(isPending);
}
