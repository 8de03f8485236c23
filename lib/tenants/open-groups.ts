import "server-only";
import { and, count, eq, inArray, isNotNull } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { sendBatches } from "@/db/schema/messages";

/** Batches that only the account they were built in knows: `unsent` may still leave, `waiting` has no result yet. */
export type OpenGroups = { accountIds: (string | null)[]; unsent: number; waiting: number };

/** What of a tenant lies at the provider and isn't at its end, and in which of its accounts. */
export async function openGroupsOf(db: Executor, tenantId: number): Promise<OpenGroups> {
  const rows = await db
    .select({ phase: sendBatches.phase, accountId: sendBatches.providerAccount, batches: count() })
    .from(sendBatches, { forceIndex: "ix_batches_tenant" })
    .where(
      and(
        eq(sendBatches.tenantId, tenantId),
        inArray(sendBatches.phase, ["committed", "held", "sent"]),
        isNotNull(sendBatches.groupId),
      ),
    )
    .groupBy(sendBatches.phase, sendBatches.providerAccount);
  const sum = (of: typeof rows) => of.reduce((total, { batches }) => total + batches, 0);
  const waiting = sum(rows.filter(({ phase }) => phase === "sent"));
  return {
    accountIds: [...new Set(rows.map(({ accountId }) => accountId))],
    ...{ unsent: sum(rows) - waiting, waiting },
  };
}
