import "server-only";
import { asc, inArray, type SQL, sql } from "drizzle-orm";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { lanes } from "@/db/schema/dispatch";
import type { Runtime } from "@/lib/runtime";
import { botHeads } from "./bot-heads";
import type { Lease } from "./lane";
import type { RunBot } from "./load-runs";

export type ReleaseAsk = {
  lease: Lease;
  bots: readonly Pick<RunBot, "id" | "parkReason" | "breakerOpenUntil">[];
  /** Nobody may use the device before: the rest of its minimum gap between calls. */
  restUntil: Date | null;
};

/**
 * Gives devices back. The lanes' rows are locked first and the next heads read after that, so work made meanwhile is
 * either seen here or wakes the lane itself (rulings 3). A parked bot wakes its lane to be probed.
 * @returns for each when it will have work, null when it has none or was lost
 */
export async function releaseLanes(rt: Pick<Runtime, "db">, asks: readonly ReleaseAsk[]): Promise<(Date | null)[]> {
  return retryDeadlocks(rt.db, async (tx) => {
    const rows = await tx
      .select({ laneKey: lanes.laneKey, token: lanes.leaseToken })
      .from(lanes)
      .where(
        inArray(
          lanes.laneKey,
          asks.map(({ lease }) => lease.laneKey),
        ),
      )
      .orderBy(asc(lanes.laneKey))
      .for("update");
    const tokens = new Map(rows.map((row) => [row.laneKey, row.token]));
    const mine = asks.filter(({ lease }) => tokens.get(lease.laneKey) === lease.token);
    if (mine.length === 0) return asks.map(() => null);
    const heads = await botHeads(
      tx,
      mine.flatMap(({ bots }) => bots.map((bot) => bot.id)),
    );
    const readyAt = (ask: ReleaseAsk): Date | null => {
      const times = ask.bots.flatMap((bot) => [heads.get(bot.id), bot.parkReason ? bot.breakerOpenUntil : null]);
      return times.reduce<Date | null>((first, at) => (at && (!first || at < first) ? at : first), null);
    };
    const perLane = (value: (ask: ReleaseAsk) => Date | null): SQL =>
      sql`case ${lanes.laneKey} ${sql.join(
        mine.map((ask) => sql`when ${ask.lease.laneKey} then cast(${value(ask)} as datetime(3))`),
        sql` `,
      )} end`;
    const results = new Map(mine.map((ask) => [ask, readyAt(ask)]));
    await tx
      .update(lanes)
      .set({
        leaseOwner: null,
        leaseToken: null,
        leaseUntil: perLane((ask) => ask.restUntil),
        readyAt: perLane((ask) => results.get(ask) ?? null),
        ...parkColumns(mine),
      })
      .where(
        inArray(
          lanes.laneKey,
          mine.map(({ lease }) => lease.laneKey),
        ),
      );
    return asks.map((ask) => results.get(ask) ?? null);
  });
}

/** Says on the lane's row that its phone rests, for whoever looks there; the bot's own row decides. */
function parkColumns(asks: readonly ReleaseAsk[]) {
  const parked = asks.flatMap(({ lease, bots }) => {
    const bot = bots.find((one) => one.parkReason !== null);
    return bot ? [{ key: lease.laneKey, reason: bot.parkReason, at: bot.breakerOpenUntil }] : [];
  });
  if (parked.length === 0) return { parkReason: null, probeAt: null };
  const when = (value: (row: (typeof parked)[number]) => SQL) =>
    sql`case ${lanes.laneKey} ${sql.join(
      parked.map((row) => sql`when ${row.key} then ${value(row)}`),
      sql` `,
    )} end`;
  return { parkReason: when((row) => sql`${row.reason}`), probeAt: when((row) => sql`cast(${row.at} as datetime(3))`) };
}
