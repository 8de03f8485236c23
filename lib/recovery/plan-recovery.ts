import "server-only";
import { createHash } from "node:crypto";
import { and, asc, eq, gt, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { type MessageStatus, messageStatuses } from "@/db/enums";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { messageRecipients, providerWords, recoveryRunMessages, recoveryRuns } from "@/db/schema/coverage";
import { messageLogs, messages } from "@/db/schema/messages";
import type { Actor } from "@/lib/access/actor";
import type { Runtime } from "@/lib/runtime";
import { nameVanished } from "./name-vanished";
import { readPlan } from "./queries";
import { inferredStatusOf } from "./recovery-rules";
import type { PlanDto } from "./run-dto";
import type { RecoveryScopeInput } from "./schema";
import { type ScopeSet, scopeSet } from "./scope-set";

export type RecoveryRuntime = Pick<Runtime, "db" | "clock"> & { env: Pick<Runtime["env"], "LOOKUP_KEY"> };

/** Of whose view a run is; the product's own is nobody's. */
export const orgOf = (actor: Actor): number => (actor.kind === "user" ? actor.org.id : 0);

/**
 * Finds what a recovery would do: of every message with a gap which recipients have no row, what each would become and why, on
 * one fixed set with its figures before and after. It writes the plan and nothing else; the same facts give the same plan.
 * @throws AppError as scopeSet does
 */
export async function planRecovery(rt: RecoveryRuntime, actor: Actor, input: RecoveryScopeInput): Promise<PlanDto> {
  const now = await rt.clock();
  const set = await scopeSet(rt.db, rt.env, actor, input, now);
  const id = await retryDeadlocks(rt.db, (tx) => writePlan(tx, actor, set, now));
  return readPlan(rt.db, id);
}

/** Ends a transaction whose writes were only ever meant to be read. */
class NotKept extends Error {}

/**
 * The same plan, looked at and forgotten: no table holds anything of it afterwards. Its hash is that of the plan as it would be
 * made now; its number is nobody's.
 * @throws AppError as scopeSet does
 */
export async function previewRecovery(
  rt: Pick<Runtime, "db" | "clock" | "env">,
  actor: Actor,
  input: RecoveryScopeInput,
): Promise<Omit<PlanDto, "runId">> {
  const now = await rt.clock();
  const set = await scopeSet(rt.db, rt.env, actor, input, now);
  let plan: PlanDto | undefined;
  try {
    await retryDeadlocks(rt.db, async (tx) => {
      await nameVanished(tx, rt.env, set);
      plan = await readPlan(tx, await writePlan(tx, actor, set, now));
      throw new NotKept();
    });
  } catch (error) {
    if (!(error instanceof NotKept)) throw error;
  }
  const { runId: _, ...rest } = plan!;
  return rest;
}

async function writePlan(tx: Tx, actor: Actor, set: ScopeSet, now: Date): Promise<number> {
  const totals = await totalsOf(tx, set);
  const [made] = await tx
    .insert(recoveryRuns)
    .values({
      orgId: orgOf(actor),
      scopeKind: set.scope.kind,
      scope: set.scope,
      planHash: Buffer.alloc(32),
      ...totals,
      createdBy: actor.kind === "user" ? actor.userId : null,
      createdAt: now,
    })
    .$returningId();
  const id = made!.id;
  await writeItems(tx, id, set);
  const { digest, ...sums } = await digestOf(tx, id, [orgOf(actor), set.scope, totals]);
  const [known] = await tx
    .select({ id: recoveryRuns.id })
    .from(recoveryRuns)
    .where(
      and(eq(recoveryRuns.planHash, digest), eq(recoveryRuns.state, "planned"), eq(recoveryRuns.orgId, orgOf(actor))),
    );
  if (known) {
    await tx.delete(recoveryRuns).where(eq(recoveryRuns.id, id));
    return known.id;
  }
  await tx
    .update(recoveryRuns)
    .set({ planHash: digest, ...sums })
    .where(eq(recoveryRuns.id, id));
  return id;
}

async function totalsOf(tx: Tx, { where }: ScopeSet) {
  const [rows] = await tx.execute(sql`select coalesce(sum(m.expected_count), 0) as expected,
    coalesce(sum(m.recorded_count), 0) as recorded from ${messages} m where ${where}`);
  const [row] = rows as unknown as Record<string, unknown>[];
  return { expected: Number(row?.expected), recordedBefore: Number(row?.recorded) };
}

/**
 * The rule of `inferredStatusOf` as the database applies it to a whole set. It is about an old system, whose word is all there is:
 * what became of a row of our own that is gone only the provider can say.
 */
const inferredStatus = sql.raw(
  `case when m.origin = 'new' then 'unknown' ${messageStatuses.map((status: MessageStatus) => `when m.status = '${status}' then '${inferredStatusOf(status)}'`).join(" ")} end`,
);
/** Those without a row whom nobody can name: no list is left, or the list of our own doesn't account for them. */
const unnamed = sql`if(m.origin = 'new', m.expected_count - m.recorded_count - coalesce(g.missing, 0), m.expected_count - m.listed_count)`;

/** One anti-join over the frozen recipients of the set (rulings 21); counters only say which messages are worth looking at. */
async function writeItems(tx: Tx, runId: number, { where }: ScopeSet): Promise<void> {
  await tx.execute(sql`
    insert into ${recoveryRunMessages} (run_id, message_id, status, expected, recorded, missing, proven_delivered, proven_failed, proven_other, unrecoverable)
    select ${runId}, m.id, ${inferredStatus}, m.expected_count, m.recorded_count, coalesce(g.missing, 0),
      coalesce(g.delivered, 0), coalesce(g.failed, 0), coalesce(g.other, 0), ${unnamed}
    from ${messages} m
    left join (
      select r.message_id, count(*) as missing, sum(coalesce(p.status = 'delivered', 0)) as delivered,
        sum(coalesce(p.status = 'failed', 0)) as failed, sum(coalesce(p.status not in ('delivered','failed'), 0)) as other
      from ${messages} m straight_join ${messageRecipients} r on r.message_id = m.id
      left join ${messageLogs} l on l.message_id = r.message_id and l.recipient_key = r.recipient_key
      left join ${providerWords} p on p.message_id = r.message_id and p.recipient_key = r.recipient_key
      where ${where} and m.gap in ('missing', 'partial') and l.id is null
      group by r.message_id
    ) g on g.message_id = m.id
    where ${where} and m.gap <> 'none'`);
}

const PAGE = 5_000;

/** What the plan consists of, in one number: whatever changes of it changes this. */
async function digestOf(tx: Tx, runId: number, head: unknown) {
  const hash = createHash("sha256").update(JSON.stringify(head));
  const sums = { messages: 0, rows: 0, proven: 0, unrecoverable: 0 };
  for (let after = 0; ; ) {
    const page = await tx
      .select()
      .from(recoveryRunMessages)
      .where(and(eq(recoveryRunMessages.runId, runId), gt(recoveryRunMessages.messageId, after)))
      .orderBy(asc(recoveryRunMessages.messageId))
      .limit(PAGE);
    for (const { runId: _, applied: _applied, conflicts: _conflicts, ...item } of page) {
      hash.update(JSON.stringify(Object.values(item)));
      if (item.missing > 0) sums.messages += 1;
      sums.rows += item.missing;
      sums.unrecoverable += item.unrecoverable;
      sums.proven += item.provenDelivered + item.provenFailed + item.provenOther;
      after = item.messageId;
    }
    if (page.length < PAGE) return { digest: hash.digest(), ...sums };
  }
}
