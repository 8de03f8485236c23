import "server-only";
import { literal, literals, transact } from "@/db/plain-sql";
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
  return transact(rt.db, async (tx) => {
    const rows = await tx.rows<{ laneKey: string; token: string | null }>(
      `select lane_key laneKey, lease_token token from lanes
       where lane_key in (${literals(asks.map(({ lease }) => lease.laneKey))}) order by lane_key for update`,
    );
    const tokens = new Map(rows.map((row) => [row.laneKey, row.token]));
    const mine = asks.filter(({ lease }) => tokens.get(lease.laneKey) === lease.token);
    if (mine.length === 0) return asks.map(() => null);
    const heads = await botHeads(
      tx,
      mine.flatMap(({ bots }) => bots.map((bot) => bot.id)),
    );
    const readyAt = new Map(mine.map((ask) => [ask, wakesAt(ask, heads)]));
    const keys = literals(mine.map(({ lease }) => lease.laneKey));
    /** One value per lane; one they all share is written once. */
    const perLane = (value: (ask: ReleaseAsk) => unknown): string => {
      const values = mine.map((ask) => literal(value(ask)));
      return values.every((one) => one === values[0]) ? values[0]! : `elt(field(lane_key,${keys}),${values})`;
    };
    // That a phone rests stands on the lane's row for whoever looks there; the bot's own row decides.
    const parked = ({ bots }: ReleaseAsk) => bots.find((bot) => bot.parkReason !== null);
    await tx.run(
      `update lanes set lease_owner = null, lease_token = null, lease_until = ${perLane((ask) => ask.restUntil)},
         ready_at = ${perLane((ask) => readyAt.get(ask))}, park_reason = ${perLane((ask) => parked(ask)?.parkReason)},
         probe_at = ${perLane((ask) => parked(ask)?.breakerOpenUntil)}
       where lane_key in (${keys})`,
    );
    return asks.map((ask) => readyAt.get(ask) ?? null);
  });
}

function wakesAt({ bots }: ReleaseAsk, heads: ReadonlyMap<number, Date>): Date | null {
  const times = bots.flatMap((bot) => [heads.get(bot.id), bot.parkReason ? bot.breakerOpenUntil : null]);
  return times.reduce<Date | null>((first, at) => (at && (!first || at < first) ? at : first), null);
}
