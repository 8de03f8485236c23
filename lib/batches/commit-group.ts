import "server-only";
import { and, eq, inArray, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { BatchPhase } from "@/db/enums";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { messageLogs, sendBatches } from "@/db/schema/messages";
import { tenants } from "@/db/schema/tenants";
import { updateRows } from "@/db/update-rows";
import type { Runtime } from "@/lib/runtime";
import { moneyOf, ZERO } from "@/lib/tenants/money";
import type { Built } from "@/lib/transports/phone-port";
import { endRows } from "./end-rows";
import type { QueuedRow, Work } from "./load-batch";
import { recordEvents } from "./record-events";

export type Committed = "committed" | "empty" | "stale";

/**
 * Fixes the one group a batch will ever have, with the provider's id of each of its messages, and ends those it refused:
 * one transaction, or nothing (solapi.md §6.2 B).
 * @returns `stale` where the batch is in other hands by now: the group must go; `empty` where the provider took none
 */
export async function commitGroup(
  rt: Pick<Runtime, "db" | "clock">,
  { lease, batch, tenant }: Work,
  rows: readonly QueuedRow[],
  built: Extract<Built, { kind: "built" }>,
  { event = "built", ms }: { event?: "built" | "found"; ms: number },
): Promise<Committed> {
  const held = new Map(rows.map((row) => [String(row.id), moneyOf(row.reservedAmount)]));
  const at = await rt.clock();
  return retryDeadlocks(rt.db, async (tx) => {
    if (!(await isMine(tx, lease, at)) || !(await hasSameKey(tx, tenant))) return "stale";
    const isEmpty = built.rows.length === 0;
    await endRows(
      tx,
      batch,
      built.refused.map(({ logId, code }) => ({
        ...{ id: Number(logId), from: "queued", to: "failed", reasonCode: "provider_refused", providerCode: code },
        ...{ reserved: held.get(logId) ?? ZERO, settle: ZERO },
      })),
      at,
    );
    await updateRows(
      tx,
      messageLogs,
      built.rows.map(({ logId, messageId }) => ({ id: Number(logId), solapiMessageId: messageId })),
    );
    const phase: BatchPhase = isEmpty ? "done" : "committed";
    const fixed = {
      phase,
      groupId: built.groupId,
      providerAccount: built.accountId,
      committedAt: at,
      attempt: 0,
      lostBuilds: 0,
      heldReason: null,
    };
    const none = { phase, availableAt: null, doneAt: at, heldReason: null, detail: null, ...FREE };
    await tx
      .update(sendBatches)
      .set(isEmpty ? none : fixed)
      .where(eq(sendBatches.id, lease.batchId));
    const told = { batchId: batch.id, layer: "provider", event, detail: countedText(built), ms, at } as const;
    await recordEvents(tx, [told]);
    return isEmpty ? "empty" : "committed";
  });
}

/** How the trail says whom the provider took into a group. */
export const countedText = ({ rows, refused }: { rows: readonly unknown[]; refused: readonly unknown[] }): string =>
  `${rows.length} taken, ${refused.length} refused`;

/** Holds the tenant and sees that its group was built with the key it still has: no other account would find it. */
async function hasSameKey(tx: Tx, { id, solapiKey }: Work["tenant"]): Promise<boolean> {
  const [row] = await tx.select({ solapiKey: tenants.solapiKey }).from(tenants).where(eq(tenants.id, id)).for("update");
  return row?.solapiKey && solapiKey ? row.solapiKey.equals(solapiKey) : row?.solapiKey === solapiKey;
}

const FREE = { leaseOwner: null, leaseToken: null, leaseUntil: null };

/** Locks the batch; true where it still waits for its group and is the holder's own, with time left. */
async function isMine(tx: Tx, { batchId, token }: Work["lease"], at: Date): Promise<boolean> {
  const [row] = await tx
    .select({ until: sendBatches.leaseUntil })
    .from(sendBatches)
    .where(
      and(
        eq(sendBatches.id, batchId),
        eq(sendBatches.leaseToken, token),
        inArray(sendBatches.phase, ["new", "held"]),
        isNull(sendBatches.groupId),
      ),
    )
    .for("update");
  return row?.until != null && row.until > at;
}
