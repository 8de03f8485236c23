import "server-only";
import { and, asc, eq, inArray, isNotNull, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { insertRows } from "@/db/insert-rows";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { providerWords } from "@/db/schema/coverage";
import { messages, sendBatches } from "@/db/schema/messages";
import { tenants } from "@/db/schema/tenants";
import { providerRemembers } from "@/lib/coverage/ended";
import { phoneKey } from "@/lib/customers/phone-key";
import type { Runtime } from "@/lib/runtime";
import { accountOf, type SolapiAccount } from "@/lib/tenants/account-of";
import type { ReportedMessage } from "@/lib/transports/phone-port";
import { wordsOf } from "./provider-word";
import type { ScopeSet } from "./scope-set";

export type ProviderRuntime = Pick<Runtime, "db" | "clock" | "env" | "phone">;
/** A message with the groups it went out in. */
type Asked = { id: number; tenantId: number; groupIds: string[]; createdAt: Date; askedAt: Date | null };

/** Groups one plan asks for at most, and how long it waits for them; the rest is left to the regular look. */
const MOST_GROUPS = 20;
const MOST_MS = 6_000;
/** A message of our own is asked for again: what has vanished since wasn't asked for. */
const AGAIN_MS = 3_600_000;

/**
 * Asks the provider about those of a set whose rows are missing and whose group it may still know, those that went in part first
 * (C-05). What it says is kept as proof beside the plan; the ledger isn't touched. A group that can't be read to its end leaves
 * nothing behind, and is asked again another time.
 */
export async function askProvider(rt: ProviderRuntime, { where }: ScopeSet): Promise<void> {
  const endMs = performance.now() + MOST_MS;
  const now = await rt.clock();
  for (const message of await unasked(rt.db, where, now)) {
    if (performance.now() >= endMs) return;
    const reports = providerRemembers(message.createdAt, now) ? await readGroups(rt, message) : [];
    if (reports === "refused") return;
    await keepWords(rt, message, reports, now);
  }
}

async function unasked(db: Executor, where: ScopeSet["where"], now: Date): Promise<Asked[]> {
  const lately = new Date(now.getTime() - AGAIN_MS);
  const [rows] =
    await db.execute(sql`select m.id, m.tenant_id as tenantId, m.solapi_group_id as groupId, m.created_at as createdAt,
      m.provider_asked_at as askedAt
    from ${messages} m where ${where} and m.gap in ('missing', 'partial') and (
      (m.solapi_group_id is not null and m.provider_asked_at is null) or (m.origin = 'new'
        and (m.provider_asked_at is null or m.provider_asked_at < ${lately})
        and exists (select 1 from ${sendBatches} b where b.message_id = m.id and b.group_id is not null and b.phase in ('sent', 'done'))))
    order by m.status <> 'partial', m.id limit ${sql.raw(String(MOST_GROUPS))}`);
  const found = (rows as unknown as (Omit<Asked, "groupIds"> & { groupId: string | null })[]).map(
    ({ groupId, ...row }) => ({
      ...row,
      id: Number(row.id),
      createdAt: new Date(row.createdAt),
      askedAt: row.askedAt === null ? null : new Date(row.askedAt),
      groupId,
    }),
  );
  const own = found.filter(({ groupId }) => groupId === null).map(({ id }) => id);
  const groups = own.length > 0 ? await groupsOf(db, own) : new Map<number, string[]>();
  return found.map(({ groupId, ...row }) => ({
    ...row,
    groupIds: groupId === null ? (groups.get(row.id) ?? []) : [groupId],
  }));
}

/** The groups messages of our own left in; what was never sent has told nobody anything. */
export async function groupsOf(db: Executor, messageIds: readonly number[]): Promise<Map<number, string[]>> {
  const rows = await db
    .select({ messageId: sendBatches.messageId, groupId: sendBatches.groupId })
    .from(sendBatches)
    .where(
      and(
        inArray(sendBatches.messageId, [...messageIds]),
        isNotNull(sendBatches.groupId),
        inArray(sendBatches.phase, ["sent", "done"]),
      ),
    )
    .orderBy(asc(sendBatches.id));
  const found = new Map<number, string[]>();
  for (const { messageId, groupId } of rows)
    found.set(messageId, [...(found.get(messageId) ?? []), ...(groupId === null ? [] : [groupId])]);
  return found;
}

export async function accountFor(rt: Pick<Runtime, "db" | "env">, tenantId: number): Promise<SolapiAccount | null> {
  const [tenant] = await rt.db
    .select({ id: tenants.id, solapiKey: tenants.solapiKey })
    .from(tenants)
    .where(eq(tenants.id, tenantId));
  const opened = tenant && accountOf(rt.env, tenant);
  return opened?.ok ? opened.account : null;
}

async function readGroups(rt: ProviderRuntime, { tenantId, groupIds }: Asked): Promise<ReportedMessage[] | "refused"> {
  const account = await accountFor(rt, tenantId);
  if (!account) return "refused";
  const reports: ReportedMessage[] = [];
  for (const groupId of groupIds) {
    const read = await readGroup(rt, account, groupId);
    if (read === "refused") return read;
    if (read !== "forgotten") reports.push(...read);
  }
  return reports;
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
  { id, askedAt }: Asked,
  reports: readonly ReportedMessage[],
  now: Date,
): Promise<void> {
  const words = wordsOf(reports);
  await retryDeadlocks(rt.db, async (tx) => {
    // Of two who ask at once one keeps what it was told.
    const first = and(eq(messages.id, id), sql`${messages.providerAskedAt} <=> ${askedAt}`);
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
