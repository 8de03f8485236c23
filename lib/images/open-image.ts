import "server-only";
import type { UserActor } from "@/lib/access/actor";
import { can } from "@/lib/access/can";
import { scopeOf } from "@/lib/access/scope";
import { AppError } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { thumbKeyOf } from "@/lib/storage/object-key";
import { contentDisposition } from "./image-name";
import { imagesByKeys } from "./queries";
import type { ImageAddress } from "./schema";

export type OpenedImage = { body: ReadableStream<Uint8Array> | null; headers: Record<string, string> };

/** What keeps a picture a picture in every browser (security.md §1b Serving). */
const SAFE_HEADERS = {
  "X-Content-Type-Options": "nosniff",
  "Content-Security-Policy": "default-src 'none'; sandbox",
  "Cross-Origin-Resource-Policy": "same-origin",
  // Asked again every time, so that losing access acts on the next look; unchanged pictures cost one 304.
  "Cache-Control": "private, no-cache",
  Vary: "Cookie, Authorization",
};

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
  if (knownTag?.split(/\s*,\s*/).some((known) => known.replace(/^W\//, "") === tag)) return { body: null, headers };
  const object = await rt.storage.read(thumb ? thumbKeyOf(key) : key);
  if (!object) {
    console.error(`image ${image.id} is ready but its ${thumb ? "small picture" : "file"} is missing`);
    throw new AppError("not_found");
  }
  return { body: object.body, headers: { ...headers, "Content-Length": String(object.bytes) } };
}
