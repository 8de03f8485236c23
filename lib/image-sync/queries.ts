import "server-only";
import { and, desc, eq, inArray, lt, ne, type SQL, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { customers } from "@/db/schema/customers";
import { syncFindings, syncRuns } from "@/db/schema/image-sync";
import { users } from "@/db/schema/users";
import type { Actor } from "@/lib/access/actor";
import { AppError } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { refuseOthers } from "./find-run";
import type { SyncRunDto, TopCustomerDto } from "./run-dto";
import { progressOf } from "./run-progress";
import type { SyncRunFilter } from "./schema";
import { totalsOf } from "./totals";

type Run = typeof syncRuns.$inferSelect;
export type ReadRuntime = Pick<Runtime, "db" | "env">;
/** S4-49. */
const TOP = 5;
/** More codes aren't listed: a run says how many there are. */
const MOST_CODES = 50;

/**
 * One run with its sums, its customers with most findings and how far it is.
 * @throws AppError forbidden; not_found
 */
export async function getRun(rt: ReadRuntime, actor: Actor, id: number): Promise<SyncRunDto> {
  refuseOthers(actor, "image_sync.read");
  const [found] = await runsWhere(rt.db, eq(syncRuns.id, id), 1);
  if (!found) throw new AppError("not_found");
  return { ...(await toDto(rt, found)), top: await topCustomers(rt.db, id, TOP) };
}

/**
 * Runs, newest first, without their customers; the looks after a stage belong to their run and are left out.
 * @throws AppError forbidden
 */
export async function listRuns(rt: ReadRuntime, actor: Actor, { cursor, limit }: SyncRunFilter) {
  refuseOthers(actor, "image_sync.read");
  const before = cursor === undefined ? undefined : lt(syncRuns.id, cursor);
  const rows = await runsWhere(rt.db, and(ne(syncRuns.reason, "verify"), before), limit + 1);
  const items = await Promise.all(rows.slice(0, limit).map((row) => toDto(rt, row)));
  return { items, nextCursor: rows.length > limit ? String(items.at(-1)?.id) : null };
}

const runsWhere = (db: Executor, where: SQL | undefined, limit: number) =>
  db
    .select({ run: syncRuns, author: users.name })
    .from(syncRuns)
    .leftJoin(users, eq(users.id, syncRuns.createdBy))
    .where(where)
    .orderBy(desc(syncRuns.id))
    .limit(limit);

async function toDto({ db, env }: ReadRuntime, { run, author }: { run: Run; author: string | null }) {
  const isoOf = (at: Date | null) => at?.toISOString() ?? null;
  const { stages, ops, undecided, cursor, waitUntil } = await progressOf(db, run, env.IMAGE_RECHECK_MINUTES);
  const dto: SyncRunDto = {
    ...{ id: run.id, state: run.state, reason: run.reason, phase: run.phase },
    // While it is scanned, where it is: whoever drives it sees that it moves.
    cursor: run.state === "scanning" ? `${run.phase}-${run.counts?.rows ?? 0}-${run.nextSeq}-${run.fence}` : cursor,
    scope: await scopeOfRun(db, run),
    ...{ prefix: run.prefix, totals: run.counts && totalsOf(run.counts), top: [] },
    ...{ stages, stage: run.stage, batchSize: run.batchSize, caps: run.caps },
    planHash: run.planHash?.toString("hex") ?? null,
    ...{ ops, undecided, error: run.error, waitUntil },
    ...{ startedAt: run.startedAt.toISOString(), cutoffAt: run.cutoffAt.toISOString() },
    ...{ scannedAt: isoOf(run.scannedAt), finishedAt: isoOf(run.finishedAt) },
    ...{ undoneAt: isoOf(run.undoneAt), purgeAfter: isoOf(run.purgeAfter) },
    createdBy: run.createdBy === null ? null : { id: run.createdBy, name: author ?? "" },
  };
  return dto;
}

async function scopeOfRun(db: Executor, { scope }: Run): Promise<SyncRunDto["scope"]> {
  const ids = scope.customerIds;
  if (!ids) return { customerCodes: null, customers: null };
  const rows = await db
    .select({ code: customers.code })
    .from(customers)
    .where(inArray(customers.id, ids.slice(0, MOST_CODES)));
  return { customerCodes: rows.map(({ code }) => code).sort(), customers: ids.length };
}

/** Customers with most rows that have no file or are too many (S4-49). */
export async function topCustomers(db: Executor, runId: number, most: number): Promise<TopCustomerDto[]> {
  const sum = (verdicts: SQL) => sql<number>`sum(${syncFindings.verdict} in (${verdicts}))`.mapWith(Number);
  const [ghost, duplicate] = [sum(sql`'ghost'`), sum(sql`'duplicate_key', 'duplicate_content'`)];
  const rows = await db
    .select({ customerId: customers.id, code: customers.code, name: customers.name, ghost, duplicate })
    .from(syncFindings)
    .innerJoin(customers, eq(customers.id, syncFindings.customerId))
    .where(
      and(
        eq(syncFindings.runId, runId),
        inArray(syncFindings.verdict, ["ghost", "duplicate_key", "duplicate_content"]),
      ),
    )
    .groupBy(customers.id, customers.code, customers.name)
    .orderBy(desc(sql`count(*)`), desc(ghost), customers.id)
    .limit(most);
  return rows.map((row) => ({ ...row, total: row.ghost + row.duplicate }));
}
