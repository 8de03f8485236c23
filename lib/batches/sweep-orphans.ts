import "server-only";
import { inArray, isNotNull, lte } from "drizzle-orm";
import { claimTurn, type Turns } from "@/db/claim-turn";
import type { Db } from "@/db/client";
import { sendBatches, solapiEvents } from "@/db/schema/messages";
import { tenants } from "@/db/schema/tenants";
import type { Runtime } from "@/lib/runtime";
import { accountOf, type SolapiAccount } from "@/lib/tenants/account-of";
import type { PhoneGroup } from "@/lib/transports/phone-port";
import { installationId } from "./installation";

export const ORPHANS_TURN = "orphans_swept_at";
const EVERY_MS = 3_600_000;
/** Nobody builds a group for that long, and who still thinks it does has lost its lease. */
const ORPHAN_AFTER_MS = 2 * 3_600_000;
const EVENTS_KEPT_MS = 7 * 86_400_000;
const EVENTS_MOST = 5_000;

type SweepRuntime = Pick<Runtime, "db" | "clock" | "phone" | "env">;

/** Once an hour, by one instance: groups of this installation that were built and never committed, and hints long used. */
export async function sweepOrphansHourly(rt: SweepRuntime, isOver: () => boolean, seen?: Turns): Promise<boolean> {
  const now = await rt.clock();
  const isDue = (last: string) => now.getTime() - Date.parse(last) >= EVERY_MS;
  if (!(await claimTurn(rt.db, ORPHANS_TURN, now.toISOString(), isDue, seen))) return false;
  await sweepOrphans(rt, now, isOver);
  await rt.db
    .delete(solapiEvents)
    .where(lte(solapiEvents.processedAt, new Date(now.getTime() - EVENTS_KEPT_MS)))
    .limit(EVENTS_MOST);
  return true;
}

/**
 * Removes PENDING groups at the provider that carry this installation's mark and that no batch has committed: they cost
 * nothing and can't leave by themselves. Others' groups are left alone (rulings 17).
 * @returns how many were removed
 */
export async function sweepOrphans(rt: SweepRuntime, now: Date, isOver: () => boolean): Promise<number> {
  const ours = await installationId(rt.db);
  let removed = 0;
  for (const account of await accounts(rt)) {
    for (let startKey: string | null = null; !isOver(); ) {
      const page: Awaited<ReturnType<typeof rt.phone.pendingGroups>> = await rt.phone.pendingGroups(account, startKey);
      if (page.kind === "refused") break;
      const old = page.items.filter((group) => isOld(group, ours, now));
      const committed = await committedAmong(rt.db, old);
      for (const { groupId } of old)
        if (!committed.has(groupId) && !isOver() && (await rt.phone.remove(account, groupId)).kind === "removed")
          removed++;
      if (page.nextKey === null || page.nextKey === startKey) break;
      startKey = page.nextKey;
    }
  }
  return removed;
}

const isOld = ({ status, customFields, createdAt }: PhoneGroup, ours: string, now: Date): boolean =>
  status === "PENDING" &&
  customFields.installationId === ours &&
  createdAt !== null &&
  now.getTime() - createdAt.getTime() >= ORPHAN_AFTER_MS;

async function committedAmong(db: Db, groups: readonly PhoneGroup[]): Promise<Set<string>> {
  if (groups.length === 0) return new Set();
  const ids = groups.map(({ groupId }) => groupId);
  const rows = await db
    .select({ groupId: sendBatches.groupId })
    .from(sendBatches)
    .where(inArray(sendBatches.groupId, ids));
  return new Set(rows.flatMap(({ groupId }) => groupId ?? []));
}

/** Every account that is sent with, each once. */
async function accounts(rt: Pick<Runtime, "db" | "env">): Promise<SolapiAccount[]> {
  const own = await rt.db
    .select({ id: tenants.id, solapiKey: tenants.solapiKey })
    .from(tenants)
    .where(isNotNull(tenants.solapiKey));
  const found = new Map<string, SolapiAccount>();
  for (const tenant of [{ id: 0, solapiKey: null }, ...own]) {
    const opened = accountOf(rt.env, tenant);
    if (opened.ok) found.set(opened.account.accountKey.toString("hex"), opened.account);
  }
  return [...found.values()];
}
