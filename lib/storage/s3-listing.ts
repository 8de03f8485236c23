import "server-only";
import type { ListObjectsV2CommandOutput, S3Client } from "@aws-sdk/client-s3";
import { parseObjectKey } from "./object-key";
import type { ListedPage } from "./port";

/** Names of the store itself: those a disk has for its own folders, so that one can be copied to the other. */
const OWN = /^(?:\.tmp|\.quarantine|_quarantine)\//;
/** Where to put what is set aside, and within it what the sweep takes out of sight. */
export const QUARANTINE = "_quarantine/";
export const SWEPT = `${QUARANTINE}swept/`;
/** A page may be empty although there is more; so many in a row are a store that doesn't get on. */
const MOST_EMPTY = 200;
const MOST_KEYS = 1_000;
/** No name of the store's own begins with it: one listing step leads behind all of them. */
const HIGHEST = "\u{10ffff}";

/**
 * One page of a bucket. Whatever can't be a true listing is an error: an answer with something missing, names out of byte
 * order or twice (directory buckets list in no order at all), names that weren't asked for, a listing that never ends.
 */
export async function listS3Page(
  client: S3Client,
  Bucket: string,
  { prefix, after, limit }: { prefix: string; after: string | null; limit: number },
): Promise<ListedPage> {
  const { ListObjectsV2Command } = await import("@aws-sdk/client-s3");
  let token: string | undefined;
  for (let turn = 0; turn < MOST_EMPTY; turn++) {
    const from = token ? { ContinuationToken: token } : after ? { StartAfter: after } : {};
    const input = { Bucket, MaxKeys: Math.min(limit, MOST_KEYS), EncodingType: "url" as const, ...from };
    const answer = await client.send(new ListObjectsV2Command({ ...input, ...(prefix && { Prefix: prefix }) }));
    const page = pageOf(answer, prefix, after);
    // Without a name there is no place to go on from: only the token of this very answer leads on.
    if (page.next !== "") return page;
    token = answer.NextContinuationToken;
    if (!token) throw new ListingProblem("says there is more and not where");
  }
  throw new ListingProblem("gives empty pages without end");
}

/** Why a listing isn't one. */
class ListingProblem extends Error {
  constructor(why: string) {
    super(`The listing of the bucket ${why}`);
    this.name = "ListingProblem";
  }
}

/** What an answer says; `next` "" = there is more, but no name to go on from. */
function pageOf(answer: ListObjectsV2CommandOutput, prefix: string, after: string | null): ListedPage {
  const { Contents = [], KeyCount, IsTruncated } = answer;
  if (IsTruncated === undefined) throw new ListingProblem("doesn't say whether there is more");
  if (KeyCount !== undefined && KeyCount !== Contents.length) throw new ListingProblem("holds other than it counts");
  const objects: ListedPage["objects"] = [];
  let skipped = 0;
  let last = after ?? "";
  for (const { Key, Size, LastModified } of Contents) {
    if (Key === undefined || Size === undefined || !LastModified) throw new ListingProblem("leaves something out");
    const name = answer.EncodingType === "url" ? decodeURIComponent(Key.replaceAll("+", " ")) : Key;
    if (Buffer.compare(Buffer.from(name), Buffer.from(last)) <= 0) throw new ListingProblem("is out of order");
    if (!name.startsWith(prefix)) throw new ListingProblem("names what wasn't asked for");
    last = name;
    if (OWN.test(name)) continue;
    const key = parseObjectKey(name);
    if (key) objects.push({ key, bytes: Size, modifiedAt: LastModified });
    else skipped++;
  }
  if (!IsTruncated) return { objects, skipped, next: null };
  const own = OWN.exec(last)?.[0];
  return { objects, skipped, next: Contents.length === 0 ? "" : own ? `${own}${HIGHEST}` : last };
}
