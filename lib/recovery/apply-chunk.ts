import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { Db, Tx } from "@/db/client";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { messageRecipients, providerWords, recoveryRunMessages, recoveryRuns } from "@/db/schema/coverage";
import { messageLogs, messages } from "@/db/schema/messages";
import { countRows } from "./count-rows";
import { messagesIn, nextStretch, recipientsIn, type Stretch } from "./next-stretch";

/** Recipients looked at in one transaction. */
export const CHUNK = 10_000;

/**
 * Adds the rows of the next stretch of a run's fixed set, in one transaction with the counters and with how far it got: a crash
 * leaves a whole number of stretches, two instances take turns. A recipient who has a row by now keeps it untouched.
 * @returns the run as it stands after; null where it isn't being applied
 */
export const applyChunk = (db: Db, runId: number, chunk = CHUNK) =>
  retryDeadlocks(db, async (tx) => {
    const [run] = await tx.select().from(recoveryRuns).where(eq(recoveryRuns.id, runId)).for("update");
    if (run?.state !== "applying") return null;
    const from = run.cursorMessage === null ? null : { messageId: run.cursorMessage, key: run.cursorKey! };
    const next = await nextStretch(tx, runId, from, chunk);
    if (!next) {
      await tx.update(recoveryRuns).set({ state: "done" }).where(eq(recoveryRuns.id, runId));
      return { ...run, state: "done" as const };
    }
    const { stretch, end } = next;
    const [locked] =
      await tx.execute(sql`select m.id from ${recoveryRunMessages} rm straight_join ${messages} m on m.id = rm.message_id
      where ${messagesIn(runId, stretch)} order by m.id for update`);
    const ids = (locked as unknown as { id: number }[]).map(({ id }) => Number(id));
    const added = await addRows(tx, runId, stretch, ids);
    if (added > 0) await count(tx, runId, stretch, ids);
    const change = {
      applied: run.applied + added,
      cursorMessage: end.messageId,
      cursorKey: end.key,
    };
    await tx.update(recoveryRuns).set(change).where(eq(recoveryRuns.id, runId));
    return { ...run, ...change };
  });

/**
 * The anti-join itself (rulings 21). What the provider proves is written as it says; the rest as the plan's rule says, and then it is
 * an inference. A number no text could have reached is never called sent.
 */
async function addRows(tx: Tx, runId: number, stretch: Stretch, ids: readonly number[]): Promise<number> {
  const isFree = (await hasIdTwice(tx, ids))
    ? sql`x.id is null and row_number() over (partition by p.solapi_message_id order by r.message_id, r.recipient_key) = 1`
    : sql`x.id is null`;
  const inferred = sql`if(r.reason_code is not null and rm.status = 'sent', 'unknown', rm.status)`;
  const status = sql`coalesce(p.status, ${inferred})`;
  const [done] = await tx.execute(sql`
    insert into ${messageLogs} (message_id, tenant_id, recipient_key, ordinal, name, phone, phone_last4, channel, sender, status,
      reason_code, provider_code, source, is_inferred, recovery_run_id, solapi_message_id, created_at, sent_at, final_at)
    select r.message_id, m.tenant_id, r.recipient_key, r.ordinal, r.name, r.phone, r.phone_last4,
      if(m.message_mode = 'both', 'alimtalk', m.message_mode), m.sender, ${status},
      case when p.status is not null then 'recovered_proven' when r.reason_code is not null then r.reason_code
        else concat('recovered_', rm.status) end,
      p.provider_code, 'recovery', p.status is null, ${runId}, if(${isFree}, p.solapi_message_id, null), m.created_at,
      if(${status} in ('sent', 'delivered'), coalesce(m.sent_at, m.created_at), null),
      if(${status} = 'sent', null, coalesce(p.at, m.completed_at, m.created_at))
    from ${recoveryRunMessages} rm
    straight_join ${messages} m on m.id = rm.message_id
    straight_join ${messageRecipients} r on r.message_id = rm.message_id
    left join ${messageLogs} l on l.message_id = r.message_id and l.recipient_key = r.recipient_key
    left join ${providerWords} p on p.message_id = r.message_id and p.recipient_key = r.recipient_key
    left join ${messageLogs} x on x.solapi_message_id = p.solapi_message_id
    where ${messagesIn(runId, stretch)} and ${recipientsIn("r", stretch)} and l.id is null
    on duplicate key update message_logs.id = message_logs.id`);
  return (done as unknown as { affectedRows: number }).affectedRows;
}

/**
 * Whether one id of the provider is told of two recipients, as of a group an old system knew under two messages. It stands once in the
 * ledger: the second row would be taken for the first and never written.
 */
async function hasIdTwice(tx: Tx, messageIds: readonly number[]): Promise<boolean> {
  const [rows] = await tx.execute(sql`select 1 from ${providerWords} p
    where p.message_id in (${sql.raw(messageIds.join() || "null")}) and p.solapi_message_id is not null
    group by p.solapi_message_id having count(*) > 1 limit 1`);
  return (rows as unknown as unknown[]).length > 0;
}

async function count(tx: Tx, runId: number, stretch: Stretch, ids: readonly number[]): Promise<void> {
  // Named, or the server reads all that a large message has by now for each of its parts.
  const rows = sql`from ${recoveryRunMessages} rm
    straight_join ${messageLogs} l force index (uq_message_logs_recipient) on l.message_id = rm.message_id
    where ${messagesIn(runId, stretch)} and ${recipientsIn("l", stretch)} and l.recovery_run_id = ${runId}`;
  // Written out: some servers walk a whole table for an update whose ids come from a query.
  await countRows(tx, rows, sql`id in (${sql.raw(ids.join())})`, 1);
}

/** Writes down how many rows of a run each message has, once the last of them is there or gone: a chunk has better things to do. */
export const noteApplied = (tx: Pick<Tx, "execute">, runId: number) =>
  tx.execute(sql`update ${recoveryRunMessages} rm left join (
      select message_id, count(*) as n from ${messageLogs} where recovery_run_id = ${runId} group by message_id
    ) d on d.message_id = rm.message_id
    set rm.applied = coalesce(d.n, 0) where rm.run_id = ${runId}`);

/** Takes a state on, where the run stands at one of `from`. */
export async function turnRun(
  db: Pick<Db, "update">,
  runId: number,
  from: readonly (typeof recoveryRuns.$inferSelect)["state"][],
  change: Partial<typeof recoveryRuns.$inferInsert>,
): Promise<boolean> {
  const stands = sql`${recoveryRuns.state} in ${[...from]}`;
  const [done] = await db
    .update(recoveryRuns)
    .set(change)
    .where(and(eq(recoveryRuns.id, runId), stands));
  return done.affectedRows === 1;
}
