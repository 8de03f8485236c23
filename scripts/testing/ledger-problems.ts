import { asc, eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { auditLog } from "@/db/schema/audit";
import { kbScheduleLogParts, kbScheduleLogs } from "@/db/schema/deliveries";
import { certaintyOf, isLogOver, isPartOver, summaryOf } from "@/lib/deliveries/status";

/** Everything in the ledger that must never be true, in words; empty when it is sound. */
export async function ledgerProblems(db: Db): Promise<string[]> {
  const logs = await db.select().from(kbScheduleLogs).orderBy(asc(kbScheduleLogs.id));
  const parts = await db
    .select()
    .from(kbScheduleLogParts)
    .orderBy(asc(kbScheduleLogParts.logId), asc(kbScheduleLogParts.seq));
  const resent = await db
    .select({ subject: auditLog.subject })
    .from(auditLog)
    .where(eq(auditLog.action, "log.decide_resend"));
  return logs.flatMap((log) => {
    const mine = parts.filter((part) => part.logId === log.id);
    const statuses = mine.map((part) => part.status);
    const sum = summaryOf(statuses);
    const say = (problem: string) => `log ${log.id} (${log.status}; ${statuses.join(",")}): ${problem}`;
    const problems: string[] = [];
    if (["success", "partial", "failed", "unknown"].includes(log.status) && mine.length > 0 && sum !== log.status)
      problems.push(say(`its parts come to ${sum}`));
    if (["planned", "sending", "deferred"].includes(log.status) && sum !== "planned" && sum !== "sending")
      problems.push(say(`open, but its parts come to ${sum}`));
    if (log.status === "missed" && statuses.some((status) => status !== "pending"))
      problems.push(say("missed with parts that went"));
    if (["skipped", "cancelled"].includes(log.status) && statuses.some((status) => status !== "skipped"))
      problems.push(say("not sent, but a part isn't skipped"));
    if (isLogOver(log.status) && !statuses.every(isPartOver)) problems.push(say("over with a part that isn't"));
    if (isLogOver(log.status) !== (log.completedAt !== null)) problems.push(say(`completed_at is ${log.completedAt}`));
    const isOpen = ["planned", "sending", "deferred"].includes(log.status);
    if (isOpen !== (log.nextAttemptAt !== null)) problems.push(say(`next_attempt_at is ${log.nextAttemptAt}`));
    if (certaintyOf(mine) !== log.certainty) problems.push(say(`certainty ${log.certainty}`));
    // In order: nothing was sent after something that wasn't.
    const firstNotSent = statuses.findIndex((status) => status !== "sent");
    if (
      firstNotSent >= 0 &&
      statuses.slice(firstNotSent + 1).some((status) => status === "sent" || status === "sending")
    )
      problems.push(say("sent out of order"));
    // Each word of a person that it should go again is one try more.
    const tries = 3 + resent.filter((row) => row.subject === `log:${log.id}`).length;
    if (mine.some((part) => part.attempt > tries)) problems.push(say(`tried more than ${tries} times`));
    return problems;
  });
}
