import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { messageLogStatuses } from "@/db/enums";
import { messageRecipients } from "@/db/schema/coverage";
import { messageLogs, messages } from "@/db/schema/messages";
import type { Summed } from "@/lib/messages/roll-up";
import { expectedOf } from "./coverage";

/** What a message's rows really come to, counted one by one. */
export type Counted = { id: number; isNew: boolean } & Record<Summed, number>;

/** Of each recipient the row that stands: no later attempt, no later leg. */
const stands = sql`not exists (select 1 from ${messageLogs} f
  where f.message_id = l.message_id and f.recipient_key = l.recipient_key and f.variant = l.variant
    and (f.attempt_no > l.attempt_no or (f.attempt_no = l.attempt_no and f.leg > l.leg)))`;
const isMeant = sql`(m.origin = 'new' or exists (select 1 from ${messageRecipients} r
  where r.message_id = l.message_id and r.recipient_key = l.recipient_key))`;

/**
 * Counts messages from scratch: their frozen recipients and every row of the ledger, no counter believed. The counters must
 * say the same; `proveCounters` sees to it.
 * @param where picks messages, named `m`
 */
export async function fullCount(db: Pick<Executor, "execute">, where: SQL): Promise<Counted[]> {
  const byStatus = sql.raw(
    messageLogStatuses.map((status) => `sum(meant and status = '${status}') as ${status}Count`).join(", "),
  );
  const [rows] = await db.execute(sql`
    select m.id, m.origin, m.recipient_count as recipientCount, m.imported_sent_count as toldCount, c.*, r.listed, r.fromList
    from ${messages} m
    left join (
      select message_id, sum(meant) as recordedCount, sum(not meant) as extraCount,
        sum(meant and is_inferred = 0 and status in ('delivered','failed') and provider_code is not null) as confirmedCount,
        sum(meant and is_inferred = 1 and status <> 'unknown') as inferredCount, ${byStatus}
      from (select l.message_id, l.status, l.is_inferred, l.provider_code, ${isMeant} as meant
        from ${messages} m straight_join ${messageLogs} l on l.message_id = m.id where ${where} and ${stands}) rows_of
      group by message_id
    ) c on c.message_id = m.id
    left join (
      select r.message_id, count(*) as listed, sum(r.source = 'import') as fromList
      from ${messages} m straight_join ${messageRecipients} r on r.message_id = m.id where ${where} group by r.message_id
    ) r on r.message_id = m.id
    where ${where} order by m.id`);
  return (rows as unknown as Record<string, unknown>[]).map(toCounted);
}

function toCounted(row: Record<string, unknown>): Counted {
  const figure = (name: string) => Number(row[name] ?? 0);
  const isNew = row.origin === "new";
  const listed = isNew ? figure("recipientCount") : figure("listed");
  const toldCount = row.toldCount === null ? null : Number(row.toldCount);
  const byStatus = Object.fromEntries(
    messageLogStatuses.map((status) => [`${status}Count`, figure(`${status}Count`)]),
  ) as Record<`${(typeof messageLogStatuses)[number]}Count`, number>;
  return {
    id: figure("id"),
    isNew,
    ...byStatus,
    expectedCount: isNew ? listed : expectedOf(listed, figure("fromList"), toldCount),
    listedCount: listed,
    recordedCount: figure("recordedCount"),
    extraCount: figure("extraCount"),
    confirmedCount: figure("confirmedCount"),
    inferredCount: figure("inferredCount"),
  };
}
