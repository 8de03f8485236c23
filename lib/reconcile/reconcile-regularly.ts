import "server-only";
import { randomUUID } from "node:crypto";
import { and, eq, isNull, lte, or } from "drizzle-orm";
import { claimTurn, type Turns } from "@/db/claim-turn";
import { isDuplicateKey } from "@/db/client";
import { reconcileSync } from "@/db/schema/reconcile";
import type { ProviderRuntime } from "@/lib/recovery/ask-provider";
import { accountsInUse, type PaidAccount } from "./accounts";
import { comparePage } from "./compare-page";
import { addTally, noTally, type Tally } from "./tally";

export const RECONCILE_TURN = "reconciled_slot";
/** Read again at each look: clocks differ and lists lag behind. */
const OVERLAP_MS = 10 * 60_000;
/** What an account had before anybody looked at it is asked for by a person. */
const FIRST_LOOK_MS = 24 * 3_600_000;
const EVERY_MS = 3_600_000;
const LEASE_MS = 2 * 60_000;
const SLOT_MS = 10 * 60_000;
/** Pages of one pass; the rest of a window is read by the next ones, where this ended. */
const MOST_PAGES = 10;

type Sync = typeof reconcileSync.$inferSelect;

/**
 * Compares every account with the ledger, once an hour, a bounded number of pages at a time: window by window with an overlap, gone on
 * where it ended whoever reads, so that nothing is left out (S0-20, S0-34). What the provider proves is written, nothing else (S0-21).
 */
export async function reconcileRegularly(
  rt: ProviderRuntime,
  isOver: () => boolean,
  seen?: Turns,
): Promise<Tally | null> {
  if (isOver()) return null;
  const now = await rt.clock();
  const slot = String(Math.floor(now.getTime() / SLOT_MS));
  if (!(await claimTurn(rt.db, RECONCILE_TURN, slot, (last) => last !== slot, seen))) return null;
  const tally = noTally();
  for (const paid of await accountsInUse(rt)) {
    if (isOver()) return tally;
    const sync = await lease(rt, paid, now);
    if (sync) addTally(tally, await readOn(rt, paid, sync, isOver));
  }
  return tally;
}

/** The right to read one account's messages, where it is due; null where it isn't or somebody else is at it. */
async function lease(rt: ProviderRuntime, { account }: PaidAccount, now: Date): Promise<Sync | null> {
  const { accountKey } = account;
  const ofAccount = eq(reconcileSync.accountKey, accountKey);
  const [known] = await rt.db.select().from(reconcileSync).where(ofAccount);
  if (!known)
    await rt.db
      .insert(reconcileSync)
      .values({ accountKey, watermark: new Date(now.getTime() - FIRST_LOOK_MS) })
      .catch((error: unknown) => {
        if (!isDuplicateKey(error)) throw error;
      });
  else if (known.windowTo === null && now.getTime() - known.watermark.getTime() < EVERY_MS) return null;
  const leaseToken = randomUUID();
  const isFree = or(isNull(reconcileSync.leaseUntil), lte(reconcileSync.leaseUntil, now));
  const [taken] = await rt.db
    .update(reconcileSync)
    .set({ leaseToken, leaseUntil: new Date(now.getTime() + LEASE_MS) })
    .where(and(ofAccount, isFree));
  if (taken.affectedRows === 0) return null;
  const [sync] = await rt.db.select().from(reconcileSync).where(ofAccount);
  return sync ?? null;
}

async function readOn(
  rt: ProviderRuntime,
  { account, payers }: PaidAccount,
  sync: Sync,
  isOver: () => boolean,
): Promise<Tally> {
  const tally = noTally();
  const mine = and(
    eq(reconcileSync.accountKey, account.accountKey),
    eq(reconcileSync.leaseToken, sync.leaseToken ?? ""),
  );
  const from = sync.windowFrom ?? new Date(sync.watermark.getTime() - OVERLAP_MS);
  const to = sync.windowTo ?? (await rt.clock());
  let startKey = sync.windowTo === null ? null : sync.startKey;
  for (let pages = 1; ; pages++) {
    const page: Awaited<ReturnType<typeof rt.phone.list>> = await rt.phone.list(account, {
      dateType: "UPDATED",
      from,
      to,
      startKey,
    });
    if (page.kind === "refused") {
      const lastError = (page.code ?? page.reason).slice(0, 200);
      await rt.db.update(reconcileSync).set({ leaseToken: null, leaseUntil: null, lastError }).where(mine);
      return tally;
    }
    addTally(tally, await comparePage(rt, payers, page.items));
    const isLast = page.nextKey === null || page.nextKey === startKey;
    startKey = page.nextKey;
    const now = await rt.clock();
    const ends = isLast || pages >= MOST_PAGES || isOver();
    const [kept] = await rt.db
      .update(reconcileSync)
      .set({
        ...(isLast
          ? {
              watermark: to,
              windowFrom: null,
              windowTo: null,
              startKey: null,
              lastOkAt: now,
              lastError: null,
              counts: { ...tally },
            }
          : { windowFrom: from, windowTo: to, startKey }),
        ...(ends ? { leaseToken: null, leaseUntil: null } : { leaseUntil: new Date(now.getTime() + LEASE_MS) }),
      })
      .where(mine);
    if (ends || kept.affectedRows === 0) return tally;
  }
}
