import "server-only";
import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { sendBatches } from "@/db/schema/messages";
import type { UserActor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { can } from "@/lib/access/can";
import { scopeOf } from "@/lib/access/scope";
import { AppError } from "@/lib/errors";
import type { MessageDetailDto } from "@/lib/messages/message-dto";
import { messageOwner } from "@/lib/messages/message-owner";
import { getMessage } from "@/lib/messages/queries";
import type { Runtime } from "@/lib/runtime";
import { endUnsent, type UnsentEnd } from "./end-batch";
import { decisionsFor } from "./hold-reasons";
import { takeAsSent } from "./mark-sent";
import { recordEvents } from "./record-events";
import type { BatchDecision, DecideInput } from "./schema";

const ENDS: Record<Exclude<BatchDecision, "sent" | "again">, UnsentEnd> = {
  not_sent: { phase: "done", to: "failed", reasonCode: "provider_refused" },
  give_up: { phase: "done", to: "unknown", reasonCode: "nobody_knows" },
};

/**
 * A person's word on a batch the provider gave up (rulings 17), or that nobody could build. `not_sent`: certainly nothing left, so its recipients failed,
 * their credit is free again and they may be sent to anew. `give_up`: nobody can tell, so they are unknown and paid (rulings
 * 16). `sent`: it left, and its results are asked for. `again`: it is built as if for the first time. Of two who decide at once the
 * second is refused.
 * @throws AppError forbidden; not_found, also for a batch of another message; conflict (batchNotWaiting)
 */
export async function decideBatch(
  rt: Pick<Runtime, "db" | "clock">,
  actor: UserActor,
  { id, batchId, decision }: DecideInput,
): Promise<MessageDetailDto> {
  const owner = await messageOwner(rt.db, scopeOf(actor), id);
  if (!can(actor, "message.send", owner.path)) throw new AppError("forbidden");
  // Before it: a transaction that waits for a second connection of the same pool could wait for ever.
  const at = await rt.clock();
  await retryDeadlocks(rt.db, async (tx) => {
    const [batch] = await tx
      .select({
        ...{ id: sendBatches.id, messageId: sendBatches.messageId, size: sendBatches.size },
        ...{ phase: sendBatches.phase, heldReason: sendBatches.heldReason },
      })
      .from(sendBatches)
      .where(and(eq(sendBatches.id, batchId), eq(sendBatches.messageId, id)))
      .for("update");
    if (!batch) throw new AppError("not_found");
    const { phase, heldReason, size } = batch;
    if (phase !== "held" || !decisionsFor(heldReason ?? "").includes(decision))
      throw new AppError("conflict", { message: "batchNotWaiting" });
    await recordEvents(tx, [{ batchId, layer: "api", event: "decided", code: decision, at }]);
    if (decision === "sent") await takeAsSent(tx, batch, { event: "found_sent", at });
    else if (decision === "again") await buildAgain(tx, batchId, at);
    else if (heldReason === "build_lost") await endUnsent(tx, batch, { ...ENDS[decision], reasonCode: heldReason }, at);
    else await endUnsent(tx, batch, ENDS[decision], at);
    await writeAudit(tx, actor, at, {
      action: "message.decide",
      subject: `message:${id}`,
      orgId: owner.id,
      before: { batchId, heldReason },
      after: { decision, recipients: size },
    });
  });
  return getMessage(rt.db, scopeOf(actor), id);
}

/** Whatever ended its builders may be mended by now. */
const buildAgain = (tx: Tx, batchId: number, at: Date) =>
  tx
    .update(sendBatches)
    .set({
      phase: "new",
      heldReason: null,
      detail: null,
      availableAt: at,
      publishedAt: null,
      attempt: 0,
      lostBuilds: 0,
    })
    .where(eq(sendBatches.id, batchId));
