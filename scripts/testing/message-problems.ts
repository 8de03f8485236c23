import type { Db } from "@/db/client";
import { messageLogStatuses } from "@/db/enums";
import { messageLogs, messages, sendBatches } from "@/db/schema/messages";
import { creditLedger, tenants } from "@/db/schema/tenants";
import { noCounts, statusOf } from "@/lib/messages/status";
import { creditOf } from "@/lib/tenants/credit";
import { moneyOf, moneyText } from "@/lib/tenants/money";
import { counterProblems } from "./counter-problems";

/** Everything about phone messages and their money that must never be true, in words; empty when all is sound. */
export async function messageProblems(db: Db): Promise<string[]> {
  const [all, logs, batches, accounts, lines] = [
    await db.select().from(messages),
    await db.select().from(messageLogs),
    await db.select().from(sendBatches),
    await db.select().from(tenants),
    await db.select().from(creditLedger),
  ];
  const problems: string[] = [];
  const latest = new Map<string, (typeof logs)[number]>();
  for (const log of logs.toSorted((a, b) => a.leg - b.leg || a.attemptNo - b.attemptNo))
    latest.set(`${log.messageId}|${log.recipientKey.toString("hex")}|${log.variant}`, log);
  for (const message of all.filter(({ origin }) => origin === "new")) {
    const counts = noCounts();
    for (const log of latest.values()) if (log.messageId === message.id) counts[log.status]++;
    for (const status of messageLogStatuses)
      if (message[`${status}Count`] !== counts[status])
        problems.push(`message ${message.id}: ${status} ${message[`${status}Count`]}, its rows ${counts[status]}`);
    const sum = statusOf(counts);
    if (message.reasonCode === null && message.status !== sum)
      problems.push(`message ${message.id} is ${message.status}, its rows come to ${sum}`);
  }
  const open = new Map<number, bigint>();
  for (const batch of batches) {
    const left = moneyOf(batch.reservedAmount) - moneyOf(batch.settledAmount) - moneyOf(batch.releasedAmount);
    if (left < 0n) problems.push(`batch ${batch.id} ended more than it held`);
    if (left > 0n && ["done", "expired", "cancelled"].includes(batch.phase))
      problems.push(`batch ${batch.id} is ${batch.phase} and holds ${moneyText(left)}`);
    open.set(batch.tenantId, (open.get(batch.tenantId) ?? 0n) + left);
  }
  for (const account of accounts) {
    const own = lines.filter((line) => line.tenantId === account.id);
    const sum = creditOf(own.map(({ kind, amount }) => ({ kind, amount: moneyOf(amount) })));
    if (moneyText(sum.balance) !== account.creditBalance || moneyText(sum.reserved) !== account.creditReserved)
      problems.push(`tenant ${account.id} has ${account.creditBalance}, its ledger ${moneyText(sum.balance)}`);
    if ((open.get(account.id) ?? 0n) !== sum.reserved)
      problems.push(
        `tenant ${account.id} reserves ${moneyText(sum.reserved)}, its batches hold ${open.get(account.id)}`,
      );
  }
  return [...problems, ...(await counterProblems(db))];
}
