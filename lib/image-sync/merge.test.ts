import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type FilePage, type ListFrom, merge, type RowPage } from "./merge";
import { ScanAborted } from "./run-errors";
import type { ImageRow } from "./verdict";

const row = (path: string, id: number): ImageRow => ({
  ...{ id, customerId: 1, pathKey: Buffer.from(path), bytes: 1, sha256: null, status: "ready", ver: 1 },
  ...{ createdAtMs: 0, updatedAtMs: 0, isDeleted: false },
});
const bytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

async function* rowPages(rows: readonly ImageRow[], size: number): AsyncGenerator<RowPage> {
  for (let at = 0; at < rows.length; at += size) yield { items: rows.slice(at, at + size) };
}
/** A listing whose pages say where they were asked for, each with as many things that are no files as its number says. */
async function* filePages(keys: readonly string[], size: number, from: ListFrom, after: Buffer | null) {
  for (let at = Number(from.token ?? 0); from.range === 0 && (at < keys.length || at === 0); at += size) {
    const page = keys.slice(at, at + size).filter((key) => !after || Buffer.compare(Buffer.from(key), after) > 0);
    const token = at === 0 ? null : String(at);
    yield {
      items: page.map((key) => ({ key, bytes: 1, modifiedAtMs: 0 })),
      ...{ from: { range: 0, token }, skipped: (at / size) % 3 },
      next: at + size < keys.length ? { range: 0, token: String(at + size) } : { range: 1, token: null },
    } satisfies FilePage;
  }
}
const START: ListFrom = { range: 0, token: null };

const names = fc.uniqueArray(
  fc
    .array(
      fc.constantFrom("a", "-1", "/b", "A", "Ａ", "😀", "\uE000", "é", "e\u0301", "가", "가".normalize("NFD"), "0"),
      {
        minLength: 1,
        maxLength: 4,
      },
    )
    .map((parts) => `x${parts.join("")}`),
  { maxLength: 25 },
);

describe("the walk", () => {
  test("meets each path once, with all its rows and its file, however it is cut and gone on with", async () => {
    await fc.assert(
      fc.asyncProperty(
        ...[names, names, fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }), fc.infiniteStream(fc.nat(3))],
        async (rowNames, fileNames, rowSize, fileSize, stops) => {
          const both = [...rowNames, ...fileNames.filter((_, i) => i % 2)];
          const rows = both
            .sort(bytes)
            .flatMap((path, i) => (i % 3 ? [row(path, i)] : [row(path, i), row(path, i + 99)]));
          const files = [...fileNames].sort(bytes);
          const seen: [string, number, boolean][] = [];
          let [after, from, skipped]: [Buffer | null, ListFrom, number] = [null, START, 0];
          for (let isEnd = false; !isEnd; ) {
            const rest = rows.filter(({ pathKey }) => !after || Buffer.compare(pathKey, after) > 0);
            isEnd = true;
            let before = 0;
            for await (const piece of merge(
              rowPages(rest, rowSize),
              filePages(files, fileSize, from, after),
              from,
              2,
            )) {
              for (const { key, rows: ofPath, file } of piece.pairs)
                seen.push([key.toString(), ofPath.length, file !== null]);
              skipped += piece.skipped - before;
              before = piece.skipped;
              if (piece.pairs.length > 0) [after, from] = [piece.after, piece.from];
              if (stops.next().value === 0 && !piece.isLast) {
                isEnd = false;
                break;
              }
            }
          }
          const paths = [...new Set([...both, ...files])].sort(bytes);
          expect(seen).toEqual(
            paths.map((path) => [
              ...[path, rows.filter(({ pathKey }) => pathKey.toString() === path).length, files.includes(path)],
            ]),
          );
          const pages = Math.max(1, Math.ceil(files.length / fileSize));
          expect(skipped).toBe(Array.from({ length: pages }, (_, i) => i % 3).reduce((a, b) => a + b, 0));
        },
      ),
      { numRuns: 1_500 },
    );
  });

  const walk = async (rows: readonly ImageRow[], keys: readonly string[], size = 2) => {
    const paths: string[] = [];
    for await (const { pairs } of merge(rowPages(rows, size), filePages(keys, size, START, null), START, 3))
      paths.push(...pairs.map(({ key }) => key.toString()));
    return paths;
  };
  const reasonOf = (work: Promise<unknown>) =>
    work.then(
      () => "walked on",
      (error: unknown) => (error instanceof ScanAborted ? error.reason : error),
    );

  test("ends where a stream isn't in the order of bytes, within a page or between two", async () => {
    expect(await reasonOf(walk([], ["a", "c", "b", "d"]))).toBe("listing_disorder");
    expect(await reasonOf(walk([], ["b", "a"]))).toBe("listing_disorder");
    expect(await reasonOf(walk([row("b", 1), row("a", 2)], []))).toBe("rows_disorder");
    // As UTF-16 sorts: right for text, wrong for bytes.
    expect(await reasonOf(walk([], ["x😀", "xＡ"]))).toBe("listing_disorder");
    expect(await reasonOf(walk([], ["xＡ", "x😀"]))).toBe("walked on");
  });

  test("takes a key that is listed twice for one file, and a page that comes again for a fault", async () => {
    expect(await walk([row("a", 1)], ["a", "a", "b"])).toEqual(["a", "b"]);
    expect(await reasonOf(walk([], ["a", "b", "a", "b"]))).toBe("listing_disorder");
  });

  test("goes through empty pages and streams without anything", async () => {
    expect(await walk([], [])).toEqual([]);
    expect(await walk([row("a", 1), row("a", 2), row("b", 3)], [])).toEqual(["a", "b"]);
  });

  test("hands on what a stream fails with", async () => {
    async function* broken(): AsyncGenerator<FilePage> {
      yield { items: [{ key: "a", bytes: 1, modifiedAtMs: 0 }], from: START, next: START, skipped: 0 };
      throw new ScanAborted("listing_failed");
    }
    const work = async () => {
      for await (const _ of merge(rowPages([], 1), broken(), START, 1));
    };
    expect(await reasonOf(work())).toBe("listing_failed");
  });
});
