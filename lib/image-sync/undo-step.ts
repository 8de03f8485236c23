import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { isDuplicateKey, type Tx } from "@/db/client";
import { customerImages } from "@/db/schema/customer-images";
import { customers } from "@/db/schema/customers";
import { syncBackups, syncOps } from "@/db/schema/image-sync";
import { rowAt } from "./look-again";
import { afterBringBack, type ConflictWhy, whyNotBack } from "./op-step";
import { rowOfText, shaOfText, textOfRow } from "./row-text";
import { endsOf, fingerprintFor } from "./set-aside";
import { Halted, type Hand, holding, type Op, settleUndo } from "./step-hand";

/**
 * Takes one step back, wherever it had got: a row is what its backup says, byte for byte, a file lies where it lay. What is
 * somebody else's by now stays (image-sync.md 2g).
 * @throws Halted; StorageTrouble, with the step as it was
 */
export const undoStep = (hand: Hand, op: Op): Promise<void> =>
  op.act === "set_aside" ? bringFileBack(hand, op) : bringRowBack(hand, op);

async function bringRowBack(hand: Hand, op: Op): Promise<void> {
  await holding(hand, "undoing", async (tx, at) => {
    const isKept = and(
      eq(syncBackups.runId, op.runId),
      eq(syncBackups.seq, op.seq),
      eq(syncBackups.tbl, "customer_images"),
    );
    const [backup] = await tx.select().from(syncBackups).where(isKept).for("update");
    // A step that failed has changed nothing: change and backup are one transaction.
    if (!backup) return settleUndo(tx, hand, op, null, at);
    if (!shaOfText(backup.rowJson).equals(backup.rowSha))
      throw new Error(`backup ${op.runId}/${op.seq} isn't what was written`);
    const why = await restoreRow(tx, backup.rowJson, backup.pk, backup.verAfter);
    if (why === null) await tx.update(syncBackups).set({ isRestored: true }).where(isKept);
    await settleUndo(tx, hand, op, why, at);
  });
}

/** Puts a whole row back, and reads it to make sure it is the same. */
export async function restoreRow(
  tx: Tx,
  text: string,
  pk: number,
  verAfter: number | null,
): Promise<ConflictWhy | null> {
  const [now] = await tx.select().from(customerImages).where(eq(customerImages.id, pk)).for("update");
  const why = whyNotBack(verAfter, now);
  if (why) return why;
  const row = rowOfText(text);
  if (verAfter === null) {
    const [owner] = await tx
      .select({ id: customers.id })
      .from(customers)
      .where(eq(customers.id, row.customerId))
      .for("update");
    if (!owner) return "customer_gone";
    // A savepoint: what stands in the way of it must not end the transaction.
    const isFree = await tx
      .transaction((inner) => inner.insert(customerImages).values(row))
      .then(
        () => true,
        (error: unknown) => {
          if (isDuplicateKey(error)) return false;
          throw error;
        },
      );
    if (!isFree) return "row_taken";
  } else {
    const { id, ...columns } = row;
    await tx.update(customerImages).set(columns).where(eq(customerImages.id, id));
  }
  const back = await rowAt(tx, pk);
  if (!back || textOfRow(back) !== text) throw new Error(`row ${pk} didn't come back as it was`);
  return null;
}

async function bringFileBack(hand: Hand, op: Op): Promise<void> {
  const { rt } = hand;
  const found = await fingerprintFor(rt.db, op);
  if (!found) {
    // It never began to move.
    await holding(hand, "undoing", (tx, at) => settleUndo(tx, hand, op, null, at));
    return;
  }
  await holding(hand, "undoing", async (tx) => {
    const [set] = await tx
      .update(syncOps)
      .set({ state: "undoing" })
      .where(
        and(
          eq(syncOps.runId, op.runId),
          eq(syncOps.seq, op.seq),
          sql`${syncOps.state} in ('done', 'intent', 'failed', 'undoing')`,
        ),
      );
    if (set.affectedRows !== 1) throw new Halted();
  });
  const [key, place] = endsOf(op);
  const why = afterBringBack(await rt.quarantine.bringBack(key, place, found));
  await holding(hand, "undoing", (tx, at) => settleUndo(tx, hand, op, why, at));
}
