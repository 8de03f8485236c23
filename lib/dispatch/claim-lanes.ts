import "server-only";
import { randomUUID } from "node:crypto";
import { and, asc, eq, inArray, isNull, like, lte, notInArray, or, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { retryUndone } from "@/db/retry-deadlocks";
import { lanes } from "@/db/schema/dispatch";
import { deviceIdOf, LEASE_MS, type Lease } from "./lane";

/**
 * Claims up to `max` devices that have due work: candidates are read without a lock, taken by compare-and-set, and what
 * was won is read back by its token (engine.md §1.2). Safe between any number of instances.
 * @param owner name of this instance, for people
 * @param except lanes to leave to others
 */
export async function claimLanes(
  db: Db,
  now: Date,
  owner: string,
  max: number,
  except: readonly string[] = [],
): Promise<Lease[]> {
  const claimable = and(lte(lanes.readyAt, now), or(isNull(lanes.leaseUntil), lte(lanes.leaseUntil, now)));
  const seen = await db
    .select({ laneKey: lanes.laneKey })
    .from(lanes, { forceIndex: "ix_lanes_ready" })
    .where(
      and(
        claimable,
        like(lanes.laneKey, "device:%"),
        except.length > 0 ? notInArray(lanes.laneKey, [...except]) : undefined,
      ),
    )
    .orderBy(asc(lanes.readyAt), asc(lanes.laneKey))
    .limit(max * 4);
  if (seen.length === 0) return [];
  // Instances that look at the same moment should not all reach for the same rows.
  const start = seen.length > max ? Math.floor(Math.random() * (seen.length - max + 1)) : 0;
  const keys = seen.slice(start, start + max).map((row) => row.laneKey);
  const token = randomUUID();
  await retryUndone(() =>
    db
      .update(lanes)
      .set({
        leaseOwner: owner.slice(0, 80),
        leaseToken: token,
        leaseUntil: new Date(now.getTime() + LEASE_MS),
        fence: sql`${lanes.fence} + 1`,
      })
      .where(and(inArray(lanes.laneKey, keys), claimable)),
  );
  const won = await db
    .select({ laneKey: lanes.laneKey, fence: lanes.fence })
    .from(lanes)
    .where(and(inArray(lanes.laneKey, keys), eq(lanes.leaseToken, token)));
  return won.map((row) => ({ ...row, token, deviceId: deviceIdOf(row.laneKey) }));
}
