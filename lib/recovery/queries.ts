import "server-only";
import { and, asc, desc, eq, gt, inArray, lt, ne, or, type SQL, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { recoveryRunMessages, recoveryRuns } from "@/db/schema/coverage";
import { messages } from "@/db/schema/messages";
import { orgs } from "@/db/schema/orgs";
import { users } from "@/db/schema/users";
import type { Actor } from "@/lib/access/actor";
import { orgIdsIn, scopeOf } from "@/lib/access/scope";
import { pctOf } from "@/lib/coverage/coverage";
import { AppError } from "@/lib/errors";
import { PAGE } from "@/lib/orgs/query-fields";
import type { PlanDto, PlanItem, RunDto, RunProgress, Share } from "./run-dto";
import type { RunFilter, RunMessagesFilter } from "./schema";

type Run = typeof recoveryRuns.$inferSelect;
const TITLE_CHARS = 40;

const shareOf = (expected: number, recorded: number): Share => ({ expected, recorded, pct: pctOf(recorded, expected) });

/** Where a run stands, as whoever drives it needs to know. */
export function progressOf(run: Run): RunProgress {
  const { id, state, messages: count, rows, applied, undone, conflicts, expected, recordedBefore, unrecoverable } = run;
  const isOpen = state === "applying" || state === "paused" || state === "undoing";
  const place = `${run.cursorMessage ?? 0}-${run.cursorRow ?? 0}-${applied + undone}`;
  return {
    ...{ runId: id, state, messages: count, rows, applied, undone, conflicts },
    cursor: isOpen ? place : null,
    before: shareOf(expected, recordedBefore),
    after: shareOf(expected, recordedBefore + applied - undone),
    unrecoverable,
    evidence: run.evidence,
  };
}

/** A plan with its first messages. */
export async function readPlan(db: Executor, id: number): Promise<PlanDto> {
  const [run] = await db.select().from(recoveryRuns).where(eq(recoveryRuns.id, id));
  if (!run) throw new Error(`no plan ${id}`);
  const page = await itemsOf(db, id, 0, PAGE);
  const { planHash, state, scope, rows, proven, expected, recordedBefore, unrecoverable } = run;
  return {
    ...{ runId: id, planHash: planHash.toString("hex"), state, scope, messages: run.messages, rows, proven },
    inferred: rows - proven,
    before: shareOf(expected, recordedBefore),
    after: shareOf(expected, recordedBefore + rows),
    unrecoverable,
    unasked: await unaskedOf(db, id),
    ...page,
  };
}

async function unaskedOf(db: Executor, runId: number): Promise<number> {
  const [row] = await db
    .select({ groups: sql<number>`count(*)`.mapWith(Number) })
    .from(recoveryRunMessages)
    .innerJoin(messages, eq(messages.id, recoveryRunMessages.messageId))
    .where(
      and(
        eq(recoveryRunMessages.runId, runId),
        sql`${messages.solapiGroupId} is not null and ${messages.providerAskedAt} is null`,
      ),
    );
  return row?.groups ?? 0;
}

async function itemsOf(db: Executor, runId: number, after: number, limit: number) {
  const rows = await db
    .select({
      item: recoveryRunMessages,
      legacyId: messages.legacyId,
      subject: messages.subject,
      rawBody: messages.rawBody,
      mode: messages.messageMode,
      messageStatus: messages.status,
      createdAt: messages.createdAt,
      orgName: orgs.name,
    })
    .from(recoveryRunMessages)
    .innerJoin(messages, eq(messages.id, recoveryRunMessages.messageId))
    .innerJoin(orgs, eq(orgs.id, messages.orgId))
    .where(and(eq(recoveryRunMessages.runId, runId), gt(recoveryRunMessages.messageId, after)))
    .orderBy(asc(recoveryRunMessages.messageId))
    .limit(limit + 1);
  const items = rows.slice(0, limit).map(({ item, subject, rawBody, createdAt, ...rest }): PlanItem => {
    const { messageId, expected, recorded, missing, unrecoverable, applied, conflicts, status } = item;
    return {
      ...{
        messageId,
        ...rest,
        createdAt: createdAt.toISOString(),
        expected,
        recorded,
        missing,
        unrecoverable,
        applied,
        conflicts,
      },
      title: subject || [...rawBody.replace(/\s+/g, " ").trim()].slice(0, TITLE_CHARS).join(""),
      proven: { delivered: item.provenDelivered, failed: item.provenFailed, other: item.provenOther },
      rowStatus: status,
      rowReason: `recovered_${status}`,
    };
  });
  const more = rows.length > limit ? items.at(-1) : undefined;
  return { items, nextCursor: more ? String(more.messageId) : null };
}

/** Runs an actor may see: those of their own organisation and below it; the product's own are the headquarters'. */
async function isSeen(db: Executor, actor: Actor): Promise<SQL | undefined> {
  const ids = await orgIdsIn(db, scopeOf(actor));
  const sees = inArray(recoveryRuns.orgId, ids.length > 0 ? ids : [-1]);
  return actor.kind === "system" || actor.org.level === "hq" ? or(sees, eq(recoveryRuns.orgId, 0)) : sees;
}

/**
 * One run.
 * @throws AppError not_found, the same for a foreign and an absent one
 */
export async function getRun(db: Executor, actor: Actor, id: number): Promise<RunDto> {
  const [found] = await runsWhere(db, and(eq(recoveryRuns.id, id), await isSeen(db, actor)), 1);
  if (!found) throw new AppError("not_found");
  return found;
}

/** Runs, newest first; plans that were never applied are left out. */
export async function listRuns(db: Executor, actor: Actor, { cursor, limit }: RunFilter) {
  const isApplied = and(ne(recoveryRuns.state, "planned"), ne(recoveryRuns.state, "stale"));
  const after = cursor === undefined ? undefined : lt(recoveryRuns.id, cursor);
  const rows = await runsWhere(db, and(isApplied, after, await isSeen(db, actor)), limit + 1);
  const items = rows.slice(0, limit);
  return { items, nextCursor: rows.length > limit ? String(items.at(-1)?.runId) : null };
}

async function runsWhere(db: Executor, where: SQL | undefined, limit: number): Promise<RunDto[]> {
  const rows = await db
    .select({ run: recoveryRuns, name: users.name })
    .from(recoveryRuns)
    .leftJoin(users, eq(users.id, recoveryRuns.createdBy))
    .where(where)
    .orderBy(desc(recoveryRuns.id))
    .limit(limit);
  return rows.map(({ run, name }) => ({
    ...progressOf(run),
    planHash: run.planHash.toString("hex"),
    scope: run.scope,
    proven: run.proven,
    createdBy: run.createdBy === null ? null : { id: run.createdBy, name: name ?? "" },
    createdAt: run.createdAt.toISOString(),
    startedAt: run.startedAt?.toISOString() ?? null,
    finishedAt: run.finishedAt?.toISOString() ?? null,
    undoneAt: run.undoneAt?.toISOString() ?? null,
  }));
}

/** The messages of a run's fixed set, page by page. */
export async function listRunMessages(db: Executor, actor: Actor, { id, cursor = 0, limit }: RunMessagesFilter) {
  await getRun(db, actor, id);
  return itemsOf(db, id, cursor, limit);
}
