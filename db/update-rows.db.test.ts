import { asc } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { plainSql } from "./plain-sql";
import { ticks } from "./schema/dispatch";
import { openTestDatabase, type TestDatabase } from "./testing/database";
import { updateTexts } from "./update-rows";

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database?.drop());

const at = fc.integer({ min: 1_700_000_000_000, max: 1_900_000_000_000 }).map((ms) => new Date(ms));
const text = fc.oneof(
  fc.constantFrom("it's", 'a "quoted" \\ one', "?", ":id", "귤 🍊", "", "null", "1", "--"),
  fc.string({ maxLength: 20 }),
);
const nullable = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const values = fc.record(
  {
    startedAt: at,
    finishedAt: nullable(at),
    instance: fc.constantFrom("web:1", "worker:2"),
    counts: nullable(fc.dictionary(fc.constantFrom("a", "b"), fc.integer())),
    skewMs: nullable(fc.integer({ min: -2_000_000, max: 2_000_000 })),
    error: nullable(text),
  },
  { requiredKeys: [] },
);

test("each row gets its own values, whatever they are, and what it doesn't name stays", async () => {
  const { db } = database;
  const startedAt = new Date("2026-11-20T05:00:00.123Z");
  await db
    .insert(ticks)
    .values(
      Array.from({ length: 12 }, (_, n) => ({ executionId: `e${n}`, startedAt, instance: "web:0", error: "before" })),
    );
  const read = () => db.select().from(ticks).orderBy(asc(ticks.id));
  await fc.assert(
    fc.asyncProperty(fc.array(values, { minLength: 1, maxLength: 12 }), async (changes) => {
      const before = await read();
      const rows = changes.map((change, i) => ({ id: before[i]!.id, ...change }));
      for (const statement of updateTexts(ticks, rows)) await plainSql(db).run(statement);
      expect(await read()).toEqual(before.map((row, i) => ({ ...row, ...changes[i] })));
    }),
    { numRuns: 60 },
  );
});

test("more rows than a statement holds, among them some that are gone", async () => {
  const { db } = database;
  const rows = Array.from({ length: 450 }, (_, n) => ({ executionId: `m${n}`, startedAt: new Date(0), instance: "x" }));
  const ids = (await db.insert(ticks).values(rows).$returningId()).map(({ id }) => id);
  const texts = updateTexts(
    ticks,
    [...ids, 999_999].map((id) => ({ id, skewMs: id * 2 })),
  );
  expect(texts).toHaveLength(3);
  for (const statement of texts) await plainSql(db).run(statement);
  const written = (await db.select().from(ticks)).filter((row) => ids.includes(row.id));
  expect(written.map((row) => row.skewMs)).toEqual(written.map((row) => row.id * 2));
});
