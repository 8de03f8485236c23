import "server-only";
import { and, count, eq, inArray, isNull, lte, or } from "drizzle-orm";
import type { Db } from "@/db/client";
import { customers } from "@/db/schema/customers";
import { lanes } from "@/db/schema/dispatch";
import { messageLogs } from "@/db/schema/messages";
import { isAdNight, nextAdDay } from "@/lib/messages/ad-rules";
import type { Runtime } from "@/lib/runtime";
import { PROBE_EVERY_MS, tenantLane } from "@/lib/tenants/park-tenant";
import { blockOf } from "./check-standing";
import type { HoldReason } from "./hold-reasons";
import type { Work } from "./load-batch";

export type Block = { kind: "hold"; reason: HoldReason } | { kind: "wait"; until: Date; event: string };

/** What was right when the message was accepted is looked at once more before it goes; null where it still is. */
export async function blockBatch(rt: Pick<Runtime, "db" | "env">, work: Work, now: Date): Promise<Block | null> {
  const { batch, message, tenant, sender, template, parked } = work;
  // Nobody claims it before the next probe, and it goes at once when this one finds the tenant well.
  if (parked?.reason && !(await takeProbe(rt.db, tenant.id, now))) return { kind: "wait", until: now, event: "parked" };
  const reason = blockOf({
    ...{ now, channel: batch.channel, tenantIsActive: tenant.messagingIsActive, sender },
    ...{ templateId: message.templateId, templateStatus: template?.solapiStatus ?? null },
    ...{ messageIsSandbox: message.isSandbox, isSimulator: rt.env.SOLAPI_MODE === "simulator" },
  });
  if (reason) return { kind: "hold", reason };
  if (message.purpose === "ad" && isAdNight(now) && (await hasDayOnly(rt.db, batch.id)))
    return { kind: "wait", until: nextAdDay(now), event: "night" };
  return null;
}

/** Of a parked tenant's batches one at a time finds out whether it goes again; true for the one that may. */
async function takeProbe(db: Db, tenantId: number, now: Date): Promise<boolean> {
  const [taken] = await db
    .update(lanes)
    .set({ probeAt: new Date(now.getTime() + PROBE_EVERY_MS) })
    .where(and(eq(lanes.laneKey, tenantLane(tenantId)), or(isNull(lanes.probeAt), lte(lanes.probeAt, now))));
  return taken.affectedRows > 0;
}

/** Whether a batch still holds somebody who never agreed to advertisements at night (anchors §7). */
async function hasDayOnly(db: Db, batchId: number): Promise<boolean> {
  const [row] = await db
    .select({ rows: count() })
    .from(messageLogs)
    .leftJoin(customers, eq(customers.id, messageLogs.customerId))
    .where(
      and(
        eq(messageLogs.batchId, batchId),
        inArray(messageLogs.status, ["queued", "sending"]),
        or(isNull(customers.id), eq(customers.nightConsent, false)),
      ),
    );
  return (row?.rows ?? 0) > 0;
}
