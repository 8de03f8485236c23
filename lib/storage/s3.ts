import "server-only";
import { randomUUID } from "node:crypto";
import { moveProven } from "./move-proven";
import { type ObjectKey, parseObjectKey } from "./object-key";
import type { Storage } from "./port";
import { isConditionFailed, lazyS3, type S3Settings, statusOf } from "./s3-client";
import { listS3Page, SWEPT } from "./s3-listing";
import { bodyOf, fingerprintIn, headOf, ifUnknown, s3Ends } from "./s3-objects";

const PAGE = 1_000;
/** A bucket that was there is believed to be for so long. */
const BUCKET_MS = 10_000;

/**
 * The storage port on a bucket of S3 or what speaks like it. Amazon itself never overwrites (`If-None-Match: *`); a store that
 * ignores the condition is asked first, and puts of one key follow one another in this process: two processes never put the
 * same key, because keys are made of fresh random bits.
 */
export function createS3(settings: S3Settings): Storage {
  const s3 = lazyS3(settings);
  const Bucket = settings.bucket;
  const puts = new Map<string, Promise<unknown>>();
  let bucketSeenMs = Number.NEGATIVE_INFINITY;

  const named = (key: ObjectKey): string => {
    if (parseObjectKey(key) === null) throw new Error("Not a key of this store");
    return key;
  };

  /** A head answers 404 for a bucket that isn't there, too: absence is only proven in one that is. */
  async function nothingThere(): Promise<null> {
    if (performance.now() - bucketSeenMs < BUCKET_MS) return null;
    const { HeadBucketCommand } = await import("@aws-sdk/client-s3");
    await (await s3()).reader.send(new HeadBucketCommand({ Bucket }));
    bucketSeenMs = performance.now();
    return null;
  }

  async function putNew(key: ObjectKey, body: Uint8Array, type: string): Promise<"stored" | "exists"> {
    const { PutObjectCommand } = await import("@aws-sdk/client-s3");
    const { reader, writer } = await s3();
    if (await headOf(reader, Bucket, key)) return "exists";
    const input = { Bucket, Key: key, Body: body, ContentType: type };
    try {
      await writer
        .send(new PutObjectCommand({ ...input, IfNoneMatch: "*" }))
        .catch((error: unknown) => ifUnknown(error, () => writer.send(new PutObjectCommand(input))));
      return "stored";
    } catch (error) {
      // 409: somebody else is just putting it.
      if (isConditionFailed(error) || (statusOf(error) === 409 && (await headOf(reader, Bucket, key)))) return "exists";
      throw error;
    }
  }

  const listPage: Storage["listPage"] = async (prefix, after, limit) =>
    listS3Page((await s3()).reader, Bucket, { prefix, after, limit });

  return {
    put(key, body, type) {
      const name = named(key);
      const turn = (puts.get(name) ?? Promise.resolve()).then(
        () => putNew(key, body, type),
        () => putNew(key, body, type),
      );
      puts.set(name, turn);
      const end = () => {
        if (puts.get(name) === turn) puts.delete(name);
      };
      turn.then(end, end);
      return turn;
    },

    async read(key) {
      const found = await bodyOf((await s3()).reader, Bucket, named(key));
      return found ? { bytes: found.bytes, body: found.body } : nothingThere();
    },

    async head(key) {
      const found = await headOf((await s3()).reader, Bucket, named(key));
      return found ? { key, bytes: found.bytes, modifiedAt: found.modifiedAt } : nothingThere();
    },

    listPage,

    async *list(prefix) {
      for (let after: string | null = null; ; ) {
        const page = await listPage(prefix, after, PAGE);
        yield* page.objects;
        if (page.next === null) return;
        after = page.next;
      }
    },

    async quarantine(key) {
      const opened = await s3();
      const found = await fingerprintIn(opened.reader, Bucket, named(key));
      if (!found) return false;
      const moved = await moveProven(s3Ends(opened, Bucket, found), key, SWEPT + key);
      if (moved === "taken") throw new Error("Other bytes were taken out of sight under this key before");
      return moved === "moved";
    },

    async isWritable() {
      const { DeleteObjectCommand, PutObjectCommand } = await import("@aws-sdk/client-s3");
      const Key = `.tmp/${randomUUID()}`;
      try {
        const { writer } = await s3();
        await writer.send(new PutObjectCommand({ Bucket, Key, Body: new Uint8Array(1) }));
        await writer.send(new DeleteObjectCommand({ Bucket, Key }));
        return true;
      } catch {
        return false;
      }
    },
  };
}
