import type { ImageMime } from "@/db/enums";
import { AppError, invalid } from "@/lib/errors";
import { nameOfHeader } from "./image-name";
import { IMAGE_MAX_BYTES } from "./limits";
import { declaredImage, namedImage, sniffImage } from "./sniff-image";

/** An upload as its headers describe it; nothing of the body has been read. */
export type UploadRequest = {
  /** For display only. */
  name: string;
  declared: ImageMime;
  named: ImageMime;
  /** Bytes the sender says the body has. */
  bytes: number;
  body: ReadableStream<Uint8Array> | null;
};

/** 413: the one size answer, wherever it is noticed (S2-63). */
export const tooLarge = () =>
  new AppError("invalid", {
    status: 413,
    message: "imageTooLarge",
    issues: [{ path: ["image"], message: "imageTooLarge" }],
  });

function declaredBytes(headers: Headers): number {
  const length = headers.get("content-length");
  if (headers.has("transfer-encoding") || !length || !/^\d{1,15}$/.test(length))
    throw invalid("content-length", "imageLengthBad");
  const bytes = Number(length);
  if (bytes > IMAGE_MAX_BYTES) throw tooLarge();
  if (bytes === 0) throw invalid("image", "imageEmpty");
  return bytes;
}

/**
 * What an upload's headers say, or why they can't be accepted.
 * @throws AppError invalid at `content-length`, `x-filename`, `content-type` or `image`; status 413 for size
 */
export function uploadOf({ headers, body }: Pick<Request, "headers" | "body">): UploadRequest {
  const bytes = declaredBytes(headers);
  const name = nameOfHeader(headers.get("x-filename"));
  if (name === null) throw invalid("x-filename", "imageNameBad");
  const declared = declaredImage(headers.get("content-type"));
  if (!declared) throw invalid("content-type", "imageTypeNotAllowed");
  const named = namedImage(name);
  if (!named) throw invalid("x-filename", "imageTypeNotAllowed");
  return { name, declared, named, bytes, body };
}

const LABEL: Record<ImageMime, string> = { "image/jpeg": "JPG", "image/png": "PNG", "image/gif": "GIF" };

/**
 * The one type that name, declaration and first bytes agree on.
 * @throws AppError invalid at `image`: imageTypeMismatch
 */
export function agreedType(
  { declared, named }: Pick<UploadRequest, "declared" | "named">,
  body: Uint8Array,
): ImageMime {
  const found = sniffImage(body);
  if (found && found === declared && found === named) return found;
  throw invalid("image", "imageTypeMismatch", { actual: found ? LABEL[found] : "none" });
}
