import "server-only";
import { claimTurn, type Turns } from "@/db/claim-turn";
import type { Runtime } from "@/lib/runtime";
import { kstDate } from "@/lib/time/kst";
import { checkLedger, type LedgerMismatch } from "./check-ledger";
import { expireSenders } from "./expire-senders";

/** A night begins at three in Korea: the quietest hour, and long before anybody charges credit. */
const NIGHT_MS = 3 * 3_600_000;

export const TENANTS_TURN = "tenants_tended_on";

export type Tended = { mismatches: LedgerMismatch[]; expired: number };

/** Once a night for all instances together: numbers that ran out, and whether every ledger adds up. Null where it isn't this one's turn. */
export async function tendTenantsNightly(
  rt: Pick<Runtime, "db" | "clock">,
  isOver: () => boolean,
  seen?: Turns,
): Promise<Tended | null> {
  if (isOver()) return null;
  const now = await rt.clock();
  const night = kstDate(new Date(now.getTime() - NIGHT_MS));
  if (!(await claimTurn(rt.db, TENANTS_TURN, night, (last) => last !== night, seen))) return null;
  const expired = await expireSenders(rt.db, now);
  return { expired, mismatches: await checkLedger(rt.db) };
}
