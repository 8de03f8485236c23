import "server-only";
import { eq } from "drizzle-orm";
import { claimTurn } from "@/db/claim-turn";
import type { Db } from "@/db/client";
import { appMeta } from "@/db/schema/dispatch";
import type { Runtime } from "@/lib/runtime";
import { tenantsWithin } from "@/lib/tenants/tenant-of";
import { kstDate } from "@/lib/time/kst";
import { syncOptOuts } from "./sync-opt-outs";

const KEY = "opt_outs_synced";
/** A night begins at three in Korea. */
const NIGHT_MS = 3 * 3_600_000;
const TICK = { kind: "system", job: "tick" } as const;

/**
 * Every night, for each tenant once of all instances: whoever refused by the free call at Solapi gets no advertisement any
 * more (정보통신망법 §50②), whether or not anybody pressed the button. A night that is cut short goes on with the next pass; a tenant
 * whose account doesn't answer is told of and left for the next night.
 * @returns how many tenants were asked for
 */
export async function syncOptOutsNightly(
  rt: Pick<Runtime, "db" | "clock" | "env" | "phone">,
  isOver: () => boolean,
): Promise<number> {
  const now = await rt.clock();
  const night = kstDate(new Date(now.getTime() - NIGHT_MS));
  const all = `${night} all`;
  if ((await lastTurn(rt.db)) === all) return 0;
  const tenants = (await tenantsWithin(rt.db, TICK)).filter((tenant) => tenant.messagingIsActive);
  for (let asked = 0; ; ) {
    if (isOver()) return asked;
    const last = await lastTurn(rt.db);
    const [lastNight, id] = last.split(" ");
    const after = lastNight === night ? Number(id) : 0;
    // The others have been through by now.
    if (Number.isNaN(after)) return asked;
    const tenant = tenants.find((one) => one.id > after);
    const turn = tenant ? `${night} ${tenant.id}` : all;
    if (!(await claimTurn(rt.db, KEY, turn, (found) => found === last))) continue;
    if (!tenant) return asked;
    asked++;
    try {
      const done = await syncOptOuts(rt, TICK, tenant);
      if (!done.ok) console.error(`opt-outs of tenant ${tenant.id}: ${done.reason}`);
    } catch (error) {
      console.error(`opt-outs of tenant ${tenant.id}:`, error instanceof Error ? error.name : "failed");
    }
  }
}

async function lastTurn(db: Db): Promise<string> {
  const [row] = await db.select({ value: appMeta.value }).from(appMeta).where(eq(appMeta.key, KEY));
  return row?.value ?? "";
}
