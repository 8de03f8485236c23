import "server-only";
import { and, desc, eq, inArray, lt, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import type { DifferenceKind, DifferenceState, MessageLogStatus } from "@/db/enums";
import { messages } from "@/db/schema/messages";
import { orgs } from "@/db/schema/orgs";
import { differences, reconcileSync } from "@/db/schema/reconcile";
import { type OrgScope, orgIdsIn } from "@/lib/access/scope";
import type { DifferenceFilter } from "./schema";

export type DifferenceDto = {
  id: number;
  kind: DifferenceKind;
  state: DifferenceState;
  messageId: number;
  title: string;
  orgName: string;
  phone: string;
  ours: MessageLogStatus | null;
  theirs: MessageLogStatus | null;
  providerCode: string | null;
  seenAt: string;
  decidedAt: string | null;
};
const TITLE_CHARS = 40;

/** Where the provider says something else, newest first (D-06). */
export async function listDifferences(
  db: Executor,
  scope: OrgScope,
  { state, kind, orgId, cursor, limit }: DifferenceFilter,
) {
  const orgIds = await orgIdsIn(db, scope, orgId);
  if (orgIds.length === 0) return { items: [], nextCursor: null };
  const rows = await db
    .select({ row: differences, subject: messages.subject, rawBody: messages.rawBody, orgName: orgs.name })
    .from(differences)
    .innerJoin(messages, eq(messages.id, differences.messageId))
    .innerJoin(orgs, eq(orgs.id, differences.orgId))
    .where(
      and(
        inArray(differences.orgId, orgIds),
        eq(differences.state, state),
        kind && eq(differences.kind, kind),
        cursor === undefined ? undefined : lt(differences.id, cursor),
      ),
    )
    .orderBy(desc(differences.id))
    .limit(limit + 1);
  const items = rows.slice(0, limit).map(({ row, subject, rawBody, orgName }): DifferenceDto => {
    const { id, messageId, ours, theirs, providerCode, phoneLast4 } = row;
    return {
      ...{ id, kind: row.kind, state: row.state, messageId, orgName, ours, theirs, providerCode },
      title: subject || [...rawBody.replace(/\s+/g, " ").trim()].slice(0, TITLE_CHARS).join(""),
      phone: phoneLast4 ? `010-****-${phoneLast4}` : "****",
      seenAt: row.seenAt.toISOString(),
      decidedAt: row.decidedAt?.toISOString() ?? null,
    };
  });
  return { items, nextCursor: rows.length > limit ? String(items.at(-1)?.id) : null };
}

/** How many wait, by kind, and when the accounts were last compared. */
export async function reconcileStanding(db: Executor, scope: OrgScope) {
  const orgIds = await orgIdsIn(db, scope);
  const counts: Record<DifferenceKind, number> = { status_differs: 0, missing_here: 0, missing_there: 0 };
  const rows = await db
    .select({ kind: differences.kind, n: sql<number>`count(*)`.mapWith(Number) })
    .from(differences)
    .where(and(inArray(differences.orgId, orgIds.length > 0 ? orgIds : [-1]), eq(differences.state, "open")))
    .groupBy(differences.kind);
  for (const { kind, n } of rows) counts[kind] = n;
  const [sync] = await db
    .select({
      oldest: sql<Date | null>`min(${reconcileSync.watermark})`,
      failed: sql<number>`coalesce(sum(${reconcileSync.lastError} is not null), 0)`.mapWith(Number),
    })
    .from(reconcileSync);
  return {
    open: counts,
    comparedUntil: sync?.oldest ? new Date(sync.oldest).toISOString() : null,
    failed: sync?.failed ?? 0,
  };
}
