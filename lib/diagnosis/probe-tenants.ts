import "server-only";
import { count, eq, inArray, sum } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { sendBatches } from "@/db/schema/messages";
import { tenants as tenantRows } from "@/db/schema/tenants";
import { LEAST_LATE, MOST_OPEN_PERCENT } from "@/lib/alerts/alert-rules";
import { readBatches } from "@/lib/alerts/batch-facts";
import { knownTenants, type TenantDto, tenantViewOf } from "@/lib/tenants/queries";
import { blocksOf } from "@/lib/tenants/standing";
import { conditionOf } from "./of-reason";
import { ill, type Looked, type Looks, well } from "./probe-look";
import { namesOf, type ProbeName, probeKey } from "./probe-names";

export type ProbedTenant = TenantDto & { solapiKey: Buffer | null };

/** Everybody who pays for messages, with what decides whether they can send. */
export async function tenantsToLookAt(db: Executor, now: Date): Promise<ProbedTenant[]> {
  const all = await knownTenants(db, await tenantViewOf(db, { kind: "system", job: "tick" }), now);
  if (all.length === 0) return [];
  const keys = await db
    .select({ id: tenantRows.id, solapiKey: tenantRows.solapiKey })
    .from(tenantRows)
    .where(
      inArray(
        tenantRows.id,
        all.map(({ id }) => id),
      ),
    );
  const keyOf = new Map(keys.map(({ id, solapiKey }) => [id, solapiKey]));
  return all.map((tenant) => ({ ...tenant, solapiKey: keyOf.get(tenant.id) ?? null }));
}

export const tenantKeys = (tenants: readonly TenantDto[]): string[] =>
  tenants.flatMap(({ id, messagingIsActive }) =>
    (messagingIsActive ? namesOf("tenant") : OF_SWITCHED_OFF).map((name) => probeKey(name, id)),
  );

/** Who is switched off sends nothing, but may have left something lying. */
const OF_SWITCHED_OFF: readonly ProbeName[] = ["setup", "held", "results"];

/** Whether each tenant's messages would be accepted (S3-03…09): what its own row says, most pressing first. */
export const lookAtSetUp = (tenants: readonly TenantDto[], looks: Looks): Promise<Looked | null>[] =>
  tenants.map((tenant) =>
    looks.look("setup", tenant.id, async () => {
      if (!tenant.messagingIsActive) return well({ off: 1 });
      const block = blocksOf(tenant).find(({ kind }) => kind !== "paused");
      const unpriced = Object.values(tenant.prices).filter((price) => price === null).length;
      return block ? ill(SET_UP_CAUSES[block.kind as keyof typeof SET_UP_CAUSES]) : well({ unpriced });
    }),
  );

/** The words a refused request gives as its reason. */
const SET_UP_CAUSES = {
  no_sender: "sender_required",
  no_price: "price_not_configured",
  no_credit: "insufficient_balance",
} as const;

/** What of each tenant lies held, and whose reports stay away; by the rules that alerts go by. */
export async function lookAtBatches(
  db: Executor,
  tenants: readonly TenantDto[],
  now: Date,
  looks: Looks,
): Promise<(Looked | null)[]> {
  const reading = Promise.all([readBatches(db, now), heldReasons(db)]);
  reading.catch(() => {});
  return Promise.all(
    tenants.flatMap(({ id }) => [
      looks.look("held", id, async () => {
        const [{ held }, reasons] = await reading;
        const own = reasons.filter(({ tenantId }) => tenantId === id);
        const figures = {
          batches: own.reduce((all, { batches }) => all + batches, 0),
          recipients: own.reduce((all, { recipients }) => all + Number(recipients), 0),
        };
        const long = held.find((one) => one.id === id);
        if (!long) return well(figures);
        // By the name a message meets it under, and so with the same thing to do.
        return ill(conditionOf("phone", long.reason)?.id ?? long.reason, { ...figures, reason: long.reason });
      }),
      looks.look("results", id, async () => {
        const [{ late }] = await reading;
        const own = late.find((one) => one.id === id);
        const isLate = own && own.open >= LEAST_LATE && own.open * 100 >= own.went * MOST_OPEN_PERCENT;
        const figures = { open: own?.open ?? 0, went: own?.went ?? 0 };
        return isLate ? ill("report_late", figures) : well(figures);
      }),
    ]),
  );
}

const heldReasons = (db: Executor) =>
  db
    .select({
      tenantId: sendBatches.tenantId,
      reason: sendBatches.heldReason,
      batches: count(),
      recipients: sum(sendBatches.size),
    })
    .from(sendBatches, { forceIndex: "ix_batches_phase" })
    .where(eq(sendBatches.phase, "held"))
    .groupBy(sendBatches.tenantId, sendBatches.heldReason);
