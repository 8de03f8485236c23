import "server-only";
import { and, asc, eq, gt, inArray, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { messages } from "@/db/schema/messages";
import { addToRollups, countersOf, rollupColumns, type Summed, summed } from "@/lib/messages/roll-up";
import { gapOf } from "./coverage";
import { type Counted, fullCount } from "./full-count";
import { differingRollups, mendRollups } from "./prove-rollups";

/** Messages counted by one statement. */
const CHUNK = 200;

export type Proof = {
  messages: number;
  /** Whose counters said something else than their rows, until now. */
  drifted: { messageId: number; counter: string; said: number; counted: number }[];
  /** Days' sums that said something else than their messages. */
  rollups: number;
  /** Messages of our own with fewer rows than recipients: an incident (C-04). */
  shortfall: { messageId: number; missing: number }[];
  /** False: the time was over first; `after` says where to go on. */
  isWhole: boolean;
  after: number;
};

/** Those told by name; more are counted by the caller's next look. */
const MOST_NAMED = 100;

/**
 * Counts the whole ledger row by row and holds every counter against it (rulings 22): what differs is told and put right, each
 * message under its lock. A row of a new message that is gone shows as a shortfall, because whom it was meant for is frozen.
 * @param after begins after this message
 */
export async function proveCounters(
  db: Db,
  { isOver = () => false, after = 0 }: { isOver?: () => boolean; after?: number } = {},
): Promise<Proof> {
  const proof: Proof = { messages: 0, drifted: [], rollups: 0, shortfall: [], isWhole: false, after };
  while (!isOver()) {
    const chunk = await db
      .select({ id: messages.id })
      .from(messages)
      .where(gt(messages.id, proof.after))
      .orderBy(asc(messages.id))
      .limit(CHUNK);
    const last = chunk.at(-1);
    if (!last) {
      const wrong = await differingRollups(db);
      await mendRollups(db, wrong);
      return { ...proof, rollups: wrong.length, isWhole: true };
    }
    await proveChunk(db, proof, proof.after, last.id);
    proof.messages += chunk.length;
    proof.after = last.id;
  }
  return proof;
}

async function proveChunk(db: Db, proof: Proof, after: number, upTo: number): Promise<void> {
  const counted = await fullCount(db, sql`m.id > ${after} and m.id <= ${upTo}`);
  const stored = await db
    .select({ id: messages.id, ...countersOf, gap: messages.gap })
    .from(messages)
    .where(and(gt(messages.id, after), sql`${messages.id} <= ${upTo}`));
  const storedOf = new Map(stored.map((row) => [row.id, row]));
  for (const found of counted) {
    const said = storedOf.get(found.id);
    // Between the two looks somebody may have written: what differs is looked at again under the message's lock.
    if (said && (isDifferent(said, found) || said.gap !== gapIn(found))) await mend(db, proof, found.id);
    noteShortfall(proof, found);
  }
}

type Figures = Record<Summed, number>;
const isDifferent = (said: Figures, found: Figures) => summed.some((name) => said[name] !== found[name]);
const gapIn = ({ expectedCount, listedCount, recordedCount }: Figures) =>
  gapOf({ expected: expectedCount, listed: listedCount, recorded: recordedCount });

function noteShortfall(proof: Proof, { id, isNew, expectedCount, recordedCount }: Counted): void {
  if (!isNew) return;
  const known = proof.shortfall.findIndex(({ messageId }) => messageId === id);
  if (known >= 0) proof.shortfall.splice(known, 1);
  if (expectedCount > recordedCount && proof.shortfall.length < MOST_NAMED)
    proof.shortfall.push({ messageId: id, missing: expectedCount - recordedCount });
}

async function mend(db: Db, proof: Proof, id: number): Promise<void> {
  await retryDeadlocks(db, async (tx) => {
    const [before] = await tx
      .select({ ...rollupColumns, ...countersOf })
      .from(messages)
      .where(inArray(messages.id, [id]))
      .for("update");
    const [counted] = await fullCount(tx, sql`m.id = ${id}`);
    if (!before || !counted) return;
    const { id: _, isNew: _isNew, ...figures } = counted;
    const after = { ...before, ...figures, gap: gapIn(counted) };
    for (const name of summed)
      if (before[name] !== figures[name] && proof.drifted.length < MOST_NAMED)
        proof.drifted.push({ messageId: id, counter: name, said: before[name], counted: figures[name] });
    await tx
      .update(messages)
      .set({ ...figures, gap: after.gap })
      .where(eq(messages.id, id));
    await addToRollups(tx, [
      { of: before, sign: -1 },
      { of: after, sign: 1 },
    ]);
  });
}
