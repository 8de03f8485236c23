import { ScanAborted } from "./run-errors";
import type { FileFacts, ImageRow, Pair } from "./verdict";

/** Where a listing goes on: in which of its folders, and after what. */
export type ListFrom = { range: number; token: string | null };
/** `from`: where the page was asked for; `next`: where the one behind it would be; `skipped`: what lies there and can't be a file. */
export type FilePage = { items: readonly FileFacts[]; from: ListFrom; next: ListFrom; skipped: number };
export type RowPage = { items: readonly ImageRow[] };
/**
 * A piece of the walk. To go on behind it: rows after `after`, files from `from` without those up to `after`. `skipped` sums up
 * the pages behind which it lies; behind the last piece there is nothing to go on with.
 */
export type Piece = { pairs: Pair[]; after: Buffer; from: ListFrom; skipped: number; isLast: boolean };

/** One ordered stream, read a page ahead; within a page nothing is waited for. */
function reader<T, P extends { items: readonly T[] }>(
  pages: AsyncIterator<P>,
  keyOf: (one: T) => Buffer,
  disorder: () => ScanAborted,
  leave: (page: P) => void,
  enter: (page: P) => void,
) {
  let page: P | null = null;
  let at = 0;
  let isEnd = false;
  let head: Buffer | null = null;
  let last: Buffer | null = null;
  let ahead: Promise<IteratorResult<P>> | null = null;
  const ask = () => {
    const asked = pages.next();
    // Who stops early never hears of what went wrong behind.
    asked.catch(() => undefined);
    return asked;
  };
  const look = (): void => {
    const one = page?.items[at];
    if (one === undefined) return;
    const key = keyOf(one);
    // What isn't in byte order can't be compared: absence would be told of what only came elsewhere (ST-03).
    if (last && Buffer.compare(last, key) > 0) throw disorder();
    last = head = key;
  };
  return {
    head: () => head,
    isDry: () => head === null && !isEnd,
    async fill(): Promise<void> {
      while (head === null && !isEnd) {
        const next: IteratorResult<P> = await (ahead ?? ask());
        ahead = null;
        if (page) leave(page);
        page = null;
        if (next.done) isEnd = true;
        else {
          [page, at] = [next.value, 0];
          enter(page);
          ahead = ask();
          look();
        }
      }
    },
    take(): T {
      const one = page!.items[at++]!;
      head = null;
      look();
      return one;
    },
  };
}

/**
 * Rows and files side by side, both in byte order of their paths, in pieces of about `size`: each path once, with all its rows.
 * @param start where the listing begins
 * @throws ScanAborted where a stream isn't in order
 */
export async function* merge(
  rowPages: AsyncIterator<RowPage>,
  filePages: AsyncIterator<FilePage>,
  start: ListFrom,
  size = 1_000,
): AsyncGenerator<Piece> {
  let from = start;
  let skipped = 0;
  const rows = reader<ImageRow, RowPage>(
    rowPages,
    ({ pathKey }) => pathKey,
    () => new ScanAborted("rows_disorder"),
    () => undefined,
    () => undefined,
  );
  const files = reader<FileFacts, FilePage>(
    filePages,
    ({ key }) => Buffer.from(key),
    () => new ScanAborted("listing_disorder"),
    (page) => {
      skipped += page.skipped;
      from = page.next;
    },
    (page) => {
      from = page.from;
    },
  );
  let pairs: Pair[] = [];
  let place: Omit<Piece, "pairs" | "isLast"> = { after: Buffer.alloc(0), from, skipped };
  for (;;) {
    if (rows.isDry() || files.isDry()) await Promise.all([rows.fill(), files.fill()]);
    const [row, file] = [rows.head(), files.head()];
    if (row === null && file === null) break;
    if (pairs.length >= size) {
      yield { pairs, ...place, isLast: false };
      pairs = [];
    }
    const order = row === null ? 1 : file === null ? -1 : Buffer.compare(row, file);
    const pair: Pair = { key: order <= 0 ? row! : file!, rows: [], file: null };
    place = { after: pair.key, from, skipped };
    while (order <= 0 && rows.head()?.equals(pair.key)) {
      pair.rows.push(rows.take());
      if (rows.isDry()) await rows.fill();
    }
    // A key listed twice is one file.
    while (order >= 0 && files.head()?.equals(pair.key)) {
      pair.file = files.take();
      if (files.isDry()) await files.fill();
    }
    pairs.push(pair);
  }
  // The last piece has what lies behind all files, however few paths it has.
  yield { pairs, ...place, from, skipped, isLast: true };
}
