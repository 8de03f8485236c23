import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeLogCursor, type LogCursor } from "@/lib/deliveries/log-cursor";
import { decodeLedgerCursor, encodeLedgerCursor, type LedgerCursor, type Read } from "./ledger-schema";
import { mergePages, type Source } from "./merge-pages";

type Row = { ms: number; id: number };
const placeOf = ({ ms, id }: Row): LogCursor => ({ scheduledAt: new Date(ms), id });
const newest = (a: Row, b: Row) => b.ms - a.ms || b.id - a.id;
const isAfter = (row: Row, read: Read) =>
  read === "start" ||
  (read !== "end" &&
    (row.ms < read.scheduledAt.getTime() || (row.ms === read.scheduledAt.getTime() && row.id < read.id)));

/** A list as the two have it; `sift` looks through so many a request and keeps every third. */
function pageOf(all: readonly Row[], read: Read, limit: number, sift: number | null): Source<Row> {
  if (read === "end") return { items: [], nextCursor: null, placeOf };
  const rest = all.filter((row) => isAfter(row, read));
  const seen = sift === null ? rest : rest.slice(0, sift);
  const found = sift === null ? seen : seen.filter(({ id }) => id % 3 === 0);
  const items = found.slice(0, limit);
  const last = found.length > limit ? items.at(-1) : seen.length < rest.length ? seen.at(-1) : undefined;
  return { items, nextCursor: last ? encodeLogCursor(placeOf(last)) : null, placeOf };
}

const rows = fc
  .array(fc.nat(30), { maxLength: 40 })
  .map((times) => times.map((ms, id): Row => ({ ms, id: id + 1 })).sort(newest));

test("page by page everything comes once and in the order of time, however far one of the two was looked through", () => {
  fc.assert(
    fc.property(
      rows,
      rows,
      fc.integer({ min: 1, max: 7 }),
      fc.option(fc.integer({ min: 1, max: 9 })),
      (a, b, limit, sift) => {
        const wanted = sift === null ? b : b.filter(({ id }) => id % 3 === 0);
        const got: { kind: "rooms" | "phones"; row: Row }[] = [];
        let cursor: LedgerCursor = { rooms: "start", phones: "start" };
        for (let asked = 0; ; asked++) {
          expect(asked).toBeLessThan(200);
          const rooms = pageOf(a, cursor.rooms, limit, null);
          const phones = pageOf(b, cursor.phones, limit, sift);
          const merged = mergePages(rooms, phones, cursor, limit);
          const page = [
            ...rooms.items.slice(0, merged.rooms).map((row) => ({ kind: "rooms" as const, row })),
            ...phones.items.slice(0, merged.phones).map((row) => ({ kind: "phones" as const, row })),
          ].sort((x, y) => y.row.ms - x.row.ms);
          expect(page.length).toBeLessThanOrEqual(limit);
          got.push(...page);
          if (merged.next === null) break;
          const next = decodeLedgerCursor(encodeLedgerCursor(merged.next));
          expect(next).toEqual(merged.next);
          cursor = merged.next;
        }
        expect(got.filter(({ kind }) => kind === "rooms").map(({ row }) => row)).toEqual(a);
        expect(got.filter(({ kind }) => kind === "phones").map(({ row }) => row)).toEqual(wanted);
        for (let i = 1; i < got.length; i++) expect(got[i]!.row.ms).toBeLessThanOrEqual(got[i - 1]!.row.ms);
      },
    ),
    { numRuns: 500 },
  );
});

test("what is no cursor of ours is none", () => {
  for (const text of ["", ".", "a-b", "x.y", "0-0", "0-0.0-0.0-0", "0-0."]) expect(decodeLedgerCursor(text)).toBeNull();
  expect(decodeLedgerCursor("0-0.0-1")).toEqual({ rooms: "start", phones: "end" });
});
