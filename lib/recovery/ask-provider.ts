import "server-only";
import { and, eq, inArray, isNotNull, isNull, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { insertRows } from "@/db/insert-rows";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { providerWords } from "@/db/schema/coverage";
import { messages } from "@/db/schema/messages";
import { tenants } from "@/db/schema/tenants";
import { providerRemembers } from "@/lib/coverage/ended";
import { phoneKey } from "@/lib/customers/phone-key";
import type { Runtime } from "@/lib/runtime";
import { accountOf, type SolapiAccount } from "@/lib/tenants/account-of";
import type { ReportedMessage } from "@/lib/transports/phone-port";
import { wordsOf } from "./provider-word";
import type { ScopeSet } from "./scope-set";

export type ProviderRuntime = Pick<Runtime, "db" | "clock" | "env" | "phone">;
type Group = { id: number; tenantId: number; groupId: string; createdAt: Date };

/** Groups one plan asks for at most, and how long it waits for them; the rest is left to the regular look. */
const MOST_GROUPS = 20;
const MOST_MS = 6_000;

/**
 * Asks the provider about those of a set whose rows are missing and whose group it may still know, those that went in part first
 * (C-05). What it says is kept as proof beside the plan; the ledger isn't touched. A group that can't be read to its end leaves
 * nothing behind, and is asked again another time.
 */
export async function askProvider(rt: ProviderRuntime, { where }: ScopeSet): Promise<void> {
  const endMs = performance.now() + MOST_MS;
  const now = await rt.clock();
  for (const group of await unaskedGroups(rt.db, where)) {
    if (performance.now() >= endMs) return;
    if (!providerRemembers(group.createdAt, now)) await keepWords(rt, group, [], now);
    else {
      const account = await accountFor(rt, group.tenantId);
      const reports = account ? await readGroup(rt, account, group.groupId) : "refused";
      if (reports === "refused") return;
      await keepWords(rt, group, reports === "forgotten" ? [] : reports, now);
    }
  }
}

async function unaskedGroups(db: Executor, where: ScopeSet["where"]): Promise<Group[]> {
  const [rows] =
    await db.execute(sql`select m.id, m.tenant_id as tenantId, m.solapi_group_id as groupId, m.created_at as createdAt
    from ${messages} m where ${where} and m.gap in ('missing', 'partial') and m.solapi_group_id is not null and m.provider_asked_at is null
    order by m.status <> 'partial', m.id limit ${sql.raw(String(MOST_GROUPS))}`);
  return (rows as unknown as Group[]).map((row) => ({
    ...row,
    id: Number(row.id),
    createdAt: new Date(row.createdAt),
  }));
}

export async function accountFor(rt: Pick<Runtime, "db" | "env">, tenantId: number): Promise<SolapiAccount | null> {
  const [tenant] = await rt.db
    .select({ id: tenants.id, solapiKey: tenants.solapiKey })
    .from(tenants)
    .where(eq(tenants.id, tenantId));
  const opened = tenant && accountOf(rt.env, tenant);
  return opened?.ok ? opened.account : null;
}

/** All messages of a group, page by page. `forgotten`: the provider doesn't know it any more. */
export async function readGroup(
  rt: Pick<Runtime, "phone">,
  account: SolapiAccount,
  groupId: string,
): Promise<ReportedMessage[] | "forgotten" | "refused"> {
  const all: ReportedMessage[] = [];
  for (let startKey: string | null = null; ; ) {
    const page: Awaited<ReturnType<typeof rt.phone.messagesOf>> = await rt.phone.messagesOf(account, groupId, startKey);
    if (page.kind === "refused") return page.reason === "not_found" ? "forgotten" : "refused";
    all.push(...page.items);
    if (page.nextKey === null || page.nextKey === startKey) return all;
    startKey = page.nextKey;
  }
}

async function keepWords(
  rt: ProviderRuntime,
  { id }: Group,
  reports: readonly ReportedMessage[],
  now: Date,
): Promise<void> {
  const words = wordsOf(reports);
  await retryDeadlocks(rt.db, async (tx) => {
    const first = and(eq(messages.id, id), isNotNull(messages.solapiGroupId), isNull(messages.providerAskedAt));
    const [asked] = await tx.update(messages).set({ providerAskedAt: now }).where(first);
    if (asked.affectedRows === 0 || words.length === 0) return;
    const keys = words.map(({ digits }) => phoneKey(rt.env.LOOKUP_KEY, digits));
    await tx
      .delete(providerWords)
      .where(and(eq(providerWords.messageId, id), inArray(providerWords.recipientKey, keys)));
    await insertRows(
      tx,
      providerWords,
      { messageId: id, seenAt: now },
      words.map(({ status, code, solapiMessageId, at }, i) => ({
        ...{ recipientKey: keys[i]!, status, providerCode: code, solapiMessageId, at },
      })),
    );
  });
}
