declare const checked: unique symbol;
/** Name of a stored object: relative, no way out of the store, the same on disk and in S3. */
export type ObjectKey = string & { readonly [checked]: true };

const KEY_MAX_BYTES = 1024;
const SEGMENT_MAX_BYTES = 255;
const bytesOf = (text: string) => new TextEncoder().encode(text).byteLength;

/** Control characters, the separators of other systems, and half of a surrogate pair can't be kept everywhere. */
const UNSAFE = /[\p{Cc}\p{Cs}\\:]/u;

const isSafeSegment = (segment: string) =>
  segment !== "" && segment !== "." && segment !== ".." && bytesOf(segment) <= SEGMENT_MAX_BYTES;

/** Top names of the store itself: those with a dot, and where the reconciliation sets things aside. */
const OWN = /^(?:\.|_quarantine(?:\/|$))/;

/** The text as a key, or null where it could mean another place than it says. */
export function parseObjectKey(text: string): ObjectKey | null {
  if (UNSAFE.test(text) || OWN.test(text) || bytesOf(text) > KEY_MAX_BYTES) return null;
  return text.split("/").every(isSafeSegment) ? (text as ObjectKey) : null;
}

const FILE_ENDINGS = { "image/jpeg": "jpg", "image/png": "png", "image/gif": "gif" } as const;
const IMAGE_KEY =
  /^img\/[1-9]\d{0,15}\/\d{4}\/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\.(?:jpg|png|gif)$/;

/** A key that newImageKey made, or null: what a client may name at all. */
export const parseImageKey = (text: string): ObjectKey | null => (IMAGE_KEY.test(text) ? (text as ObjectKey) : null);

/** Key of a new image, never used before: `img/<organisation>/<UTC year>/<uuidv7>.<ending>`. */
export const newImageKey = (orgId: number, at: Date, mime: keyof typeof FILE_ENDINGS): ObjectKey =>
  `img/${orgId}/${at.getUTCFullYear()}/${uuidV7(at.getTime())}.${FILE_ENDINGS[mime]}` as ObjectKey;

/** Key of the small picture that belongs to an image. */
export const thumbKeyOf = (key: ObjectKey): ObjectKey =>
  key.replace(/^img\//, "thumb/").replace(/\.\w+$/, ".webp") as ObjectKey;

/** RFC 9562 version 7: 48 bits of time, then random bits. `atMs` is Unix time in ms. */
export function uuidV7(atMs: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  new DataView(bytes.buffer).setUint32(0, Math.floor(atMs / 0x1_0000));
  new DataView(bytes.buffer).setUint16(4, atMs % 0x1_0000);
  bytes[6] = 0x70 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
