import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { coverageRollups } from "@/db/schema/coverage";
import { appMeta } from "@/db/schema/dispatch";
import { messages } from "@/db/schema/messages";

/** How coverage stands, as far as somebody has to be told. */
export type CoverageStanding = {
  /** Messages of our own that lack a row, and how many rows: an incident (C-04). */
  shortfall: { messages: number; missing: number };
  /** Imported history, tests left out; null where there is none. */
  imported: { expected: number; recorded: number } | null;
};

const SHORTFALL = "coverage_shortfall";
const IMPORTED = "coverage_imported";
/** What the cell holds; more are told of by the first ones. */
const MOST = 20;

/** Remembers which messages the nightly count found short. */
export async function noteShortfall(db: Pick<Executor, "insert">, ids: readonly number[]): Promise<void> {
  await put(db, SHORTFALL, [...new Set(ids)].slice(0, MOST).join(","));
}

/** Remembers how imported history stands: written by whatever changes it, so that looking costs one row. */
export async function noteImported(db: Pick<Executor, "insert" | "execute">): Promise<void> {
  const [rows] =
    await db.execute(sql`select coalesce(sum(expected_count), 0) as expected, coalesce(sum(recorded_count), 0) as recorded
    from ${coverageRollups} where origin = 'imported' and is_test = 0 and status in ('sent', 'partial', 'failed', 'sending')`);
  const [row] = rows as unknown as { expected: string; recorded: string }[];
  await put(db, IMPORTED, `${Number(row?.recorded)}/${Number(row?.expected)}`);
}

const put = (db: Pick<Executor, "insert">, key: string, value: string) =>
  db.insert(appMeta).values({ key, value }).onDuplicateKeyUpdate({ set: { value } });

/** Two rows, and of what the last count found short what still is: it ends by itself once it has been put right. */
export async function coverageStanding(db: Executor): Promise<CoverageStanding> {
  const rows = await db
    .select()
    .from(appMeta)
    .where(inArray(appMeta.key, [SHORTFALL, IMPORTED]));
  const noted = new Map(rows.map(({ key, value }) => [key, value]));
  const ids = (noted.get(SHORTFALL) ?? "").split(",").filter(Boolean).map(Number);
  const [recorded, expected] = (noted.get(IMPORTED) ?? "").split("/").map(Number);
  return {
    shortfall: ids.length > 0 ? await stillShort(db, ids) : { messages: 0, missing: 0 },
    imported: expected ? { expected, recorded: recorded ?? 0 } : null,
  };
}

async function stillShort(db: Executor, ids: readonly number[]) {
  const [row] = await db
    .select({
      messages: sql<number>`count(*)`.mapWith(Number),
      missing: sql<number>`coalesce(sum(${messages.expectedCount} - ${messages.recordedCount}), 0)`.mapWith(Number),
    })
    .from(messages)
    .where(and(inArray(messages.id, [...ids]), eq(messages.origin, "new"), sql`${messages.gap} <> 'none'`));
  return { messages: row?.messages ?? 0, missing: row?.missing ?? 0 };
}
