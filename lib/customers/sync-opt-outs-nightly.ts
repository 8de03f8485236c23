import "server-only";
import { eq } from "drizzle-orm";
import { claimTurn } from "@/db/claim-turn";
import type { Db } from "@/db/client";
import { appMeta } from "@/db/schema/dispatch";
import type { Runtime } from "@/lib/runtime";
import { accountOf } from "@/lib/tenants/account-of";
import { type ActingTenant, tenantsWithin } from "@/lib/tenants/tenant-of";
import { kstDate } from "@/lib/time/kst";
import { syncOptOuts } from "./sync-opt-outs";

const KEY = "opt_outs_synced";
/** A night begins at three in Korea. */
const NIGHT_MS = 3 * 3_600_000;
const TICK = { kind: "system", job: "tick" } as const;

/**
 * Every night, for each account once of all instances, whatever number of tenants send with it: whoever refused by the free call at Solapi gets no advertisement any
 * more (정보통신망법 §50②), whether or not anybody pressed the button. A night that is cut short goes on with the next pass; an
 * account that doesn't answer is told of and left for the next night.
 * @returns how many accounts were asked
 */
export async function syncOptOutsNightly(
  rt: Pick<Runtime, "db" | "clock" | "env" | "phone">,
  isOver: () => boolean,
): Promise<number> {
  const now = await rt.clock();
  const night = kstDate(new Date(now.getTime() - NIGHT_MS));
  const all = `${night} all`;
  if ((await lastTurn(rt.db)) === all) return 0;
  const accounts = byAccount(
    rt.env,
    (await tenantsWithin(rt.db, TICK)).filter((tenant) => tenant.messagingIsActive),
  );
  for (let asked = 0; ; ) {
    if (isOver()) return asked;
    const last = await lastTurn(rt.db);
    const [lastNight, id] = last.split(" ");
    const after = lastNight === night ? Number(id) : 0;
    // The others have been through by now.
    if (Number.isNaN(after)) return asked;
    const tenants = accounts.find(([first]) => first.id > after);
    const turn = tenants ? `${night} ${tenants[0].id}` : all;
    if (!(await claimTurn(rt.db, KEY, turn, (found) => found === last))) continue;
    if (!tenants) return asked;
    asked++;
    const named = tenants.map(({ id }) => id).join(", ");
    try {
      const done = await syncOptOuts(rt, TICK, tenants);
      if (!done.ok) console.error(`opt-outs of tenant ${named}: ${done.reason}`);
    } catch (error) {
      console.error(`opt-outs of tenant ${named}:`, error instanceof Error ? error.name : "failed");
    }
  }
}

type Sharing = [ActingTenant, ...ActingTenant[]];

/** Those who send with one account together, by the first of them; whose account can't be opened is alone. */
function byAccount(env: Parameters<typeof accountOf>[0], tenants: readonly ActingTenant[]): Sharing[] {
  const found = new Map<string, Sharing>();
  for (const tenant of tenants.toSorted((a, b) => a.id - b.id)) {
    const opened = accountOf(env, tenant);
    const key = opened.ok ? opened.account.accountKey.toString("hex") : `of ${tenant.id}`;
    const sharing = found.get(key);
    if (sharing) sharing.push(tenant);
    else found.set(key, [tenant]);
  }
  return [...found.values()];
}

async function lastTurn(db: Db): Promise<string> {
  const [row] = await db.select({ value: appMeta.value }).from(appMeta).where(eq(appMeta.key, KEY));
  return row?.value ?? "";
}
