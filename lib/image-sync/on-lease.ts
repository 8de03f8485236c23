import "server-only";
import type { Actor } from "@/lib/access/actor";
import { findRun } from "./find-run";
import { claimRun, releaseRun } from "./lease";
import { Halted, type Hand, handFor, type SyncRuntime } from "./step-hand";

/**
 * Works on a run while nobody else can. Nothing happens where another holds it; whoever loses it, or finds it paused, stops without
 * a word: the run stands as the other left it.
 */
export async function onLease(
  rt: SyncRuntime,
  actor: Actor,
  id: number,
  work: (hand: Hand) => Promise<void>,
): Promise<void> {
  const lease = await claimRun(rt.db, id);
  if (!lease) return;
  try {
    // Read under the lease: it may have gone on while we were waiting.
    await work(handFor(rt, { lease, run: await findRun(rt.db, id), actor }));
  } catch (error) {
    if (!(error instanceof Halted)) throw error;
  } finally {
    await releaseRun(rt.db, lease);
  }
}
