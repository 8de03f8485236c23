import "server-only";
import { and, inArray, lt } from "drizzle-orm";
import { claimTurn, lastTurn, type Turns } from "@/db/claim-turn";
import type { Db } from "@/db/client";
import { recoveryRuns } from "@/db/schema/coverage";
import type { Runtime } from "@/lib/runtime";
import { kstDate } from "@/lib/time/kst";
import { type Proof, proveCounters } from "./prove-counters";
import { snapshotNightly } from "./snapshot-nightly";
import { noteImported, noteShortfall } from "./standing-queries";

export const COVERAGE_TURN = "coverage_proved";
/** A night begins at three in Korea. */
const NIGHT_MS = 3 * 3_600_000;
/** A plan nobody applied in a week is about another world. */
const PLANS_KEPT_MS = 7 * 86_400_000;

/**
 * Once a night of all instances together: every row is counted and held against the counters, and how coverage stands is kept
 * (rulings 22, S0-22). A night that is cut short goes on with the next pass, where it ended.
 * @returns what this pass has proved; null where nothing was left to do
 */
export async function tendCoverageNightly(
  rt: Pick<Runtime, "db" | "clock">,
  isOver: () => boolean,
  seen?: Turns,
): Promise<Proof | null> {
  if (isOver()) return null;
  const now = await rt.clock();
  const night = kstDate(new Date(now.getTime() - NIGHT_MS));
  const last = seen?.get(COVERAGE_TURN) ?? (await lastTurn(rt.db, COVERAGE_TURN));
  const [lastNight, place] = last.split(" ");
  if (lastNight === night && place === "all") return null;
  const proof = await proveCounters(rt.db, { isOver, after: lastNight === night ? Number(place) : 0 });
  const next = `${night} ${proof.isWhole ? "all" : proof.after}`;
  for (const { messageId, counter, said, counted } of proof.drifted)
    console.error(`coverage of message ${messageId}: ${counter} said ${said}, counted ${counted}`);
  // Who comes second has proved the same, which harms nobody.
  if (!(await claimTurn(rt.db, COVERAGE_TURN, next, (found) => found === last))) return proof;
  const short = proof.shortfall.map(({ messageId }) => messageId);
  if (short.length > 0) await noteShortfall(rt.db, short);
  if (proof.isWhole) {
    await snapshotNightly(rt.db, now);
    await noteImported(rt.db);
    await forgetPlans(rt.db, new Date(now.getTime() - PLANS_KEPT_MS));
  }
  return proof;
}

const forgetPlans = (db: Db, before: Date) =>
  db
    .delete(recoveryRuns)
    .where(and(inArray(recoveryRuns.state, ["planned", "stale"]), lt(recoveryRuns.createdAt, before)));
