import "server-only";
import type { Turns } from "@/db/claim-turn";
import type { Runtime } from "@/lib/runtime";
import { walkAccountsNightly } from "@/lib/tenants/walk-accounts-nightly";
import { syncOptOuts } from "./sync-opt-outs";

export const OPT_OUTS_TURN = "opt_outs_synced";
const TICK = { kind: "system", job: "tick" } as const;

/**
 * Every night, for each account once of all instances, whatever number of tenants send with it: whoever refused by the free call
 * at Solapi gets no advertisement any more (정보통신망법 §50②), whether or not anybody pressed the button.
 * @returns how many accounts were asked
 */
export const syncOptOutsNightly = (
  rt: Pick<Runtime, "db" | "clock" | "env" | "phone">,
  isOver: () => boolean,
  seen?: Turns,
): Promise<number> =>
  walkAccountsNightly(rt, {
    ...{ key: OPT_OUTS_TURN, what: "opt-outs", isOver, seen },
    ask: async (tenants) => {
      const done = await syncOptOuts(rt, TICK, tenants);
      return done.ok ? null : done.reason;
    },
  });
