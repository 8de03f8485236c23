import "server-only";
import { randomUUID } from "node:crypto";
import { sha256Hex } from "./iris-signature";
import type { ImageBytes } from "./port";

export type ImageForm = { body: Buffer; contentType: string; metadataSha256: string };

/** Images as the signed dialect takes them: the manifest first, which alone is signed, then the images in its order. */
export function imageForm(roomId: string, images: readonly ImageBytes[]): ImageForm {
  const metadata = JSON.stringify({
    type: images.length === 1 ? "image" : "image_multiple",
    room: roomId,
    images: images.map(({ bytes, mime }, index) => ({
      index,
      sha256Hex: sha256Hex(bytes),
      byteLength: bytes.byteLength,
      contentType: mime,
    })),
  });
  const boundary = `dochak-${randomUUID()}`;
  const part = (disposition: string, type: string, data: Uint8Array): Uint8Array[] => [
    Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\nContent-Type: ${type}\r\n\r\n`),
    data,
    Buffer.from("\r\n"),
  ];
  const body = Buffer.concat([
    ...part('name="metadata"', "application/json; charset=utf-8", Buffer.from(metadata)),
    ...images.flatMap(({ bytes, mime }, index) => part(`name="image"; filename="${index}"`, mime, bytes)),
    Buffer.from(`--${boundary}--\r\n`),
  ]);
  return { body, contentType: `multipart/form-data; boundary=${boundary}`, metadataSha256: sha256Hex(metadata) };
}
