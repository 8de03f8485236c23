import "server-only";
import { and, asc, eq, inArray } from "drizzle-orm";
import type { Db } from "@/db/client";
import { messageLogs } from "@/db/schema/messages";
import type { Runtime } from "@/lib/runtime";
import { moneyOf, ZERO } from "@/lib/tenants/money";
import type { PhoneAccount } from "@/lib/transports/phone-port";
import { adRefusalsAmong } from "./ad-refusals";
import { endBatch } from "./end-batch";
import type { RowEnd } from "./end-rows";
import { endSome } from "./end-some";
import { parkReasonOf } from "./hold-reasons";
import type { Work } from "./load-batch";
import { holdBatch, putOffBatch } from "./release-batch";
import { backOffMs, UNSURE_MS } from "./steps";

/**
 * The same as leaveOut for a group that was built a while ago and has been held since: whoever of an advertisement refuses it by
 * now is taken out of the group and skipped, with their credit free again, before anybody sends it. Whether the provider still
 * lets them be taken out also tells whether it has left.
 * @returns `go`: what is left may be sent, or has been
 */
export async function leaveOutBuilt(
  rt: Pick<Runtime, "db" | "clock" | "phone">,
  account: PhoneAccount,
  work: Work,
  groupId: string,
): Promise<"go" | "waits" | "ended" | "lost"> {
  if (work.message.purpose !== "ad") return "go";
  const { batch, lease } = work;
  const rows = await builtRows(rt.db, batch.id);
  const refusals = await adRefusalsAmong(rt.db, work, rows);
  const refusing = rows.filter(({ id }) => refusals.has(id));
  if (refusing.length > 0) {
    const messageIds = refusing.flatMap(({ solapiMessageId }) => solapiMessageId ?? []);
    const dropped = await rt.phone.drop(account, groupId, messageIds);
    // It has left, or the provider gave it up: sending it says which.
    if (dropped.kind === "left" || dropped.kind === "gone") return "go";
    const at = await rt.clock();
    if (dropped.kind !== "dropped") {
      const { reason, detail } = dropped;
      const park = dropped.kind === "refused" ? parkReasonOf(dropped.reason) : null;
      const code = dropped.kind === "refused" ? (dropped.code ?? reason) : reason;
      if (park) await holdBatch(rt.db, lease, { reason: park, park, code, detail, at });
      else {
        const until = new Date(at.getTime() + Math.max(UNSURE_MS, backOffMs(batch.attempt)));
        await putOffBatch(rt.db, lease, { until, event: "leaving_out", code, detail, at });
      }
      return "waits";
    }
    const ends = refusing.map(
      ({ id, status, reservedAmount }): RowEnd => ({
        ...{ id, from: status, to: "skipped", reasonCode: refusals.get(id) ?? null, providerCode: null },
        ...{ reserved: moneyOf(reservedAmount), settle: ZERO },
      }),
    );
    if (!(await endSome(rt, work, ends))) return "lost";
  }
  if (refusing.length < rows.length) return "go";
  // Nobody is left in it. Whatever becomes of the removal: an empty group brings nothing to anybody.
  await rt.phone.remove(account, groupId);
  const isEnded = await endBatch(rt, batch, groupId, { phase: "done", to: "failed", reasonCode: "provider_refused" });
  return isEnded ? "ended" : "lost";
}

/** Who of a batch is in its group and has come to no end. */
const builtRows = (db: Pick<Db, "select">, batchId: number) =>
  db
    .select({
      ...{ id: messageLogs.id, customerId: messageLogs.customerId, recipientKey: messageLogs.recipientKey },
      ...{ status: messageLogs.status, solapiMessageId: messageLogs.solapiMessageId },
      reservedAmount: messageLogs.reservedAmount,
    })
    .from(messageLogs, { forceIndex: "ix_message_logs_batch" })
    .where(and(eq(messageLogs.batchId, batchId), inArray(messageLogs.status, ["queued", "sending"])))
    .orderBy(asc(messageLogs.id));
