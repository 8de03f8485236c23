import "server-only";
import { type Ends, moveAside, moveBack } from "./move-proven";
import { type ObjectKey, parseObjectKey } from "./object-key";
import { type Place, parsePlace, type Quarantine } from "./quarantine-port";
import { lazyS3, type S3Settings } from "./s3-client";
import { QUARANTINE } from "./s3-listing";
import { bodyOf, headOf, s3Ends } from "./s3-objects";

/**
 * The quarantine port in the same bucket as the store itself. A move is a copy, read back to its end, and then the original
 * taken away. `afterEffect`: for tests that die in between.
 */
export function createS3Quarantine(settings: S3Settings, afterEffect?: Ends["afterEffect"]): Quarantine {
  const s3 = lazyS3(settings);
  const Bucket = settings.bucket;

  const named = (key: ObjectKey): string => {
    if (parseObjectKey(key) === null) throw new Error("Not a key of this store");
    return key;
  };
  const placed = (place: Place): string => {
    if (parsePlace(place) === null) throw new Error("Not a place in quarantine");
    return QUARANTINE + place;
  };
  const endsFor = async (expected: Parameters<typeof s3Ends>[2]): Promise<Ends> => ({
    ...s3Ends(await s3(), Bucket, expected),
    ...(afterEffect && { afterEffect }),
  });

  return {
    setAside: async (key, place, expected) => moveAside(await endsFor(expected), named(key), placed(place), place),
    bringBack: async (key, place, expected) => moveBack(await endsFor(expected), placed(place), named(key), place),

    async head(place) {
      const found = await headOf((await s3()).reader, Bucket, placed(place));
      return found && { bytes: found.bytes, modifiedAt: found.modifiedAt };
    },

    async read(place) {
      const found = await bodyOf((await s3()).reader, Bucket, placed(place));
      return found && { bytes: found.bytes, body: found.body };
    },

    async destroy(place) {
      const name = placed(place);
      const { reader, writer } = await s3();
      if (!(await headOf(reader, Bucket, name))) return false;
      const { DeleteObjectCommand } = await import("@aws-sdk/client-s3");
      await writer.send(new DeleteObjectCommand({ Bucket, Key: name }));
      return true;
    },
  };
}
