import "server-only";
import { and, eq, isNull, lte, or } from "drizzle-orm";
import { sendBatches } from "@/db/schema/messages";
import type { UserActor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { can } from "@/lib/access/can";
import { scopeOf } from "@/lib/access/scope";
import { AppError } from "@/lib/errors";
import { messageOwner } from "@/lib/messages/message-owner";
import type { Runtime } from "@/lib/runtime";
import { tellQueue } from "./publish-due";

/** `problem`: the queue's own word for why it didn't take the others; null where it took all there were. */
export type ToldAgain = { ok: boolean; told: number; problem: string | null };

/**
 * Tells the outside queue of a message's batches that are due, in nobody's hands and that it wasn't told of, without waiting
 * for the next pass. Twice does no harm: the row decides whether anything goes (C-20). Without an outside queue there is
 * nothing to tell.
 * @throws AppError forbidden; not_found, the same for a foreign and an absent message
 */
export async function tellQueueAgain(
  rt: Pick<Runtime, "db" | "clock" | "queue">,
  actor: UserActor,
  { id }: { id: number },
): Promise<ToldAgain> {
  const owner = await messageOwner(rt.db, scopeOf(actor), id);
  if (!can(actor, "message.send", owner.path)) throw new AppError("forbidden");
  const at = await rt.clock();
  const due = rt.queue.isTold ? await untoldOf(rt, id, at) : [];
  const { taken, problem } = due.length > 0 ? await tellQueue(rt, due, at) : { taken: [], problem: null };
  await writeAudit(rt.db, actor, at, {
    action: "message.tell_queue",
    subject: `message:${id}`,
    orgId: owner.id,
    after: { batches: due.length, told: taken.length, problem },
  });
  return { ok: problem === null, told: taken.length, problem };
}

const untoldOf = ({ db }: Pick<Runtime, "db">, messageId: number, now: Date) =>
  db
    .select({ id: sendBatches.id, detail: sendBatches.detail })
    .from(sendBatches)
    .where(
      and(
        ...[eq(sendBatches.messageId, messageId), lte(sendBatches.availableAt, now), isNull(sendBatches.publishedAt)],
        or(isNull(sendBatches.leaseUntil), lte(sendBatches.leaseUntil, now)),
      ),
    );
