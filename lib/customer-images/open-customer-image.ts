import "server-only";
import { and, eq } from "drizzle-orm";
import { customerImages } from "@/db/schema/customer-images";
import type { UserActor } from "@/lib/access/actor";
import { can } from "@/lib/access/can";
import { scopeOf } from "@/lib/access/scope";
import { AppError } from "@/lib/errors";
import { contentDisposition, displayName } from "@/lib/images/image-name";
import type { OpenedImage } from "@/lib/images/open-image";
import { isKnown, SAFE_HEADERS } from "@/lib/images/safe-headers";
import type { Runtime } from "@/lib/runtime";
import { keyOfPath } from "./image-keys";
import { customerPlace, stands } from "./queries";
import type { CustomerImageAddress } from "./schema";
import { smallPicture } from "./small-picture";
import { sniffStream } from "./sniff-stream";

/**
 * A customer's picture or its small one, for whoever may see the customer. What the bytes are is asked of the bytes: an old row may
 * say anything. Foreign, absent, deleted, without its file and no picture at all are one and the same 404.
 * @throws AppError not_found
 */
export async function openCustomerImage(
  rt: Pick<Runtime, "db" | "storage" | "env">,
  actor: UserActor,
  { id, imageId, thumb }: CustomerImageAddress,
  knownTag: string | null = null,
): Promise<OpenedImage> {
  const place = await customerPlace(rt.db, scopeOf(actor), id);
  if (!place || !can(actor, "customer_image.read", place.path)) throw new AppError("not_found");
  const [row] = await rt.db
    .select({ name: customerImages.filename, filePath: customerImages.filePath })
    .from(customerImages)
    .where(and(eq(customerImages.id, imageId), eq(customerImages.customerId, id), stands()));
  const key = row ? keyOfPath(rt.env.CUSTOMER_IMAGE_PREFIX, row.filePath) : null;
  const there = key && (await rt.storage.head(key));
  if (!row || !key || !there) throw new AppError("not_found");
  const tag = `"${imageId}-${there.bytes}-${there.modifiedAt.getTime()}${thumb ? "-t" : ""}"`;
  const name = displayName(row.name);
  if (isKnown(knownTag, tag)) return { body: null, headers: { ...SAFE_HEADERS, ETag: tag } };
  const opened = thumb ? await small(rt, key, name) : await whole(rt, key, name);
  if (!opened) throw new AppError("not_found");
  return { body: opened.body, headers: { ...SAFE_HEADERS, ETag: tag, ...opened.headers } };
}

const facts = (type: string, name: string, bytes: number) => ({
  "Content-Type": type,
  "Content-Disposition": contentDisposition(name),
  "Content-Length": String(bytes),
});

async function whole({ storage }: Pick<Runtime, "storage">, key: Parameters<typeof storage.read>[0], name: string) {
  const object = await storage.read(key);
  const sniffed = object && (await sniffStream(object.body));
  return sniffed && object && { body: sniffed.body, headers: facts(sniffed.type, name, object.bytes) };
}

async function small(rt: Pick<Runtime, "storage">, key: Parameters<typeof smallPicture>[1], name: string) {
  const bytes = await smallPicture(rt, key);
  if (!bytes) return null;
  const body = new Response(Uint8Array.from(bytes)).body;
  return { body, headers: facts("image/webp", name.replace(/\.\w+$/, ".webp"), bytes.byteLength) };
}
