import "server-only";
import { createHash, type Hash } from "node:crypto";
import type { PlannedOp } from "./plan-ops";

/** All that is fixed about a step: what a person agrees to with the hash. How far it is isn't among it. */
const lineOf = (op: Omit<PlannedOp, "stage"> & { stage: number }): string =>
  JSON.stringify([
    ...[op.seq, op.findingId, op.stage, op.batch, op.customerId, op.act, op.imageId, op.ver, op.filePath, op.toPath],
    ...[op.place, op.bytes, op.sha256?.toString("hex") ?? null],
  ]);

/**
 * Binds an approval to what was read: any other step, order, version of a row or picture gives another hash.
 * @param ops in the order of their numbers
 */
export function planHashOf(runId: number, ops: Iterable<Omit<PlannedOp, "stage"> & { stage: number }>): Buffer {
  const hash: Hash = createHash("sha256").update(`image-sync plan 1\n${runId}\n`);
  for (const op of ops) hash.update(`${lineOf(op)}\n`);
  return hash.digest();
}
