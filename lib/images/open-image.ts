import "server-only";
import type { UserActor } from "@/lib/access/actor";
import { can } from "@/lib/access/can";
import { scopeOf } from "@/lib/access/scope";
import { AppError } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { thumbKeyOf } from "@/lib/storage/object-key";
import { contentDisposition } from "./image-name";
import { imagesByKeys } from "./queries";
import { isKnown, SAFE_HEADERS } from "./safe-headers";
import type { ImageAddress } from "./schema";

export type OpenedImage = { body: ReadableStream<Uint8Array> | null; headers: Record<string, string> };

/**
 * A kept image or its small picture, for whoever may see it (rulings 27). `body` is null where `knownTag` says that
 * the caller has it already. Foreign, absent, pending and swept are one and the same 404.
 * @throws AppError not_found
 */
export async function openImage(
  rt: Pick<Runtime, "db" | "storage">,
  actor: UserActor,
  { key, thumb }: ImageAddress,
  knownTag: string | null = null,
): Promise<OpenedImage> {
  const [image] = await imagesByKeys(rt.db, scopeOf(actor), [key]);
  if (!image || !can(actor, "image.read", actor.org.path)) throw new AppError("not_found");
  const tag = `"${image.sha256.slice(0, 32)}${thumb ? "-t" : ""}"`;
  const type = thumb ? "image/webp" : image.mime;
  const name = thumb ? image.name.replace(/\.\w+$/, ".webp") : image.name;
  const headers = { ...SAFE_HEADERS, ETag: tag, "Content-Type": type, "Content-Disposition": contentDisposition(name) };
  if (isKnown(knownTag, tag)) return { body: null, headers };
  const object = await rt.storage.read(thumb ? thumbKeyOf(key) : key);
  if (!object) {
    console.error(`image ${image.id} is ready but its ${thumb ? "small picture" : "file"} is missing`);
    throw new AppError("not_found");
  }
  return { body: object.body, headers: { ...headers, "Content-Length": String(object.bytes) } };
}
