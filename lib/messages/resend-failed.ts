import "server-only";
import { and, eq, gt, inArray, or } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { insertRows } from "@/db/insert-rows";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { messageLogs, messages } from "@/db/schema/messages";
import { tenants } from "@/db/schema/tenants";
import type { UserActor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { can } from "@/lib/access/can";
import { scopeOf } from "@/lib/access/scope";
import { optedOutAmong } from "@/lib/customers/match-phones";
import { AppError } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { moneyText } from "@/lib/tenants/money";
import { nextAdDay } from "./ad-rules";
import { batchesOf } from "./batches-of";
import { carriageOf } from "./channel";
import { type RowPrice, rowPriceOf } from "./estimate";
import type { ResendInput } from "./list-schema";
import type { MessageDetailDto } from "./message-dto";
import { messageOwner } from "./message-owner";
import { moveCounts } from "./move-counts";
import { getMessage } from "./queries";
import { refusal } from "./reasons";
import { latestOf, mayResend } from "./resend-rules";
import { isConfirmed } from "./status";
import { ownVariables, renderText } from "./template";
import { writeBatches } from "./write-batches";

/**
 * Sends a message again to recipients who failed, because a person asked for it; never by itself. Each gets a new row with
 * `retry_of`, in new batches with a reservation of their own, in one transaction; the old rows stay as they are.
 * @throws AppError forbidden; not_found; conflict (nothingToResend, or with the reason of a refused send)
 */
export async function resendFailed(
  rt: Pick<Runtime, "db" | "clock">,
  actor: UserActor,
  input: ResendInput,
): Promise<MessageDetailDto> {
  const owner = await messageOwner(rt.db, scopeOf(actor), input.id);
  if (!can(actor, "message.send", owner.path)) throw new AppError("forbidden");
  const at = await rt.clock();
  await retryDeadlocks(rt.db, async (tx) => {
    const { message, tenant } = await lockTenantOf(tx, input.id);
    if (!tenant.messagingIsActive) throw refusal("messaging_inactive");
    const old = await resendable(tx, message, input);
    if (old.length === 0) throw new AppError("conflict", { message: "nothingToResend" });
    const again = old.map((row) => ({ ...row, price: priceAgain(message, tenant, row) }));
    for (const leg of [0, 1])
      await writeAgain(
        tx,
        actor,
        message,
        again.filter((row) => row.leg === leg),
        leg,
        at,
      );
    const unknown = old.filter(({ status }) => status === "unknown").length;
    const confirmed = old.filter(({ status, providerCode }) => isConfirmed(status, providerCode)).length;
    const deltas = { failed: unknown - old.length, unknown: -unknown, queued: old.length };
    await moveCounts(tx, message.id, deltas, at, -confirmed);
    await writeAudit(tx, actor, at, {
      action: "message.resend",
      subject: `message:${message.id}`,
      orgId: owner.id,
      after: { recipients: old.length, unknown },
    });
  });
  return getMessage(rt.db, scopeOf(actor), input.id);
}

/** Two who ask at once follow each other: the second finds the rows of the first. */
async function lockTenantOf(tx: Tx, messageId: number) {
  const [message] = await tx.select().from(messages).where(eq(messages.id, messageId));
  if (!message) throw new AppError("not_found");
  const [tenant] = await tx.select().from(tenants).where(eq(tenants.id, message.tenantId)).for("update");
  if (!tenant) throw new Error(`no tenant ${message.tenantId}`);
  return { message, tenant };
}

type Message = Awaited<ReturnType<typeof lockTenantOf>>["message"];
type Tenant = Awaited<ReturnType<typeof lockTenantOf>>["tenant"];
type Old = typeof messageLogs.$inferSelect;
type Again = Old & { price: RowPrice };

/** Rows that have ended badly, may be sent again and are the last of their recipient. */
async function resendable(tx: Tx, message: Message, { recipientIds }: ResendInput): Promise<Old[]> {
  const isEnded = inArray(messageLogs.status, ["failed", "unknown"]);
  const isLater = or(gt(messageLogs.attemptNo, 0), gt(messageLogs.leg, 0));
  const rows = await tx
    .select()
    .from(messageLogs)
    .where(and(eq(messageLogs.messageId, message.id), or(isEnded, isLater)))
    .orderBy(messageLogs.id);
  const named = recipientIds && new Set(recipientIds);
  const keyed = rows.map((row) => ({ ...row, recipient: `${row.recipientKey.toString("hex")}/${row.variant}` }));
  // What a recovery has put back has lost what its text was filled in with.
  const found = latestOf(keyed).filter(
    (row) =>
      row.source !== "recovery" &&
      row.phone !== null &&
      (named?.has(row.id) ?? true) &&
      mayResend(row, named !== undefined),
  );
  if (message.purpose !== "ad" || found.length === 0) return found;
  const refused = await optedOutAmong(
    tx,
    message.tenantId,
    found.map(({ recipientKey }) => recipientKey),
  );
  return found.filter(({ recipientKey }) => !refused.has(recipientKey.toString("hex")));
}

/** What it costs today; of a first leg the dearer channel, as at first (C-23). */
function priceAgain({ messageMode, rawBody, subject }: Message, tenant: Tenant, row: Old): RowPrice {
  const text = renderText({ rawBody }, ownVariables(row.name, row.variables));
  const fallback = messageMode === "both" && row.leg === 0 ? carriageOf(messageMode, text, subject).fallback : null;
  const price = rowPriceOf(tenant, { channel: row.channel, fallback });
  if (!price) throw refusal("price_not_configured");
  return price;
}

async function writeAgain(tx: Tx, actor: UserActor, message: Message, rows: readonly Again[], leg: number, at: Date) {
  const { id: messageId, tenantId } = message;
  const leavesAt = message.purpose === "ad" ? nextAdDay(at) : at;
  const batches = batchesOf(rows, ({ price }) => price.reserved);
  const order = { tenantId, messageId, leg, leavesAt, actor: actor.userId, event: "resent" as const, now: at };
  const ids = await writeBatches(tx, order, batches);
  if (!ids) throw refusal("insufficient_balance");
  const values = batches.flatMap((batch, i) => batch.rows.map((row) => toNewRow(row, ids[i]!)));
  await insertRows(tx, messageLogs, { messageId, tenantId, leg, status: "queued", createdAt: at }, values);
}

const toNewRow = (row: Again, batchId: number) => ({
  batchId,
  customerId: row.customerId,
  recipientKey: row.recipientKey,
  variant: row.variant,
  attemptNo: row.attemptNo + 1,
  ordinal: row.ordinal,
  name: row.name,
  phone: row.phone,
  phoneLast4: row.phoneLast4,
  channel: row.channel,
  sender: row.sender,
  variables: row.variables,
  amount: moneyText(row.price.amount),
  reservedAmount: moneyText(row.price.reserved),
  retryOf: row.id,
});
