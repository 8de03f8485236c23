import "server-only";
import { createHash } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import { images } from "@/db/schema/images";
import type { UserActor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { mayEver } from "@/lib/access/can";
import { AppError } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { type ObjectKey, thumbKeyOf } from "@/lib/storage/object-key";
import { type DecodedImage, decodeImage } from "./decode-image";
import { quarantineImage } from "./quarantine-image";
import { receiveBody } from "./receive-body";
import { withReception } from "./reception";
import { type Reservation, reserveImage } from "./reserve-image";
import { agreedType, type UploadRequest } from "./upload-request";

export type StoredImageDto = {
  key: ObjectKey;
  width: number;
  height: number;
  /** Of the kept picture; `receivedBytes` is what was sent. */
  bytes: number;
  receivedBytes: number;
  sha256: string;
};

type Storing = Pick<Runtime, "db" | "clock" | "storage">;

/**
 * Takes one uploaded image from its raw body to a kept, visible picture. Until the last step nobody sees anything
 * of it; whatever goes wrong before leaves at most a pending row and hidden files, which sweepImages removes.
 * @throws AppError forbidden; invalid (413 for size, 422 at the field); rate_limited; conflict where it took so long that it was swept (S2-63, UP-01…UP-05)
 */
export async function storeImage(rt: Storing, actor: UserActor, upload: UploadRequest): Promise<StoredImageDto> {
  if (!mayEver(actor, "image.write")) throw new AppError("forbidden");
  const reservation = await reserveImage(rt, actor, upload);
  try {
    return await withReception(() => receiveAndKeep(rt, actor, reservation, upload));
  } catch (error) {
    // What fails to be cleared here, because the database or the disk is gone, is cleared by the sweep.
    await discard(rt, reservation).catch((why) => console.error(`image ${reservation.id} left for the sweep:`, why));
    throw error;
  }
}

async function receiveAndKeep(rt: Storing, actor: UserActor, { id, key }: Reservation, upload: UploadRequest) {
  const received = await receiveBody(upload.body, upload.bytes);
  const mime = agreedType(upload, received);
  const picture = await decodeImage(received, mime);
  const sha256 = createHash("sha256").update(picture.body).digest();
  await keep(rt, thumbKeyOf(key), picture.thumb, "image/webp");
  await keep(rt, key, picture.body, mime);
  await publish(rt, actor, id, picture, sha256);
  const { width, height } = picture;
  const bytes = picture.body.byteLength;
  return { key, width, height, bytes, receivedBytes: upload.bytes, sha256: sha256.toString("hex") };
}

async function keep({ storage }: Storing, key: ObjectKey, body: Uint8Array, type: string): Promise<void> {
  if ((await storage.put(key, body, type)) === "exists") throw new Error(`key taken: ${key}`);
}

/** The step that makes it visible: pending → ready, once, and only if nobody swept it meanwhile. */
async function publish(
  rt: Storing,
  actor: UserActor,
  id: number,
  { body, width, height, frames }: DecodedImage,
  sha256: Buffer,
): Promise<void> {
  const at = await rt.clock();
  await rt.db.transaction(async (tx) => {
    const bytes = body.byteLength;
    const [done] = await tx
      .update(images)
      .set({ status: "ready", sha256, bytes, width, height, frames, unusedSince: at, ver: sql`${images.ver} + 1` })
      .where(and(eq(images.id, id), eq(images.status, "pending")));
    if (done.affectedRows !== 1) throw new AppError("conflict", { message: "imageGone" });
    const after = { bytes, width, height, frames, sha256: sha256.toString("hex") };
    await writeAudit(tx, actor, at, { action: "image.create", subject: `image:${id}`, after });
  });
}

/** Clears a failed upload, unless it became visible after all: a lost connection may hide a commit that went through. */
async function discard(rt: Storing, reservation: Reservation): Promise<void> {
  const unusedSince = await rt.clock();
  const row = eq(images.id, reservation.id);
  await rt.db
    .update(images)
    .set({ status: "quarantined", unusedSince })
    .where(and(row, eq(images.status, "pending")));
  const [now] = await rt.db.select({ status: images.status }).from(images).where(row);
  if (now?.status !== "ready") await quarantineImage(rt, reservation);
}
