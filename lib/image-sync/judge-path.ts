import { groupBy } from "./group-by";
import { keepWhich } from "./keep-which";
import { type FileFacts, type Found, type ImageRow, isoOf, ofRow, type Pair, type Scope } from "./verdict";

/** What one path adds to the sums of a scan. */
export type Tally = { rows: number; files: number; valid: number; fresh: number; unreadable: number };
export const noTally = (): Tally => ({ rows: 0, files: 0, valid: 0, fresh: 0, unreadable: 0 });

/** What of a path is still to be judged, after what needs no question. */
export type Sorted = {
  /** Ready rows without a file in the listing. */
  absent: ImageRow[];
  /** Uploads that never ended. */
  expired: ImageRow[];
  /** Rows of one customer that name the same file. */
  twins: ImageRow[][];
  corrupt: ImageRow[];
  /** A file nobody in this scan claims. */
  unclaimed: FileFacts | null;
};

const NOTHING: Sorted = { absent: [], expired: [], twins: [], corrupt: [], unclaimed: null };

/** Whether a file weighs what its row says, where it says so. */
export const weighs = (row: ImageRow, file: FileFacts): boolean =>
  row.bytes === null ? file.bytes > 0 : row.bytes === file.bytes;

/**
 * Sorts one path; null where all is well and it has only been counted. What is younger than the cutoff is never judged: an
 * upload, a repair or a removal may be under way.
 */
export function sortPair({ rows, file }: Pair, { cutoffMs, customerIds }: Scope, tally: Tally): Sorted | null {
  const [first] = rows;
  const isFreshFile = file !== null && file.modifiedAtMs >= cutoffMs;
  // Of some customers only, a file without one of their rows is counted once it is known to be theirs.
  if (file && (first || customerIds === null)) tally.files++;
  if (!first) {
    if (isFreshFile && customerIds === null) tally.fresh++;
    return file && !isFreshFile ? { ...NOTHING, unclaimed: file } : null;
  }
  const there: ImageRow[] = [];
  const [absent, expired]: ImageRow[][] = [[], []];
  for (const row of rows) {
    if (row.isDeleted) continue;
    tally.rows++;
    if (isFreshFile || row.updatedAtMs >= cutoffMs) {
      tally.fresh++;
      if (file && row.status === "ready") tally.valid++;
    } else if (row.status === "pending") expired!.push(row);
    else if (row.status === "ready") (file ? there : absent!).push(row);
  }
  const twins: ImageRow[][] = [];
  const corrupt: ImageRow[] = [];
  if (file && there.length > 0)
    for (const ofOne of groupBy(there, ({ customerId }) => customerId).values())
      if (ofOne.length > 1) twins.push(ofOne);
      else if (weighs(ofOne[0]!, file)) tally.valid++;
      else corrupt.push(ofOne[0]!);
  const isWell = absent!.length + expired!.length + twins.length + corrupt.length === 0;
  return isWell ? null : { absent: absent!, expired: expired!, twins, corrupt, unclaimed: null };
}

/** Rows of one customer that name one file: all but one are too many, and the file stays (image-sync.md 2f). */
export function judgeTwins(
  rows: readonly ImageRow[],
  file: FileFacts,
  used: ReadonlySet<number>,
  tally: Tally,
): Found[] {
  const { keep, others, isDoubtful } = keepWhich(rows, used);
  const found = others
    .sort((a, b) => a.id - b.id)
    .map((row) =>
      ofRow(row, {
        verdict: "duplicate_key",
        doubt: isDoubtful ? "in_use" : null,
        action: used.has(row.id) ? "report" : "delete_row",
        keepImageId: keep.id,
        bytes: file.bytes,
        evidence: {
          rows: rows.length,
          fileBytes: file.bytes,
          uploadedAt: isoOf(row.createdAtMs),
          used: used.has(row.id),
        },
      }),
    );
  if (!weighs(keep, file)) return [...found, judgeCorrupt(keep, file)];
  tally.valid++;
  return found;
}

/** The file isn't what the row says: told, never touched. */
export const judgeCorrupt = (row: ImageRow, file: FileFacts): Found =>
  ofRow(row, {
    verdict: "corrupt",
    doubt: "size_differs",
    action: "report",
    bytes: file.bytes,
    evidence: { recordedBytes: row.bytes, fileBytes: file.bytes, fileAt: isoOf(file.modifiedAtMs) },
  });

/** An upload that never ended. Its file, where it came so far, goes only if nobody else claims it. */
export const judgeExpired = (
  row: ImageRow,
  file: FileFacts | null,
  { isUsed, isShared, sha256 }: { isUsed: boolean; isShared: boolean; sha256: Buffer | null },
): Found =>
  ofRow(row, {
    verdict: "expired_pending",
    doubt: isUsed ? "in_use" : null,
    action: isUsed ? "report" : file && !isShared ? "delete_and_set_aside" : "delete_row",
    bytes: file?.bytes ?? null,
    sha256,
    evidence: { begunAt: isoOf(row.createdAtMs), fileBytes: file?.bytes ?? null, shared: isShared, used: isUsed },
  });
