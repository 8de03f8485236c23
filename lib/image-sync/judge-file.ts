import { originalsOf, THUMB_FOLDER } from "./derived-name";
import { type Doubt, type Eyes, type FileFacts, type Found, type ImageRow, isoOf, ofFile, type Scope } from "./verdict";

/** How far the shapes of a picture and its small one may differ, rounding included. */
const SHAPE_SHARE = 0.02;

const isOwnThumb = (key: string) => key.split("/").at(-2) === THUMB_FOLDER;
const hexOf = (key: string) => Buffer.from(key).toString("hex");

/**
 * A file no row claims: a small picture that may go because its original is there, one that is all that is left, or a file of
 * nobody (S4-24…S4-26, C-61, C-62). Null: nothing to tell.
 */
export async function judgeFile(file: FileFacts, scope: Scope, eyes: Eyes): Promise<Found | "fresh" | null> {
  const found = await judged(file, scope, eyes);
  if (found === null || found === "fresh") return found;
  return scope.customerIds && !scope.customerIds.has(found.customerId ?? 0) ? null : found;
}

async function judged(file: FileFacts, scope: Scope, eyes: Eyes): Promise<Found | "fresh" | null> {
  const originals = originalsOf(file.key);
  const told = { fileAt: isoOf(file.modifiedAtMs), fileBytes: file.bytes };
  const owner = () => eyes.ownerOf(file.key.slice(0, file.key.lastIndexOf("/") + 1));
  if (originals.length === 0)
    return ofFile(file, {
      ...{ verdict: "orphan", doubt: "no_row", action: "report", customerId: await owner() },
      evidence: told,
    });

  const claims = await eyes.claims(originals.map((key) => Buffer.from(key)));
  const rowsOf = (key: string): ImageRow[] => claims.get(hexOf(key)) ?? [];
  // What the gallery made belongs to its picture's row, as long as that claims a file at all.
  if (isOwnThumb(file.key) && originals.some((key) => rowsOf(key).length > 0)) return null;
  const files = (await Promise.all(originals.map((key) => eyes.head(key)))).filter((one) => one !== null);
  if (files.some(({ modifiedAtMs }) => modifiedAtMs >= scope.cutoffMs)) return "fresh";
  const rowOf = (key: string) => rowsOf(key).find(({ isDeleted, status }) => !isDeleted && status === "ready");
  const original = files.find(({ key }) => rowOf(key) !== undefined) ?? files[0];
  if (!original) {
    const row = originals.flatMap(rowsOf)[0];
    return ofFile(file, {
      ...{ verdict: "thumbnail_only", doubt: "original_missing", action: "report" },
      ...{ customerId: row?.customerId ?? (await owner()), keepImageId: row?.id ?? null, evidence: told },
    });
  }
  const row = rowOf(original.key);
  const [small, large] = await Promise.all([eyes.dimensions(file.key), eyes.dimensions(original.key)]);
  const doubt = row ? doubtOf({ ...file, size: small }, { ...original, size: large }) : "original_unclaimed";
  return ofFile(file, {
    ...{ verdict: "thumbnail", doubt, action: "set_aside" },
    ...{ customerId: row?.customerId ?? (await owner()), keepImageId: row?.id ?? null },
    sha256: await eyes.sha256(file.key),
    evidence: {
      ...{ ...told, original: original.key, originalBytes: original.bytes },
      ...{ width: small?.width ?? null, height: small?.height ?? null },
      ...{ originalWidth: large?.width ?? null, originalHeight: large?.height ?? null },
    },
  });
}

type Sized = { bytes: number; size: { width: number; height: number } | null };

/** Its name alone proves nothing: it must be smaller in every way and of the same shape. */
function doubtOf(small: Sized, large: Sized): Doubt | null {
  if (!small.size || !large.size) return "unreadable_picture";
  const { width, height } = small.size;
  if (width >= large.size.width || height >= large.size.height || small.bytes >= large.bytes) return "not_smaller";
  // A side of a small picture is rounded to whole pixels: that alone may turn a long one's shape by more than the share.
  const expected = (width * large.size.height) / large.size.width;
  return Math.abs(height - expected) > Math.max(1, expected * SHAPE_SHARE) ? "other_shape" : null;
}
