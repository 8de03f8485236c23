import "server-only";
import type { Turns } from "@/db/claim-turn";
import type { Runtime } from "@/lib/runtime";
import type { PhoneDesk } from "@/lib/transports/phone-port";
import { accountOf } from "./account-of";
import { storeStanding } from "./store-standing";
import { walkAccountsNightly } from "./walk-accounts-nightly";

export const SENDERS_TURN = "senders_asked";

/**
 * Every night, for each account once of all instances: how Solapi's registry of sender numbers stands. One that ran out there, or
 * was blocked or taken off, is told of before the next message is refused for it.
 * @returns how many accounts were asked
 */
export const askSendersNightly = (
  rt: Pick<Runtime, "db" | "clock" | "env"> & { phone: Pick<PhoneDesk, "senders"> },
  isOver: () => boolean,
  seen?: Turns,
): Promise<number> =>
  walkAccountsNightly(rt, {
    ...{ key: SENDERS_TURN, what: "sender numbers", isOver, seen },
    ask: async (tenants) => {
      const opened = accountOf(rt.env, tenants[0]);
      if (!opened.ok) return opened.reason;
      const told = await rt.phone.senders(opened.account);
      if (told.kind === "refused") return told.reason;
      const now = await rt.clock();
      for (const { id } of tenants) await storeStanding(rt.db, id, told.senders, now);
      return null;
    },
  });
