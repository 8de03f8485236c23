import "server-only";
import { asc, eq, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { messageRecipients, type RecoveryEvidence, recoveryRunMessages, recoveryRuns } from "@/db/schema/coverage";
import { messageLogs } from "@/db/schema/messages";
import { scopeOf } from "@/lib/access/scope";
import { historyOf } from "@/lib/messages/history-queries";

/** Recipients whose history is read, of each status that was written. */
const SAMPLES_EACH = 4;
const EVERYBODY = scopeOf({ kind: "system", job: "script" });

/**
 * Reads a run's rows back: how many stand in the ledger, whether anybody of its set is still missing, and for some of them what
 * the customer's own history tells now — that a recovered failure shows as one (S0-27).
 */
export async function verifyRun(db: Executor, runId: number, at: Date): Promise<RecoveryEvidence> {
  const [run] = await db.select().from(recoveryRuns).where(eq(recoveryRuns.id, runId));
  const [standing] = await db
    .select({ rows: sql<number>`count(*)`.mapWith(Number) })
    .from(messageLogs)
    .where(eq(messageLogs.recoveryRunId, runId));
  const [left] = await db.execute(sql`select count(*) as missing
    from ${recoveryRunMessages} rm straight_join ${messageRecipients} r on r.message_id = rm.message_id
    left join ${messageLogs} l on l.message_id = r.message_id and l.recipient_key = r.recipient_key
    where rm.run_id = ${runId} and rm.missing > 0 and l.id is null`);
  const samples: RecoveryEvidence["samples"] = [];
  for (const row of await sampleOf(db, runId)) {
    const history = await historyOf(db, EVERYBODY, [row.recipientKey], { limit: 200, messageId: row.messageId });
    const found = history.items.find(({ messageId }) => messageId === row.messageId)?.status ?? null;
    samples.push({ messageId: row.messageId, phoneLast4: row.phoneLast4, expected: row.status, found });
  }
  const rows = standing?.rows ?? 0;
  const missing = Number((left as unknown as { missing: number }[])[0]?.missing ?? 0);
  const isShown = samples.every(({ expected, found }) => expected === found);
  return { at: at.toISOString(), rows, missing, samples, ok: rows === run?.applied && missing === 0 && isShown };
}

async function sampleOf(db: Executor, runId: number) {
  const statuses = await db
    .selectDistinct({ status: messageLogs.status })
    .from(messageLogs)
    .where(eq(messageLogs.recoveryRunId, runId));
  const rows = [];
  for (const { status } of statuses)
    rows.push(
      ...(await db
        .select({
          ...{ messageId: messageLogs.messageId, recipientKey: messageLogs.recipientKey },
          ...{ phoneLast4: messageLogs.phoneLast4, status: messageLogs.status },
        })
        .from(messageLogs)
        .where(sql`${messageLogs.recoveryRunId} = ${runId} and ${messageLogs.status} = ${status}`)
        .orderBy(asc(messageLogs.id))
        .limit(SAMPLES_EACH)),
    );
  return rows;
}
