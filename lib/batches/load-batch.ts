import "server-only";
import { and, asc, eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { lanes } from "@/db/schema/dispatch";
import { messageLogs, messages, sendBatches } from "@/db/schema/messages";
import { orgs } from "@/db/schema/orgs";
import { messageTemplates } from "@/db/schema/schedules";
import { tenantSenders, tenants } from "@/db/schema/tenants";
import { tenantLane } from "@/lib/tenants/park-tenant";
import type { BatchLease } from "./lease";

/** A batch as whoever holds it needs to know it; null where it is somebody else's by now. */
export async function loadBatch(db: Pick<Db, "select">, lease: BatchLease) {
  const [row] = await db
    .select({
      batch: sendBatches,
      message: {
        id: messages.id,
        orgPath: orgs.path,
        messageMode: messages.messageMode,
        purpose: messages.purpose,
        subject: messages.subject,
        rawBody: messages.rawBody,
        templateId: messages.templateId,
        providerTemplateId: messages.providerTemplateId,
        kakaoPfId: messages.kakaoPfId,
        sender: messages.sender,
        imageKey: messages.imageKey,
        providerImageId: messages.providerImageId,
        providerImageAccount: messages.providerImageAccount,
        isSandbox: messages.isSandbox,
      },
      tenant: { id: tenants.id, messagingIsActive: tenants.messagingIsActive, solapiKey: tenants.solapiKey },
      sender: { status: tenantSenders.status, expiresAt: tenantSenders.expiresAt },
      template: { solapiStatus: messageTemplates.solapiStatus },
      parked: { reason: lanes.parkReason, probeAt: lanes.probeAt },
    })
    .from(sendBatches)
    .innerJoin(messages, eq(messages.id, sendBatches.messageId))
    .innerJoin(orgs, eq(orgs.id, messages.orgId))
    .innerJoin(tenants, eq(tenants.id, sendBatches.tenantId))
    .leftJoin(tenantSenders, and(eq(tenantSenders.tenantId, tenants.id), eq(tenantSenders.number, messages.sender)))
    .leftJoin(messageTemplates, eq(messageTemplates.id, messages.templateId))
    .leftJoin(lanes, eq(lanes.laneKey, tenantLane(lease.tenantId)))
    .where(and(eq(sendBatches.id, lease.batchId), eq(sendBatches.leaseToken, lease.token)));
  return row ? { ...row, lease } : null;
}
export type Work = NonNullable<Awaited<ReturnType<typeof loadBatch>>>;

/** The recipients a batch still has to be sent to. */
export const loadQueuedRows = (db: Pick<Db, "select">, batchId: number) =>
  db
    .select({
      id: messageLogs.id,
      customerId: messageLogs.customerId,
      recipientKey: messageLogs.recipientKey,
      phone: messageLogs.phone,
      name: messageLogs.name,
      variables: messageLogs.variables,
      reservedAmount: messageLogs.reservedAmount,
    })
    .from(messageLogs, { forceIndex: "ix_message_logs_batch" })
    .where(and(eq(messageLogs.batchId, batchId), eq(messageLogs.status, "queued")))
    .orderBy(asc(messageLogs.id));
export type QueuedRow = Awaited<ReturnType<typeof loadQueuedRows>>[number];
