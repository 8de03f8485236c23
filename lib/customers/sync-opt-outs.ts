import "server-only";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import type { Actor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import type { Runtime } from "@/lib/runtime";
import { accountOf } from "@/lib/tenants/account-of";
import type { ActingTenant } from "@/lib/tenants/tenant-of";
import { normaliseKoreanNumber } from "@/lib/transports/phone-number";
import { type Refusing, writeOptOuts } from "./write-opt-outs";

export type OptOutSyncResult = { ok: true; read: number; added: number } | { ok: false; reason: string };

/**
 * Brings over who refused by the free 080 call at Solapi, for tenants that send with one account: it is read once for all of
 * them. What isn't named there any more stays: absence proves no new consent.
 * @param tenants at least one
 * @returns how many refusals were read, and how many of them were new to one of the tenants
 */
export async function syncOptOuts(
  rt: Pick<Runtime, "db" | "clock" | "env" | "phone">,
  actor: Actor,
  tenants: readonly [ActingTenant, ...ActingTenant[]],
): Promise<OptOutSyncResult> {
  const answer = accountOf(rt.env, tenants[0]);
  if (!answer.ok) return answer;
  const now = await rt.clock();
  const to = { source: "provider" as const, createdBy: null, now, env: rt.env };
  const added = new Map(tenants.map(({ id }) => [id, 0]));
  let read = 0;
  let startKey: string | null = null;
  for (;;) {
    const page: Awaited<ReturnType<typeof rt.phone.optOuts>> = await rt.phone.optOuts(answer.account, startKey);
    if (page.kind === "refused") return { ok: false, reason: page.reason };
    const people = new Map<string, Refusing>();
    for (const { number, at } of page.items) {
      const reading = normaliseKoreanNumber(number);
      if (reading.kind === "mobile") people.set(reading.number, { digits: reading.number, at });
    }
    read += page.items.length;
    for (const [tenantId, before] of people.size > 0 ? added : []) {
      const write = retryDeadlocks(rt.db, (tx) => writeOptOuts(tx, { ...to, tenantId }, [...people.values()]));
      added.set(tenantId, before + (await write).added);
    }
    if (page.nextKey === null || page.nextKey === startKey) break;
    startKey = page.nextKey;
  }
  for (const { id, orgId } of tenants) {
    const after = { read, added: added.get(id) ?? 0 };
    // A night on which nobody refused is no news.
    if (actor.kind === "user" || after.added > 0)
      await writeAudit(rt.db, actor, now, { action: "opt_out.sync", subject: `tenant:${id}`, orgId, after });
  }
  return { ok: true, read, added: [...added.values()].reduce((sum, n) => sum + n, 0) };
}
