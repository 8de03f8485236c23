import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { type Db, isDuplicateKey } from "@/db/client";
import { retryUndone } from "@/db/retry-deadlocks";
import { apiBudgets } from "@/db/schema/messages";
import { nap } from "@/lib/time/nap";
import { ALLOWANCES, type Allowance, type RequestKind } from "./budget";

/** What was allowed longer ago than this may meet what is allowed now: it is asked for again. */
const FRESH_MS = 300;
/** Those who wait for the same moment don't all ask at it. */
const JITTER_MS = 15;

export type SpendOptions = {
  units?: number;
  signal?: AbortSignal | undefined;
  /** Monotonic; past it nothing is allowed any more. */
  deadlineMs?: number;
  allowances?: Record<RequestKind, Allowance>;
};

/**
 * Waits until an account may make `units` more requests, as the database counts them for all instances (rulings 17).
 * @returns how long it waited, in ms; null where the time was over first
 */
export async function spendBudget(
  db: Db,
  accountKey: Buffer,
  kind: RequestKind,
  { units = 1, signal, deadlineMs = Number.POSITIVE_INFINITY, allowances = ALLOWANCES }: SpendOptions = {},
): Promise<number | null> {
  let waitedMs = 0;
  const { everyMs, burst } = allowances[kind];
  const roomMs = Math.max(burst, units) * everyMs;
  const ofAccount = and(eq(apiBudgets.accountKey, accountKey), eq(apiBudgets.kind, kind));
  const after = sql`greatest(${apiBudgets.fullAtMs}, ${NOW_MS}) + ${units * everyMs}`;
  while (!signal?.aborted) {
    const askedMs = performance.now();
    const [taken] = await retryUndone(() =>
      db
        .update(apiBudgets)
        .set({ fullAtMs: after })
        .where(and(ofAccount, sql`${after} <= ${NOW_MS} + ${roomMs}`)),
    );
    const nowMs = performance.now();
    if (taken.affectedRows > 0) {
      if (nowMs - askedMs <= FRESH_MS) return Math.round(waitedMs);
      continue;
    }
    const [row] = await db
      .select({ aheadMs: sql<number>`cast(${apiBudgets.fullAtMs} as signed) - ${NOW_MS}` })
      .from(apiBudgets)
      .where(ofAccount);
    if (!row) {
      await open(db, accountKey, kind);
      continue;
    }
    const waitMs = Math.max(1, Number(row.aheadMs) + units * everyMs - roomMs) + Math.random() * JITTER_MS;
    if (performance.now() + waitMs >= deadlineMs) return null;
    await nap(waitMs, signal);
    waitedMs += waitMs;
  }
  return null;
}

const NOW_MS = sql`cast(unix_timestamp(now(3)) * 1000 as signed)`;

async function open(db: Db, accountKey: Buffer, kind: RequestKind): Promise<void> {
  try {
    await db.insert(apiBudgets).values({ accountKey, kind, fullAtMs: 0 });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
}
