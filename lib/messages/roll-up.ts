import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { literal } from "@/db/plain-sql";
import { coverageRollups } from "@/db/schema/coverage";
import { messages } from "@/db/schema/messages";
import { kstDate } from "@/lib/time/kst";

/** What of a message its organisation's day sums up, under the names both tables have. */
export const summed = [
  "expectedCount",
  "listedCount",
  "recordedCount",
  "extraCount",
  "confirmedCount",
  "inferredCount",
  "queuedCount",
  "sendingCount",
  "sentCount",
  "deliveredCount",
  "failedCount",
  "skippedCount",
  "unknownCount",
  "cancelledCount",
] as const;
export type Summed = (typeof summed)[number];

const underscored = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
/** Columns of a day's sum, in plain SQL. */
export const rollupFigures = ["messages", "gaps", ...summed.map(underscored)];
export const rollupKeys = ["org_id", "day", "origin", "is_test", "message_mode", "status"];

/** What `addToRollups` reads of a message besides its counters by status. */
export const rollupColumns = {
  orgId: messages.orgId,
  origin: messages.origin,
  isTest: messages.isTest,
  messageMode: messages.messageMode,
  status: messages.status,
  createdAt: messages.createdAt,
  gap: messages.gap,
  expectedCount: messages.expectedCount,
  listedCount: messages.listedCount,
  recordedCount: messages.recordedCount,
  extraCount: messages.extraCount,
  confirmedCount: messages.confirmedCount,
  inferredCount: messages.inferredCount,
} as const;

/** All of its counters. */
export const countersOf = {
  expectedCount: messages.expectedCount,
  listedCount: messages.listedCount,
  recordedCount: messages.recordedCount,
  extraCount: messages.extraCount,
  confirmedCount: messages.confirmedCount,
  inferredCount: messages.inferredCount,
  queuedCount: messages.queuedCount,
  sendingCount: messages.sendingCount,
  sentCount: messages.sentCount,
  deliveredCount: messages.deliveredCount,
  failedCount: messages.failedCount,
  skippedCount: messages.skippedCount,
  unknownCount: messages.unknownCount,
  cancelledCount: messages.cancelledCount,
} as const satisfies Record<Summed, unknown>;

type Message = Pick<
  typeof messages.$inferSelect,
  keyof typeof rollupColumns & ("orgId" | "origin" | "isTest" | "messageMode" | "status" | "createdAt" | "gap")
> &
  Record<Summed, number>;

/**
 * Takes messages as they were out of their days' sums and puts them in as they are (rulings 22), one statement in one order
 * for everybody. The caller holds the messages' rows; nothing is locked after this.
 */
export async function addToRollups(
  tx: Pick<Executor, "execute">,
  changes: readonly { of: Message; sign: 1 | -1 }[],
): Promise<void> {
  const sums = new Map<string, { key: unknown[]; values: number[] }>();
  for (const { of, sign } of changes) {
    const key = [of.orgId, kstDate(of.createdAt), of.origin, of.isTest, of.messageMode, of.status];
    const values = [1, of.gap === "none" ? 0 : 1, ...summed.map((name) => of[name])].map((value) => value * sign);
    const known = sums.get(key.join());
    if (known) known.values = known.values.map((value, i) => value + (values[i] ?? 0));
    else sums.set(key.join(), { key, values });
  }
  const rows = [...sums]
    .filter(([, { values }]) => values.some((value) => value !== 0))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  if (rows.length === 0) return;
  const tuples = rows.map(([, { key, values }]) => `(${[...key, ...values].map(literal).join()})`);
  await tx.execute(sql`${insertHead} values ${sql.raw(tuples.join())} ${onTop}`);
}

/**
 * The same from a set: `deltas` selects message_id and, under the columns' own names, how much each figure of it grew.
 * @param sign -1 takes it off again
 */
export async function addDeltasToRollups(tx: Pick<Executor, "execute">, deltas: SQL, sign: 1 | -1 = 1): Promise<void> {
  const sum = sql.raw(rollupFigures.map((name) => `sum(d.${name})${sign === 1 ? "" : " * -1"}`).join());
  await tx.execute(sql`${insertHead}
    select m.org_id, date(timestampadd(hour, 9, m.created_at)) as d, m.origin, m.is_test, m.message_mode, m.status, ${sum}
    from (${deltas}) d join ${messages} m on m.id = d.message_id group by 1, 2, 3, 4, 5, 6 order by 1, 2, 3, 4, 5, 6 ${onTop}`);
}

/** Puts messages written a moment ago into their days' sums. */
export const enterRollup = (tx: Pick<Executor, "execute">, ...ids: readonly number[]): Promise<void> =>
  addDeltasToRollups(tx, wholeMessages(sql`id in (${sql.raw(ids.map(Number).join() || "null")})`));

/** The same for every message there is, where no sum has been made yet. */
export const enterAllRollups = (tx: Pick<Executor, "execute">): Promise<void> =>
  addDeltasToRollups(tx, wholeMessages(sql`true`));

/** All that messages come to, as `addDeltasToRollups` takes it. */
export const wholeMessages = (where: SQL): SQL =>
  sql`select id as message_id, 1 as messages, gap <> 'none' as gaps, ${sql.raw(summed.map(underscored).join())} from ${messages} where ${where}`;

const insertHead = sql`insert into ${coverageRollups} (${sql.raw([...rollupKeys, ...rollupFigures].map((name) => `\`${name}\``).join())})`;
const onTop = sql.raw(
  `on duplicate key update ${rollupFigures.map((name) => `\`${name}\` = coverage_rollups.\`${name}\` + values(\`${name}\`)`).join()}`,
);
