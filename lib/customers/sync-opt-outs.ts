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
 * Brings over who refused by the free 080 call at Solapi. What isn't named there any more stays: absence proves no new
 * consent.
 */
export async function syncOptOuts(
  rt: Pick<Runtime, "db" | "clock" | "env" | "phone">,
  actor: Actor,
  tenant: ActingTenant,
): Promise<OptOutSyncResult> {
  const answer = accountOf(rt.env, tenant);
  if (!answer.ok) return answer;
  const now = await rt.clock();
  const to = { tenantId: tenant.id, source: "provider" as const, createdBy: null, now, env: rt.env };
  let [read, added] = [0, 0];
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
    if (people.size > 0)
      added += (await retryDeadlocks(rt.db, (tx) => writeOptOuts(tx, to, [...people.values()]))).added;
    if (page.nextKey === null || page.nextKey === startKey) break;
    startKey = page.nextKey;
  }
  const told = { action: "opt_out.sync", subject: `tenant:${tenant.id}`, orgId: tenant.orgId, after: { read, added } };
  // A night on which nobody refused is no news.
  if (actor.kind === "user" || added > 0) await writeAudit(rt.db, actor, now, told);
  return { ok: true, read, added };
}
