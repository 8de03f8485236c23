import "server-only";
import { claimTurn } from "@/db/claim-turn";
import { type ProbeRuntime, runProbes } from "./run-probes";
import { storeProbes } from "./store-probes";

const TURN = "probed_at";
export const PROBE_EVERY_MS = 5 * 60_000;
/** However many people press the button: gateways and Solapi are asked no more often than this. */
export const LEAST_BETWEEN_MS = 5_000;

/**
 * Looks at everything where the last look, by whichever instance, is so long ago; one of all of them does it. What it finds
 * is written down with the time it began at.
 * @returns false where somebody else has looked, or does so now
 */
export async function probeAfter(rt: ProbeRuntime, leastMs: number): Promise<boolean> {
  const now = await rt.clock();
  const isDue = (last: string) => Math.abs(now.getTime() - Number(last)) >= leastMs;
  if (!(await claimTurn(rt.db, TURN, String(now.getTime()), isDue))) return false;
  const run = await runProbes(rt);
  if (!run.isDatabaseDown) await storeProbes(rt.db, run, now);
  return true;
}

/** The regular look, every five minutes. Its place is beside the dispatcher: sending never waits for it. */
export const probeRegularly = (rt: ProbeRuntime): Promise<boolean> => probeAfter(rt, PROBE_EVERY_MS);
