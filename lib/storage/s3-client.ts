import "server-only";
import type { S3Client } from "@aws-sdk/client-s3";

export type S3Settings = {
  /** S3_BUCKET */
  bucket: string;
  /** AWS_REGION */
  region: string;
  /** S3_ENDPOINT, where it isn't Amazon's own. */
  endpoint?: string | undefined;
  /** Only for stand-ins; otherwise the SDK finds them itself. */
  credentials?: { accessKeyId: string; secretAccessKey: string };
  /** How long one call and one silence within it may take; shorter in tests. */
  callMs?: number;
};

/** `reader` asks again when a call fails; what changes the store is told once, by `writer`, and who tells decides what then. */
export type OpenedS3 = { reader: S3Client; writer: S3Client };

const CONNECT_MS = 5_000;
const CALL_MS = 30_000;
const READ_TRIES = 3;

/** The two clients of a bucket. The SDK is loaded when first asked for: an installation on its own disk never needs it. */
export function lazyS3(settings: S3Settings): () => Promise<OpenedS3> {
  let opened: Promise<OpenedS3> | null = null;
  return () => {
    opened ??= openS3(settings);
    return opened;
  };
}

async function openS3({ region, endpoint, credentials, callMs = CALL_MS }: S3Settings): Promise<OpenedS3> {
  const { S3Client: Client } = await import("@aws-sdk/client-s3");
  const open = (maxAttempts: number) =>
    new Client({
      ...{ region, maxAttempts },
      requestHandler: {
        connectionTimeout: Math.min(CONNECT_MS, callMs),
        ...{ requestTimeout: callMs, socketTimeout: callMs },
        // Without this word the SDK only warns.
        throwOnRequestTimeout: true,
      },
      // Names of buckets are hosts at Amazon's, and paths everywhere else.
      ...(endpoint && { endpoint, forcePathStyle: true }),
      ...(credentials && { credentials }),
    });
  return { reader: open(READ_TRIES), writer: open(1) };
}

/** HTTP status of a refusal, or null where there was no answer. */
export function statusOf(error: unknown): number | null {
  const { $metadata } = (error ?? {}) as { $metadata?: { httpStatusCode?: number } };
  return $metadata?.httpStatusCode ?? null;
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : "");

/** There is no such object. That the bucket isn't there either is another matter. */
export const isAbsentInS3 = (error: unknown): boolean => statusOf(error) === 404 && nameOf(error) !== "NoSuchBucket";

/** The condition of a conditional write didn't hold. */
export const isConditionFailed = (error: unknown): boolean => statusOf(error) === 412;

/** The store doesn't know the condition and did nothing. */
export const isConditionUnknown = (error: unknown): boolean =>
  statusOf(error) === 501 || nameOf(error) === "NotImplemented";
