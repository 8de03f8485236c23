import "server-only";
import { and, count, eq, gt, gte, inArray, lte, min, or, type SQL, sql, sum } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { messages, sendBatches } from "@/db/schema/messages";
import { holdReasons, isForPerson } from "@/lib/batches/hold-reasons";
import { SEND_WITHIN_MS } from "@/lib/messages/deadline";
import { parkReasons } from "@/lib/tenants/park-tenant";
import { DAY_MS } from "@/lib/time/kst";
import { type BatchStanding, LEAST_LATE, MOST_HELD_MS, MOST_UNREPORTED_MS } from "./alert-rules";
import { namesOf } from "./tenant-facts";

/** Whose report isn't there after so long had a phone that was off; that is no news of today. */
const LATE_WINDOW_MS = DAY_MS;

const FOR_PERSON = holdReasons.filter(isForPerson);
/** What holds the whole tenant is told as that. */
const OF_BATCH = holdReasons.filter((reason) => !isForPerson(reason) && !parkReasons.some((park) => park === reason));

/** Batches that wait for somebody, and reports that stay away, by who pays for them. */
export async function readBatches(db: Executor, now: Date): Promise<BatchStanding> {
  const [held, open] = await Promise.all([heldBatches(db, now), openMessages(db, now)]);
  const late = await lateTenants(db, now, open);
  const named = await namesOf(
    db,
    [...held, ...late].map(({ id }) => id),
  );
  const withName = <T extends { id: number }>(one: T) => ({ ...one, orgName: named.get(one.id) ?? "" });
  return {
    held: byTenant(held).map(withName),
    late: late.map(withName),
  };
}

/** What holds most of them comes first, and before all what a person has to decide. */
function byTenant(rows: Awaited<ReturnType<typeof heldBatches>>) {
  const rank = (row: HeldRow) => [Number(isForPerson(row.reason)), row.recipients] as const;
  const all = rows
    .map(
      ({ recipients, reason, ...row }): HeldRow => ({ ...row, reason: reason ?? "", recipients: Number(recipients) }),
    )
    .toSorted((a, b) => rank(b)[0] - rank(a)[0] || rank(b)[1] - rank(a)[1]);
  return [...new Set(all.map(({ id }) => id))].map((id) => {
    const own = all.filter((row) => row.id === id);
    const sumOf = (of: readonly HeldRow[], what: "batches" | "recipients") => of.reduce((n, row) => n + row[what], 0);
    return {
      ...{ id, batches: sumOf(own, "batches"), recipients: sumOf(own, "recipients") },
      forPerson: sumOf(
        own.filter(({ reason }) => isForPerson(reason)),
        "batches",
      ),
      ...{ reason: own[0]!.reason, reasons: own.length },
    };
  });
}
type HeldRow = { id: number; reason: string; batches: number; recipients: number };

/** Held batches per tenant and reason: those a person decides at once, the others when they should have left MOST_HELD_MS ago. */
export const heldBatches = (db: Executor, now: Date) =>
  db
    .select({
      id: sendBatches.tenantId,
      ...{ reason: sendBatches.heldReason, batches: count(), recipients: sum(sendBatches.size) },
    })
    .from(sendBatches, { forceIndex: "ix_batches_phase" })
    .where(
      and(
        eq(sendBatches.phase, "held"),
        or(
          inArray(sendBatches.heldReason, FOR_PERSON),
          and(
            inArray(sendBatches.heldReason, OF_BATCH),
            lte(sendBatches.sendBefore, new Date(now.getTime() + SEND_WITHIN_MS - MOST_HELD_MS)),
          ),
        ),
      ),
    )
    .groupBy(sendBatches.tenantId, sendBatches.heldReason);

/** Messages with batches sent a while ago whose reports are still open, and of how many recipients at most: the message's counter tells. */
export const openMessages = (db: Executor, now: Date) =>
  db
    .select({
      tenantId: sendBatches.tenantId,
      messageId: sendBatches.messageId,
      oldestBatchId: min(sendBatches.id),
      oldestMs: sql<number>`cast(unix_timestamp(min(${sendBatches.sentAt})) * 1000 as unsigned)`,
      went: sum(sendBatches.size),
      open: sql<number>`least(sum(${sendBatches.size}), max(${messages.sentCount}))`,
    })
    .from(sendBatches, { forceIndex: "ix_batches_phase" })
    .innerJoin(messages, eq(messages.id, sendBatches.messageId))
    .where(
      and(
        eq(sendBatches.phase, "sent"),
        lte(sendBatches.sentAt, new Date(now.getTime() - MOST_UNREPORTED_MS)),
        gt(sendBatches.sentAt, new Date(now.getTime() - LATE_WINDOW_MS)),
      ),
    )
    .groupBy(sendBatches.tenantId, sendBatches.messageId);

type Late = { id: number; open: number; went: number; oldestAt: Date };

/** Adds up what is open, and for those with more than a few of them what came back since the oldest of these. */
async function lateTenants(db: Executor, now: Date, rows: Awaited<ReturnType<typeof openMessages>>): Promise<Late[]> {
  const found = new Map<number, Late & { fromBatchId: number }>();
  for (const row of rows) {
    const [open, went, from] = [Number(row.open), Number(row.went), Number(row.oldestBatchId)];
    const oldestAt = new Date(Number(row.oldestMs));
    const known = found.get(row.tenantId) ?? { id: row.tenantId, open: 0, went: 0, oldestAt, fromBatchId: from };
    found.set(row.tenantId, {
      ...known,
      open: known.open + open,
      went: known.went + went,
      oldestAt: oldestAt < known.oldestAt ? oldestAt : known.oldestAt,
      fromBatchId: Math.min(known.fromBatchId, from),
    });
  }
  const many = [...found.values()].filter(({ open }) => open >= LEAST_LATE);
  if (many.length === 0) return [];
  const back = await reportedSince(db, now, many);
  return many.map(({ fromBatchId: _, ...late }) => ({
    ...late,
    went: late.went + Number(back.find(({ tenantId }) => tenantId === late.id)?.recipients ?? 0),
  }));
}

/** Recipients of batches that are through with their reports, from a batch on, per tenant. */
export function reportedSince(db: Executor, now: Date, tenants: readonly { id: number; fromBatchId: number }[]) {
  const walks = tenants.map(({ id, fromBatchId }): SQL | undefined =>
    and(eq(sendBatches.tenantId, id), eq(sendBatches.phase, "done"), gte(sendBatches.id, fromBatchId)),
  );
  return db
    .select({ tenantId: sendBatches.tenantId, recipients: sum(sendBatches.size) })
    .from(sendBatches, { forceIndex: "ix_batches_tenant" })
    .where(and(or(...walks), lte(sendBatches.sentAt, new Date(now.getTime() - MOST_UNREPORTED_MS))))
    .groupBy(sendBatches.tenantId);
}
