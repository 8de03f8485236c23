import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { messageLogStatuses } from "@/db/enums";
import { messages } from "@/db/schema/messages";
import { addDeltasToRollups, wholeMessages } from "@/lib/messages/roll-up";

/**
 * Moves the counters of messages by rows of the ledger that were just added, or are about to be taken away, in the transaction
 * that holds the messages' rows. Set-based: a thousand messages cost what one costs.
 * @param rows selects from message_logs, named `l`
 * @param within picks the messages by `id`
 */
export async function countRows(tx: Tx, rows: SQL, within: SQL, sign: 1 | -1): Promise<void> {
  await addDeltasToRollups(tx, wholeMessages(within), -1);
  const moved = sql.raw(sign === 1 ? "+" : "-");
  const perStatus = sql.raw(messageLogStatuses.map((status) => `sum(l.status = '${status}') as ${status}_rows`).join());
  const setStatuses = sql.raw(
    messageLogStatuses
      .map((status) => `m.${status}_count = m.${status}_count ${sign === 1 ? "+" : "-"} d.${status}_rows`)
      .join(),
  );
  await tx.execute(sql`update ${messages} m join (
      select l.message_id, count(*) as all_rows, ${perStatus},
        sum(l.is_inferred = 1 and l.status <> 'unknown') as inferred_rows,
        sum(l.is_inferred = 0 and l.status in ('delivered','failed') and l.provider_code is not null) as confirmed_rows
      ${rows} group by l.message_id
    ) d on d.message_id = m.id
    set m.recorded_count = m.recorded_count ${moved} d.all_rows, m.inferred_count = m.inferred_count ${moved} d.inferred_rows,
      m.confirmed_count = m.confirmed_count ${moved} d.confirmed_rows, ${setStatuses}`);
  // Apart: whether a statement sees the figures it has just set differs from server to server.
  await tx.execute(sql`update ${messages} set gap = case
      when listed_count > recorded_count then if(recorded_count > 0, 'partial', 'missing')
      when expected_count > listed_count then 'unrecoverable' else 'none' end
    where ${within}`);
  await addDeltasToRollups(tx, wholeMessages(within), 1);
}
