import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { sendBatches } from "@/db/schema/messages";
import type { BatchLease } from "./lease";

/** Builds side by side, except for one that needs to be alone. */
export type BuildGate = <R>(isAlone: boolean, build: () => Promise<R>) => Promise<R>;

/**
 * Who came first goes first. A batch over which a builder was lost is built while this process builds nothing else: if it ends
 * the process again, no neighbour is counted with it.
 */
export function openBuildGate(): BuildGate {
  let building = 0;
  let isTaken = false;
  const waiting: { isAlone: boolean; enter: () => void }[] = [];
  const admit = () => {
    for (let next = waiting[0]; next && !isTaken && (building === 0 || !next.isAlone); next = waiting[0]) {
      waiting.shift();
      building++;
      isTaken = next.isAlone;
      next.enter();
    }
  };
  return async (isAlone, build) => {
    await new Promise<void>((enter) => {
      waiting.push({ isAlone, enter });
      admit();
    });
    try {
      return await build();
    } finally {
      building--;
      isTaken = false;
      admit();
    }
  };
}

/**
 * Writes down that a build begins. Whoever comes to an end with it, good or bad, takes it off again: what stays counts builders
 * who never did. @returns false where the batch is somebody else's by now
 */
export async function beginBuild(db: Db, { batchId, token }: BatchLease): Promise<boolean> {
  const [begun] = await db
    .update(sendBatches)
    .set({ lostBuilds: sql`${sendBatches.lostBuilds} + 1` })
    .where(and(eq(sendBatches.id, batchId), eq(sendBatches.leaseToken, token)));
  return begun.affectedRows > 0;
}
