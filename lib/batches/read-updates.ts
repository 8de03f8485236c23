import "server-only";
import { randomUUID } from "node:crypto";
import { and, eq, isNull, lte, or } from "drizzle-orm";
import { type Db, isDuplicateKey } from "@/db/client";
import { solapiSync } from "@/db/schema/messages";
import type { SolapiAccount } from "@/lib/tenants/account-of";
import { applyResults, type Report } from "./apply-results";
import { LEASE_MS } from "./lease";
import type { PollRuntime } from "./poll-results";

/** Read again at each look: clocks differ, times are cut to seconds, and lists lag behind. What is missed all the same is asked for by its id. */
const OVERLAP_MS = 2 * 60_000;
/** An account that is read for the first time: nothing older can wait for a report. */
const FIRST_LOOK_MS = 10 * 60_000;
/** Reports that are written down together. */
const GATHER = 5_000;
/** Pages one look reads; what lies beyond is left to the questions about each batch, so that no flood keeps them from being asked. */
const MOST_PAGES = 40;

/** The right to read one account's results; null where somebody else is at it. */
export async function leaseSync(db: Db, accountKey: Buffer, now: Date): Promise<string | null> {
  const token = randomUUID();
  const leaseUntil = new Date(now.getTime() + 2 * LEASE_MS);
  const take = () =>
    db
      .update(solapiSync)
      .set({ leaseToken: token, leaseUntil })
      .where(
        and(eq(solapiSync.accountKey, accountKey), or(isNull(solapiSync.leaseUntil), lte(solapiSync.leaseUntil, now))),
      );
  const [taken] = await take();
  if (taken.affectedRows > 0) return token;
  try {
    const watermark = new Date(now.getTime() - FIRST_LOOK_MS);
    await db.insert(solapiSync).values({ accountKey, watermark, leaseToken: token, leaseUntil });
    return token;
  } catch (error) {
    if (isDuplicateKey(error)) return null;
    throw error;
  }
}

export const releaseSync = (db: Db, accountKey: Buffer, token: string, lastError: string | null) =>
  db
    .update(solapiSync)
    .set({ leaseToken: null, leaseUntil: null, lastError })
    .where(and(eq(solapiSync.accountKey, accountKey), eq(solapiSync.leaseToken, token)));

/**
 * Reads what of an account changed since its watermark, up to a number of pages, and moves the watermark: whoever is missed is asked
 * for by id, so that it never stays behind for good.
 * @returns why it couldn't be read, or null
 */
export async function readUpdates(
  rt: PollRuntime,
  account: SolapiAccount,
  token: string,
  isOver: () => boolean,
): Promise<string | null> {
  const mine = and(eq(solapiSync.accountKey, account.accountKey), eq(solapiSync.leaseToken, token));
  const [sync] = await rt.db.select({ watermark: solapiSync.watermark }).from(solapiSync).where(mine);
  if (!sync) return null;
  const startedAt = await rt.clock();
  const from = new Date(sync.watermark.getTime() - OVERLAP_MS);
  let startKey: string | null = null;
  let gathered: Report[] = [];
  for (let pages = 1; ; pages++) {
    const page: Awaited<ReturnType<typeof rt.phone.list>> = await rt.phone.list(account, {
      dateType: "UPDATED",
      from,
      startKey,
    });
    if (page.kind === "refused") {
      await applyResults(rt, gathered);
      return page.code ?? page.reason;
    }
    gathered.push(...page.items);
    const isLast = page.nextKey === null || page.nextKey === startKey || pages >= MOST_PAGES || isOver();
    if (isLast || gathered.length >= GATHER) {
      await applyResults(rt, gathered);
      gathered = [];
      const leaseUntil = new Date((await rt.clock()).getTime() + 2 * LEASE_MS);
      const [kept] = await rt.db
        .update(solapiSync)
        .set(isLast ? { leaseUntil, watermark: startedAt, lastOkAt: startedAt } : { leaseUntil })
        .where(mine);
      if (isLast || kept.affectedRows === 0) return null;
    }
    startKey = page.nextKey;
  }
}
