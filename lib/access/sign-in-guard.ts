import "server-only";
import { inArray, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { authThrottle } from "@/db/schema/users";
import { delayAfterMs, WINDOW_MS } from "./throttle";
import { keyedHash } from "./token-hash";

/**
 * Keys a sign-in is counted under. The account alone is not among those that block: whoever knows an id could
 * lock its owner out. Account + address and address block; the account counts towards the address-and-account delay.
 */
const keysOf = (secret: string, mbId: string, ip: string) => [
  keyedHash(secret, `ip|${ip}`),
  keyedHash(secret, `pair|${mbId.toLowerCase()}|${ip}`),
];

/** Milliseconds this sign-in still has to wait; 0 = go ahead. */
export async function signInWaitMs(db: Executor, secret: string, mbId: string, ip: string, now: Date): Promise<number> {
  const rows = await db
    .select({ blockedUntil: authThrottle.blockedUntil })
    .from(authThrottle)
    .where(inArray(authThrottle.key, keysOf(secret, mbId, ip)));
  return Math.max(0, ...rows.map((row) => (row.blockedUntil ? row.blockedUntil.getTime() - now.getTime() : 0)));
}

/** Counts one wrong password. The address as a whole gets ten times the patience: a branch shares one. */
export async function countFailure(db: Executor, secret: string, mbId: string, ip: string, now: Date): Promise<void> {
  const keys = keysOf(secret, mbId, ip);
  const windowStart = new Date(now.getTime() - WINDOW_MS);
  for (const key of keys) {
    await db
      .insert(authThrottle)
      .values({ key, windowStart: now, fails: 1 })
      .onDuplicateKeyUpdate({
        set: {
          fails: sql`if(${authThrottle.windowStart} < ${windowStart}, 1, ${authThrottle.fails} + 1)`,
          windowStart: sql`if(${authThrottle.windowStart} < ${windowStart}, ${now}, ${authThrottle.windowStart})`,
        },
      });
  }
  const rows = await db.select().from(authThrottle).where(inArray(authThrottle.key, keys));
  for (const row of rows) {
    const shared = row.key.equals(keys[0]!);
    const waitMs = delayAfterMs(shared ? Math.floor(row.fails / 10) : row.fails);
    if (waitMs > 0)
      await db
        .update(authThrottle)
        .set({ blockedUntil: new Date(now.getTime() + waitMs) })
        .where(inArray(authThrottle.key, [row.key]));
  }
}

/** Forgets the failures of this person at this address after a good sign-in. */
export async function forgetFailures(db: Executor, secret: string, mbId: string, ip: string): Promise<void> {
  await db.delete(authThrottle).where(inArray(authThrottle.key, [keysOf(secret, mbId, ip)[1]!]));
}
