import "server-only";
import { createHash } from "node:crypto";
import * as z from "zod";
import { imageTypeOf } from "./image-type";
import { IrisException } from "./sandbox-answer";

const MB = 1024 * 1024;
const MAX = { metadata: 64 * 1024, images: 8, image: 20 * MB, total: 30 * MB };
const TYPES = ["image/png", "image/jpeg", "image/webp", "image/gif"];

const Manifest = z.object({
  type: z.enum(["image", "image_multiple"]).default("image"),
  room: z.string(),
  images: z.array(
    z.object({
      index: z.int(),
      sha256Hex: z.string().regex(/^[0-9a-f]{64}$/),
      byteLength: z.int().positive(),
      contentType: z.string(),
    }),
  ),
});
export type Manifest = z.output<typeof Manifest>;
type Part = { name: string; isFile: boolean; type: string; data: Buffer };

const bad = (message: string, status = 400) => new IrisException(message, status);

/** @throws IrisException 400 where the body isn't what its boundary says */
export function partsOf(contentType: string, body: Buffer): Part[] {
  const boundary = /boundary="?([^";]{1,70})"?/i.exec(contentType)?.[1];
  if (!boundary) throw bad("missing boundary");
  const line = Buffer.from(`\r\n--${boundary}`);
  const parts: Part[] = [];
  let at = body.subarray(0, line.length - 2).equals(line.subarray(2)) ? line.length - 2 : -1;
  while (at >= 0 && body.subarray(at, at + 2).toString() === "\r\n") {
    const headEnd = body.indexOf("\r\n\r\n", at);
    const end = headEnd < 0 ? -1 : body.indexOf(line, headEnd + 2);
    if (end < 0) throw bad("unexpected end of the body");
    parts.push(partOf(body.subarray(at + 2, headEnd).toString("utf8"), body.subarray(headEnd + 4, end)));
    at = end + line.length;
  }
  if (at < 0 || body.subarray(at, at + 2).toString() !== "--") throw bad("unexpected end of the body");
  return parts;
}

function partOf(head: string, data: Buffer): Part {
  const header = (name: string) => new RegExp(`^${name}:\\s*(.*)$`, "im").exec(head)?.[1]?.trim() ?? "";
  const disposition = header("content-disposition");
  return {
    name: /[; ]name="([^"]*)"/i.exec(disposition)?.[1] ?? "",
    isFile: /[; ]filename=/i.test(disposition),
    type: header("content-type").split(";")[0]!.trim().toLowerCase(),
    data,
  };
}

/**
 * The metadata part is checked against the signature before anything else of the body is looked at.
 * @throws IrisException 400, 413, or what `after` throws
 */
export function readManifest(parts: readonly Part[], after: (metadata: Buffer) => void): Manifest {
  const [first] = parts;
  if (first?.name !== "metadata" || first.isFile) throw bad("metadata part must precede image parts");
  if (first.data.byteLength > MAX.metadata) throw bad("metadata part too large", 413);
  after(first.data);
  let manifest: Manifest;
  try {
    manifest = Manifest.parse(JSON.parse(first.data.toString("utf8")));
  } catch {
    throw bad("invalid metadata part");
  }
  const { images, type } = manifest;
  if (images.length === 0) throw bad("no image data provided");
  if (images.length > MAX.images) throw bad("too many images");
  if (type === "image" && images.length !== 1) throw bad("single image reply requires exactly one image");
  if (images.some(({ index }, i) => index !== i)) throw bad("metadata images must be ordered by index");
  if (images.some(({ byteLength }) => byteLength > MAX.image)) throw bad("payload exceeds size limit");
  if (images.reduce((sum, { byteLength }) => sum + byteLength, 0) > MAX.total)
    throw bad("payload exceeds total size limit");
  if (images.some(({ contentType }) => !TYPES.includes(contentType))) throw bad("image contentType is not allowed");
  return manifest;
}

/** The images, each one what the manifest says of it. @throws IrisException 400 */
export function readImages({ images }: Manifest, parts: readonly Part[]): Buffer[] {
  const files = parts.slice(1);
  if (files.some(({ name, isFile }) => name !== "image" || !isFile)) throw bad("unsupported multipart part");
  if (files.length > images.length) throw bad("unexpected extra image part");
  if (files.length < images.length) throw bad("missing image part");
  return images.map(({ sha256Hex, byteLength, contentType }, i) => {
    const { data, type } = files[i]!;
    if (type !== contentType) throw bad("unexpected image content type");
    if (data.byteLength !== byteLength) throw bad("image length mismatch");
    if (createHash("sha256").update(data).digest("hex") !== sha256Hex) throw bad("image digest mismatch");
    if (imageTypeOf(data) !== contentType) throw bad("unknown or mismatched image format");
    return data;
  });
}
