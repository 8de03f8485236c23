import "server-only";
import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Db, Tx } from "@/db/client";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { messageRecipients, providerWords, recoveryRunMessages, recoveryRuns } from "@/db/schema/coverage";
import { messageLogs, messages } from "@/db/schema/messages";
import { countRows } from "./count-rows";

/** Recipients looked at in one transaction. */
export const CHUNK = 10_000;

type Place = { messageId: number; key: Buffer };
type Range = { from: Place | null; to: Place | null };

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
    const to = await placeAfter(tx, runId, from, chunk);
    const range = { from, to };
    const [locked] =
      await tx.execute(sql`select m.id from ${recoveryRunMessages} rm straight_join ${messages} m on m.id = rm.message_id
      where ${messagesIn(runId, range)} order by m.id for update`);
    const added = await addRows(tx, runId, range);
    const ids = (locked as unknown as { id: number }[]).map(({ id }) => Number(id));
    if (added > 0) await count(tx, runId, range, ids);
    const change = {
      applied: run.applied + added,
      ...(to ? { cursorMessage: to.messageId, cursorKey: to.key } : { state: "done" as const }),
    };
    await tx.update(recoveryRuns).set(change).where(eq(recoveryRuns.id, runId));
    return { ...run, ...change };
  });

const messagesIn = (runId: number, { from, to }: Range): SQL =>
  sql`rm.run_id = ${runId} and rm.missing > 0
    ${from ? sql`and rm.message_id >= ${from.messageId}` : sql``} ${to ? sql`and rm.message_id <= ${to.messageId}` : sql``}`;

/** Of the recipients of a set of messages those after `from`, up to `to`, in the order of (message, key). */
const recipientsIn = (alias: "r" | "l", { from, to }: Range): SQL => {
  const [message, key] = [sql.raw(`${alias}.message_id`), sql.raw(`${alias}.recipient_key`)];
  return sql`${from ? sql`(${message} > ${from.messageId} or (${message} = ${from.messageId} and ${key} > ${from.key}))` : sql`true`}
    and ${to ? sql`(${message} < ${to.messageId} or (${message} = ${to.messageId} and ${key} <= ${to.key}))` : sql`true`}`;
};

/** Where a stretch of `chunk` recipients after `from` ends; null where it is the last. */
async function placeAfter(tx: Tx, runId: number, from: Place | null, chunk: number): Promise<Place | null> {
  const [rows] = await tx.execute(sql`
    select r.message_id as messageId, r.recipient_key as k
    from ${recoveryRunMessages} rm straight_join ${messageRecipients} r on r.message_id = rm.message_id
    where ${messagesIn(runId, { from, to: null })} and ${recipientsIn("r", { from, to: null })}
    order by r.message_id, r.recipient_key limit 1 offset ${sql.raw(String(chunk - 1))}`);
  const [last] = rows as unknown as { messageId: number; k: Buffer }[];
  return last ? { messageId: Number(last.messageId), key: last.k } : null;
}

/**
 * The anti-join itself (rulings 21). What the provider proves is written as it says; the rest as the plan's rule says, and then it is
 * an inference. A number no text could have reached is never called sent.
 */
async function addRows(tx: Tx, runId: number, range: Range): Promise<number> {
  const inferred = sql`if(r.reason_code is not null and rm.status = 'sent', 'unknown', rm.status)`;
  const status = sql`coalesce(p.status, ${inferred})`;
  const [done] = await tx.execute(sql`
    insert into ${messageLogs} (message_id, tenant_id, recipient_key, ordinal, name, phone, phone_last4, channel, sender, status,
      reason_code, provider_code, source, is_inferred, recovery_run_id, solapi_message_id, created_at, sent_at, final_at)
    select r.message_id, m.tenant_id, r.recipient_key, r.ordinal, r.name, r.phone, r.phone_last4,
      if(m.message_mode = 'both', 'alimtalk', m.message_mode), m.sender, ${status},
      case when p.status is not null then 'recovered_proven' when r.reason_code is not null then r.reason_code
        else concat('recovered_', rm.status) end,
      p.provider_code, 'recovery', p.status is null, ${runId}, if(x.id is null, p.solapi_message_id, null), m.created_at,
      if(${status} in ('sent', 'delivered'), coalesce(m.sent_at, m.created_at), null),
      if(${status} = 'sent', null, coalesce(p.at, m.completed_at, m.created_at))
    from ${recoveryRunMessages} rm
    straight_join ${messages} m on m.id = rm.message_id
    straight_join ${messageRecipients} r on r.message_id = rm.message_id
    left join ${messageLogs} l on l.message_id = r.message_id and l.recipient_key = r.recipient_key
    left join ${providerWords} p on p.message_id = r.message_id and p.recipient_key = r.recipient_key
    left join ${messageLogs} x on x.solapi_message_id = p.solapi_message_id
    where ${messagesIn(runId, range)} and ${recipientsIn("r", range)} and l.id is null
    on duplicate key update message_logs.id = message_logs.id`);
  return (done as unknown as { affectedRows: number }).affectedRows;
}

async function count(tx: Tx, runId: number, range: Range, ids: readonly number[]): Promise<void> {
  const rows = sql`from ${recoveryRunMessages} rm straight_join ${messageLogs} l on l.message_id = rm.message_id
    where ${messagesIn(runId, range)} and ${recipientsIn("l", range)} and l.recovery_run_id = ${runId}`;
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
