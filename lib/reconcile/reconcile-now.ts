import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import { messageLogs, messages } from "@/db/schema/messages";
import type { Actor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { can, mayEver } from "@/lib/access/can";
import { scopeOf } from "@/lib/access/scope";
import { providerRemembers } from "@/lib/coverage/ended";
import { phoneKey } from "@/lib/customers/phone-key";
import { AppError } from "@/lib/errors";
import { messageOwner } from "@/lib/messages/message-owner";
import { accountFor, groupsOf, type ProviderRuntime, readGroup } from "@/lib/recovery/ask-provider";
import { wordsOf } from "@/lib/recovery/provider-word";
import { accountsInUse } from "./accounts";
import { applyWords } from "./apply-words";
import { comparePage } from "./compare-page";
import { noteDifferences } from "./note-differences";
import type { ReconcileInput } from "./schema";
import { addTally, noTally, type Tally } from "./tally";

/** Without a cursor everything asked for was compared. */
export type Compared = Tally & { cursor: string | null };
const BUDGET_MS = 4_000;

/**
 * Compares one message, or what the accounts had in a period, with the provider, now (S0-16). Of a message without a list whoever its
 * group was sent to becomes one it was meant for (C-06).
 * @throws AppError forbidden; not_found; conflict (providerForgot, providerSilent)
 */
export const reconcileNow = (rt: ProviderRuntime, actor: Actor, input: ReconcileInput): Promise<Compared> =>
  "messageId" in input ? ofMessage(rt, actor, input.messageId) : ofPeriod(rt, actor, input);

async function ofMessage(rt: ProviderRuntime, actor: Actor, id: number): Promise<Compared> {
  const owner = await messageOwner(rt.db, scopeOf(actor), id);
  if (!can(actor, "coverage.recover", owner.path)) throw new AppError("forbidden");
  const now = await rt.clock();
  const [message] = await rt.db.select().from(messages).where(eq(messages.id, id));
  const imported = message?.solapiGroupId ?? null;
  const groups = imported === null ? ((await groupsOf(rt.db, [id])).get(id) ?? []) : [imported];
  if (!message || groups.length === 0 || !providerRemembers(message.createdAt, now))
    throw new AppError("conflict", { message: "providerForgot" });
  const account = await accountFor(rt, message.tenantId);
  if (!account) throw new AppError("conflict", { message: "providerSilent" });
  const reports = [];
  for (const groupId of groups) {
    const read = await readGroup(rt, account, groupId);
    // Half a group proves nothing about those who aren't in it: all of it, or nothing is changed.
    if (read === "refused") throw new AppError("conflict", { message: "providerSilent" });
    if (read === "forgotten") throw new AppError("conflict", { message: "providerForgot" });
    reports.push(...read);
  }
  const words = wordsOf(reports);
  const tally = await applyWords(rt.db, rt.env, id, words, now);
  await rt.db.transaction(async (tx) => {
    const seen = new Set(words.map(({ digits }) => phoneKey(rt.env.LOOKUP_KEY, digits).toString("hex")));
    const said = await tx
      .select()
      .from(messageLogs)
      .where(and(eq(messageLogs.messageId, id), inArray(messageLogs.status, ["sent", "delivered"])));
    const absent = said.filter(({ recipientKey }) => !seen.has(recipientKey.toString("hex")));
    addTally(tally, { differing: absent.length });
    await noteDifferences(tx, message, absent.map(toAbsent), now);
    await tx.update(messages).set({ providerAskedAt: now }).where(eq(messages.id, id));
    const subject = `message:${id}`;
    await writeAudit(tx, actor, now, { action: "coverage.reconcile", subject, orgId: owner.id, after: tally });
  });
  return { ...tally, cursor: null };
}

const toAbsent = ({ id, recipientKey, phoneLast4, solapiMessageId, status }: typeof messageLogs.$inferSelect) => ({
  ...{ kind: "missing_there" as const, logId: id, solapiMessageId, recipientKey, phoneLast4 },
  ...{ ours: status, theirs: null, providerCode: null },
});

async function ofPeriod(
  rt: ProviderRuntime,
  actor: Actor,
  { from, to, cursor }: Exclude<ReconcileInput, { messageId: number }>,
): Promise<Compared> {
  // An account may be many organisations': only who stands above them all reads it as a whole.
  if (!mayEver(actor, "coverage.recover_all")) throw new AppError("forbidden");
  const endMs = performance.now() + BUDGET_MS;
  const [place = "0", ...rest] = (cursor ?? "0").split(" ");
  let startKey: string | null = rest.join(" ") || null;
  const accounts = await accountsInUse(rt);
  const tally = noTally();
  for (let at = Number(place) || 0; at < accounts.length; ) {
    const { account, payers } = accounts[at]!;
    const page = await rt.phone.list(account, { dateType: "CREATED", from, to, startKey });
    if (page.kind === "refused") throw new AppError("conflict", { message: "providerSilent" });
    addTally(tally, await comparePage(rt, payers, page.items));
    const isLast = page.nextKey === null || page.nextKey === startKey;
    startKey = isLast ? null : page.nextKey;
    if (isLast) at += 1;
    if (performance.now() >= endMs && at < accounts.length)
      return { ...tally, cursor: `${at} ${startKey ?? ""}`.trim() };
  }
  return { ...tally, cursor: null };
}
