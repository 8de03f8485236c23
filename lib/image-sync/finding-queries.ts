import "server-only";
import { and, asc, eq, gte, inArray, type SQL } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { customerImageRefs, customerImages } from "@/db/schema/customer-images";
import { customers } from "@/db/schema/customers";
import { syncFindings, syncOps } from "@/db/schema/image-sync";
import type { Actor } from "@/lib/access/actor";
import { AppError } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { parseObjectKey } from "@/lib/storage/object-key";
import { candidatesOf, type RowFacts } from "./candidates";
import { findRun, refuseOthers } from "./find-run";
import type { FindingDetailDto, FindingDto } from "./run-dto";
import type { FindingFilter } from "./schema";

/**
 * Findings of a run in the order in which they were found.
 * @throws AppError forbidden; not_found
 */
export async function listFindings(
  db: Executor,
  actor: Actor,
  { id, verdict, certainty, decision, customer, cursor, limit }: FindingFilter,
) {
  refuseOthers(actor, "image_sync.read");
  await findRun(db, id);
  const rows = await findingsWhere(
    db,
    and(
      eq(syncFindings.runId, id),
      verdict && eq(syncFindings.verdict, verdict),
      certainty && eq(syncFindings.certainty, certainty),
      decision && eq(syncFindings.decision, decision),
      customer === undefined ? undefined : inArray(syncFindings.customerId, customersNamed(db, customer)),
      // The number after the last one that was shown: numbers begin with 0, cursors with 1.
      cursor === undefined ? undefined : gte(syncFindings.seq, cursor),
    ),
    limit + 1,
  );
  const items = await withOps(db, id, rows.slice(0, limit));
  return { items, nextCursor: rows.length > limit ? String((items.at(-1)?.seq ?? 0) + 1) : null };
}

const customersNamed = (db: Executor, code: string) =>
  db.select({ id: customers.id }).from(customers).where(eq(customers.code, code));

/**
 * One finding with both sides of it, as they are now.
 * @throws AppError forbidden; not_found
 */
export async function findingDetail(
  rt: Pick<Runtime, "db" | "storage">,
  actor: Actor,
  { id, findingId }: { id: number; findingId: number },
): Promise<FindingDetailDto> {
  refuseOthers(actor, "image_sync.read");
  const isIt = and(eq(syncFindings.runId, id), eq(syncFindings.id, findingId));
  const [row] = await findingsWhere(rt.db, isIt, 1);
  if (!row) throw new AppError("not_found");
  const [dto] = await withOps(rt.db, id, [row]);
  const ids = [row.finding.imageId, row.finding.keepImageId].filter((one) => one !== null);
  const look = async (path: string) => {
    const key = parseObjectKey(path);
    return key ? rt.storage.head(key).catch(() => null) : null;
  };
  return { ...dto!, candidates: await candidatesOf(row.finding, await rowFacts(rt.db, ids), look) };
}

async function rowFacts(db: Executor, ids: readonly number[]): Promise<Map<number, RowFacts>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select()
    .from(customerImages)
    .where(inArray(customerImages.id, [...ids]));
  const refs = await db
    .select()
    .from(customerImageRefs)
    .where(inArray(customerImageRefs.imageId, [...ids]));
  return new Map(
    rows.map((row) => [
      row.id,
      {
        row,
        uses: refs.filter(({ imageId }) => imageId === row.id).map(({ kind, refId }) => ({ kind, id: refId })),
      },
    ]),
  );
}

const findingsWhere = (db: Executor, where: SQL | undefined, limit: number) =>
  db
    .select({
      finding: syncFindings,
      filename: customerImages.filename,
      code: customers.code,
      name: customers.name,
    })
    .from(syncFindings)
    .leftJoin(customerImages, eq(customerImages.id, syncFindings.imageId))
    .leftJoin(customers, eq(customers.id, syncFindings.customerId))
    .where(where)
    .orderBy(asc(syncFindings.seq))
    .limit(limit);

type FindingRow = Awaited<ReturnType<typeof findingsWhere>>[number];

async function withOps(db: Executor, runId: number, rows: readonly FindingRow[]): Promise<FindingDto[]> {
  const ids = rows.map(({ finding }) => finding.id);
  const ops =
    ids.length === 0
      ? []
      : await db
          .select({ findingId: syncOps.findingId, state: syncOps.state, why: syncOps.why })
          .from(syncOps)
          .where(and(eq(syncOps.runId, runId), inArray(syncOps.findingId, ids)))
          .orderBy(asc(syncOps.seq));
  // Of several steps the one that isn't done says how the finding stands.
  const opOf = (id: number) => {
    const own = ops.filter(({ findingId }) => findingId === id);
    const one = own.find(({ state }) => state !== "done") ?? own[0];
    return one ? { state: one.state, why: one.why } : null;
  };
  return rows.map(({ finding, filename, code, name }) => ({
    ...{ id: finding.id, seq: finding.seq, verdict: finding.verdict, certainty: finding.certainty },
    ...{ doubt: finding.doubt, action: finding.action, decision: finding.decision },
    ...{ customerId: finding.customerId, customerCode: code, customerName: name },
    filename: filename ?? finding.filePath.split("/").at(-1) ?? null,
    ...{ filePath: finding.filePath, toPath: finding.toPath, bytes: finding.bytes },
    ...{ evidence: finding.evidence, op: opOf(finding.id) },
  }));
}
