import "server-only";
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import type { S3Client } from "@aws-sdk/client-s3";
import type { Ends, Found } from "./move-proven";
import type { Fingerprint } from "./quarantine-port";
import { isAbsentInS3, isConditionFailed, isConditionUnknown, type OpenedS3 } from "./s3-client";

/** What a bucket says of an object. */
export type S3Head = { bytes: number; modifiedAt: Date; etag: string };
export type S3Body = { bytes: number; etag: string; body: ReadableStream<Uint8Array> };

/** Null where there is no such object; anything else than that is thrown. */
export async function headOf(client: S3Client, Bucket: string, Key: string): Promise<S3Head | null> {
  const { HeadObjectCommand } = await import("@aws-sdk/client-s3");
  const found = await client.send(new HeadObjectCommand({ Bucket, Key })).catch(orNull);
  if (!found) return null;
  const { ContentLength: bytes, LastModified: modifiedAt, ETag: etag } = found;
  if (bytes === undefined || !modifiedAt || !etag) throw new Error("The bucket leaves out what an object is");
  return { bytes, modifiedAt, etag };
}

/** The bytes of an object as they come, or null where there is none. */
export async function bodyOf(client: S3Client, Bucket: string, Key: string): Promise<S3Body | null> {
  const { GetObjectCommand } = await import("@aws-sdk/client-s3");
  const found = await client.send(new GetObjectCommand({ Bucket, Key })).catch(orNull);
  if (!found) return null;
  const { ContentLength: bytes, ETag: etag, Body } = found;
  if (bytes === undefined || !etag || !(Body instanceof Readable)) throw new Error("The bucket leaves out an object");
  return { bytes, etag, body: Readable.toWeb(Body) as ReadableStream<Uint8Array> };
}

const orNull = (error: unknown): null => {
  if (isAbsentInS3(error)) return null;
  throw error;
};

/** Reads an object to its end and says what it is; an answer that breaks off is an error. */
export async function fingerprintIn(
  client: S3Client,
  bucket: string,
  name: string,
): Promise<(Fingerprint & { etag: string }) | null> {
  const found = await bodyOf(client, bucket, name);
  if (!found) return null;
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const piece of found.body) {
    bytes += piece.byteLength;
    hash.update(piece);
  }
  if (bytes !== found.bytes) throw new Error("The object broke off while it was read");
  return { bytes, sha256: hash.digest(), etag: found.etag };
}

/** How objects of a bucket are moved; see moveProven. */
export function s3Ends({ reader, writer }: OpenedS3, Bucket: string, expected: Fingerprint): Ends {
  return {
    async look(name) {
      const found = await fingerprintIn(reader, Bucket, name);
      if (!found) return null;
      const matches = found.bytes === expected.bytes && Buffer.from(found.sha256).equals(expected.sha256);
      return { id: `${found.etag} ${name}`, matches };
    },

    async copy(from, to, found) {
      const { CopyObjectCommand } = await import("@aws-sdk/client-s3");
      const CopySource = `${Bucket}/${from.split("/").map(encodeURIComponent).join("/")}`;
      const input = { Bucket, Key: to, CopySource, CopySourceIfMatch: etagOf(found) };
      // Stores that don't know the second condition had an empty place there a moment ago.
      await writer
        .send(new CopyObjectCommand({ ...input, IfNoneMatch: "*" }))
        .catch((error: unknown) => ifUnknown(error, () => writer.send(new CopyObjectCommand(input))));
    },

    async remove(name, found) {
      const { DeleteObjectCommand } = await import("@aws-sdk/client-s3");
      const IfMatch = etagOf(found);
      // Asked a moment before, because not every store knows the condition.
      if ((await headOf(reader, Bucket, name))?.etag !== IfMatch) return;
      const input = { Bucket, Key: name };
      await writer
        .send(new DeleteObjectCommand({ ...input, IfMatch }))
        .catch((error: unknown) => ifUnknown(error, () => writer.send(new DeleteObjectCommand(input))))
        .catch((error: unknown) => {
          if (!isConditionFailed(error) && !isAbsentInS3(error)) throw error;
        });
    },
  };
}

/** Tags hold no space. */
const etagOf = ({ id }: Found): string => id.slice(0, id.indexOf(" "));

/** Does it without the condition where the store said that it doesn't know it; it has done nothing then. */
export function ifUnknown<R>(error: unknown, without: () => Promise<R>): Promise<R> {
  if (isConditionUnknown(error)) return without();
  throw error;
}
