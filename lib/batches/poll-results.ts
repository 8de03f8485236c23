import "server-only";
import { asc, inArray, lte } from "drizzle-orm";
import type { Db } from "@/db/client";
import { sendBatches } from "@/db/schema/messages";
import { tenants } from "@/db/schema/tenants";
import type { Runtime } from "@/lib/runtime";
import { accountOf, type SolapiAccount } from "@/lib/tenants/account-of";
import { askStragglers, type DueBatch } from "./ask-stragglers";
import { leaseSync, readUpdates, releaseSync } from "./read-updates";

/** Batches one look takes on. */
const MOST_DUE = 200;
const LOCKED_OUT_MS = 5 * 60_000;

export type PollRuntime = Pick<Runtime, "db" | "clock" | "phone" | "env">;

/** Batches whose results are due to be asked for. */
export const dueForResults = (db: Pick<Db, "select">, now: Date) =>
  db
    .select({
      ...{ id: sendBatches.id, messageId: sendBatches.messageId, tenantId: sendBatches.tenantId },
      ...{ groupId: sendBatches.groupId, size: sendBatches.size, polls: sendBatches.polls, sentAt: sendBatches.sentAt },
    })
    .from(sendBatches, { forceIndex: "ix_batches_poll" })
    .where(lte(sendBatches.pollAt, now))
    .orderBy(asc(sendBatches.pollAt), asc(sendBatches.id))
    .limit(MOST_DUE);

/**
 * Reads back what became of what was sent: per account everything that changed since the last look, then the batches that
 * still wait for somebody, ever more seldom (solapi.md §6.3). One instance at a time reads an account.
 */
export async function pollResults(rt: PollRuntime, isOver: () => boolean): Promise<void> {
  const now = await rt.clock();
  const due = await dueForResults(rt.db, now);
  if (due.length === 0) return;
  const tenantIds = [...new Set(due.map(({ tenantId }) => tenantId))];
  const owners = await rt.db
    .select({ id: tenants.id, solapiKey: tenants.solapiKey })
    .from(tenants)
    .where(inArray(tenants.id, tenantIds));
  const keys = new Map(owners.map(({ id, solapiKey }) => [id, solapiKey]));
  const accounts = new Map<string, { account: SolapiAccount | null; batches: DueBatch[] }>();
  for (const batch of due) {
    const opened = accountOf(rt.env, { id: batch.tenantId, solapiKey: keys.get(batch.tenantId) ?? null });
    const key = opened.ok ? opened.account.accountKey.toString("hex") : "";
    const known = accounts.get(key) ?? { account: opened.ok ? opened.account : null, batches: [] };
    accounts.set(key, known);
    known.batches.push(batch);
  }
  const polls = [...accounts.values()].map(({ account, batches }) =>
    // One account's trouble is not another's.
    pollAccount(rt, account, batches, now, isOver).catch((error: unknown) =>
      console.error("results:", error instanceof Error ? error.message : error),
    ),
  );
  await Promise.all(polls);
}

async function pollAccount(
  rt: PollRuntime,
  account: SolapiAccount | null,
  batches: readonly DueBatch[],
  now: Date,
  isOver: () => boolean,
): Promise<void> {
  if (!account) return askStragglers(rt, null, batches, LOCKED_OUT_MS, isOver);
  const token = await leaseSync(rt.db, account.accountKey, now);
  if (!token) return;
  let refusal: string | null = null;
  try {
    refusal = await readUpdates(rt, account, token, isOver);
    await askStragglers(rt, refusal === null ? account : null, batches, refusal === null ? 0 : LOCKED_OUT_MS, isOver);
  } finally {
    await releaseSync(rt.db, account.accountKey, token, refusal);
  }
}
