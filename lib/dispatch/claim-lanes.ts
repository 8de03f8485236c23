import "server-only";
import { randomUUID } from "node:crypto";
import { literal, literals, type PlainSql } from "@/db/plain-sql";
import { retryUndone } from "@/db/retry-deadlocks";
import { deviceIdOf, LEASE_MS, type Lease, laneKeyOf } from "./lane";

/**
 * Claims up to `max` devices that have due work: candidates are read without a lock, taken by compare-and-set, and what
 * was won is read back by its token (engine.md §1.2). Safe between any number of instances.
 * @param owner name of this instance, for people
 * @param except lanes to leave to others
 */
export async function claimLanes(
  sql: PlainSql,
  now: Date,
  owner: string,
  max: number,
  except: readonly string[] = [],
): Promise<Lease[]> {
  const at = literal(now);
  const claimable = `ready_at <= ${at} and (lease_until is null or lease_until <= ${at})`;
  const seen = await sql.rows<{ laneKey: string }>(
    `select lane_key laneKey from lanes force index (ix_lanes_ready)
     where ${claimable} and lane_key like ${literal(`${laneKeyOf("")}%`)}
       ${except.length > 0 ? `and lane_key not in (${literals(except)})` : ""}
     order by ready_at, lane_key limit ${max * 4}`,
  );
  if (seen.length === 0) return [];
  // Instances that look at the same moment should not all reach for the same rows.
  const start = seen.length > max ? Math.floor(Math.random() * (seen.length - max + 1)) : 0;
  const keys = literals(seen.slice(start, start + max).map((row) => row.laneKey));
  const token = randomUUID();
  await retryUndone(() =>
    sql.run(
      `update lanes set lease_owner = ${literal(owner.slice(0, 80))}, lease_token = ${literal(token)},
         lease_until = ${literal(new Date(now.getTime() + LEASE_MS))}, fence = fence + 1
       where lane_key in (${keys}) and ${claimable}`,
    ),
  );
  const won = await sql.rows<{ laneKey: string; fence: number }>(
    `select lane_key laneKey, fence from lanes where lane_key in (${keys}) and lease_token = ${literal(token)}`,
  );
  return won.map(({ laneKey, fence }) => ({ laneKey, fence, token, deviceId: deviceIdOf(laneKey) }));
}
