import "server-only";
import { createHash } from "node:crypto";

/** All bytes of a stream. */
export async function bytesOf(body: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of body as unknown as AsyncIterable<Uint8Array>) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** How many bytes a stream has, and their SHA-256. */
export async function fingerprintOf(body: ReadableStream<Uint8Array>): Promise<{ bytes: number; sha256: Buffer }> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const piece of body as unknown as AsyncIterable<Uint8Array>) {
    hash.update(piece);
    bytes += piece.byteLength;
  }
  return { bytes, sha256: hash.digest() };
}
