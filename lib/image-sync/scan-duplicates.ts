import "server-only";
import { and, asc, count, desc, eq, gt, gte, inArray, isNotNull, isNull, lt, lte, or, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { customerImages } from "@/db/schema/customer-images";
import { syncFindings } from "@/db/schema/image-sync";
import { judgeSameBytes, judgeSameName, type NamedRow } from "./judge-alike";
import { rowColumns, toRow } from "./read-rows";
import { keepStretch, type Scan, type ScanPlace } from "./scan-state";
import { CannotLook, type Found } from "./verdict";

/** So many entries of an index one question goes through. */
const STRETCH = 20_000;
const GROUPS = 100;
const KEEP_FOUND = 200;
const KEEP_EVERY_MS = 2_000;
/** The newest of a group; its others are looked at when these are cleaned up. */
const MOST_ALIKE = 500;

const PASSES = {
  name: { column: customerImages.nameKey, index: "ix_customer_images_name", judge: judgeSameName },
  bytes: { column: customerImages.sha256, index: "ix_customer_images_bytes", judge: judgeSameBytes },
} as const;

type At = ScanPlace["duplicates"];
type Group = { customerId: number; key: Buffer };

/** Rows of one customer that may be one picture: first those of one name, then those of the same recorded bytes. */
export async function scanDuplicates(scan: Scan): Promise<void> {
  let keptMs = performance.now();
  const open = { found: [] as Found[], failed: [] as number[], valid: 0, unreadable: 0 };
  const keep = async (duplicates: At) => {
    const { found, failed, ...tally } = open;
    await keepStretch(scan, { found, failed, tally, place: { duplicates } });
    Object.assign(open, { found: [], failed: [], valid: 0, unreadable: 0 });
    keptMs = performance.now();
  };
  const customerIds = scan.run.scope.customerIds ?? null;
  for (let at: At | null = scan.place.duplicates; at !== null; ) {
    const { groups, next } = await nextGroups(scan.rt.db, at, customerIds, Math.min(GROUPS, scan.pageSize));
    for (const group of groups) {
      await lookAtGroup(scan, at.pass, group, open);
      at = { ...at, customer: group.customerId, key: group.key.toString("hex") };
      if (scan.isOver()) return keep(at);
      if (open.found.length >= KEEP_FOUND || performance.now() - keptMs >= KEEP_EVERY_MS) await keep(at);
    }
    // The second pass leaves out what the first has told: that must be kept by then.
    const other: At | null = at.pass === "name" ? { pass: "bytes", customer: 0, key: "" } : null;
    if (next === null) await keep(other ?? at);
    at = next ?? other;
    if (at && scan.isOver()) return keep(at);
  }
  await keepStretch(scan, { phase: "finish" });
}

/** The next groups of the pass and where to go on behind them; null behind the last ones. */
export async function nextGroups(
  db: Executor,
  at: At,
  customerIds: readonly number[] | null,
  most: number,
): Promise<{ groups: Group[]; next: At | null }> {
  const { column, index } = PASSES[at.pass];
  const ofScope = customerIds ? inArray(customerImages.customerId, [...customerIds]) : undefined;
  const from = gte(customerImages.customerId, at.customer);
  const [limit] = await db
    .select({ customer: customerImages.customerId })
    .from(customerImages, { forceIndex: index })
    .where(and(from, ofScope))
    .orderBy(asc(customerImages.customerId), asc(column))
    .limit(1)
    .offset(STRETCH);
  const after = Buffer.from(at.key, "hex");
  const rows = await db
    .select({ customerId: customerImages.customerId, key: column, rows: count() })
    .from(customerImages, { forceIndex: index })
    .where(
      and(
        from,
        limit ? lte(customerImages.customerId, limit.customer) : undefined,
        or(gt(customerImages.customerId, at.customer), gt(column, after)),
        isNotNull(column),
        ofScope,
      ),
    )
    .groupBy(customerImages.customerId, column)
    .having(sql`count(*) > 1`)
    .orderBy(asc(customerImages.customerId), asc(column))
    .limit(most);
  const groups = rows.flatMap(({ customerId, key }) => (key ? [{ customerId, key }] : []));
  const last = groups.at(-1);
  if (rows.length === most && last)
    return { groups, next: { ...at, customer: last.customerId, key: last.key.toString("hex") } };
  return { groups, next: limit ? { ...at, customer: limit.customer + 1, key: "" } : null };
}

type Open = { found: Found[]; failed: number[]; valid: number; unreadable: number };

async function lookAtGroup({ rt, run, scope, eyes }: Scan, pass: At["pass"], group: Group, open: Open): Promise<void> {
  const { column, judge } = PASSES[pass];
  const isOurs = and(eq(customerImages.customerId, group.customerId), eq(column, group.key));
  const rows = await rt.db
    .select({ ...rowColumns, nameKey: customerImages.nameKey })
    .from(customerImages)
    .where(
      and(
        ...[isOurs, isNull(customerImages.deletedAt), eq(customerImages.status, "ready")],
        lt(customerImages.updatedAt, run.cutoffAt),
      ),
    )
    .orderBy(desc(customerImages.createdAt), desc(customerImages.id))
    .limit(MOST_ALIKE);
  const named = rows.map(({ nameKey, ...row }): NamedRow => ({ ...toRow(row), nameKey }));
  const told = await toldOf(rt.db, run.id, named);
  const unsaid = named.filter(({ id }) => !told.has(id)).sort((a, b) => a.id - b.id);
  if (unsaid.length < 2) return;
  try {
    const found = await judge(unsaid, scope, eyes);
    open.found.push(...found);
    open.valid -= found.filter(({ verdict }) => verdict !== "same_name").length;
  } catch (error) {
    if (!(error instanceof CannotLook)) throw error;
    open.unreadable++;
    open.failed.push(group.customerId);
  }
}

/** Rows this run has said something of. What is only of the same name may still be of the same bytes as a third. */
async function toldOf(db: Executor, runId: number, rows: readonly NamedRow[]): Promise<Set<number>> {
  if (rows.length === 0) return new Set();
  const found = await db
    .select({ id: syncFindings.imageId, verdict: syncFindings.verdict })
    .from(syncFindings, { forceIndex: "ix_sync_findings_image" })
    .where(
      and(
        inArray(
          syncFindings.imageId,
          rows.map(({ id }) => id),
        ),
        eq(syncFindings.runId, runId),
      ),
    );
  return new Set(found.flatMap(({ id, verdict }) => (id !== null && verdict !== "same_name" ? [id] : [])));
}
