import "server-only";
import { and, eq, gt, inArray, lt, sql } from "drizzle-orm";
import type { Db, Executor } from "@/db/client";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { authThrottle, sessions } from "@/db/schema/users";
import { type Counted, delayAfterMs, networkOf, WINDOW_MS } from "./throttle";
import { keyedHash } from "./token-hash";

/** Who is tried from where. `device` is proven by a cookie, `ip` by our own proxies; both may be missing. */
export type Try = { mbId: string; ip: string | null; device: string | null; isKnownPlace: boolean };

type Key = { key: Buffer; counted: Counted };

/**
 * Keys a try is counted under. The account as a whole counts only what comes from places that never signed in to it:
 * whoever merely knows an id can slow down strangers, not its owner.
 */
function keysOf(secret: string, given: Try): Key[] {
  const network = given.ip && networkOf(given.ip);
  const place = given.device ? `device:${given.device}` : (network ?? "nowhere");
  const named: [Counted, string][] = [["pair", `pair|${given.mbId}|${place}`]];
  if (!given.isKnownPlace) named.push(["account", `account|${given.mbId}`]);
  if (network) named.push(["address", `ip|${network}`]);
  return named
    .map(([counted, name]) => ({ counted, key: keyedHash(secret, name) }))
    .sort((a, b) => Buffer.compare(a.key, b.key));
}

const KNOWN_FOR_MS = 90 * 24 * 3_600_000;

/** True when this account has signed in from this address lately. */
export async function hasSignedInFrom(db: Executor, userId: number, ip: string | null, now: Date): Promise<boolean> {
  if (!ip) return false;
  const [row] = await db
    .select({ at: sessions.createdAt })
    .from(sessions)
    .where(
      and(
        eq(sessions.userId, userId),
        eq(sessions.ip, ip),
        gt(sessions.createdAt, new Date(now.getTime() - KNOWN_FOR_MS)),
      ),
    )
    .limit(1);
  return row !== undefined;
}

/**
 * Counts one try *before* its password is looked at, so that guesses sent at the same moment, to whichever process,
 * can't slip past each other. A try that has to wait is not counted: nobody is locked out for good.
 * @returns milliseconds to wait; 0 = go ahead
 */
export async function admitTry(db: Db, secret: string, given: Try, now: Date): Promise<number> {
  const keys = keysOf(secret, given);
  return retryDeadlocks(db, (tx) => count(tx, keys, now));
}

async function count(tx: Executor, keys: Key[], now: Date): Promise<number> {
  for (const { key } of keys)
    await tx
      .insert(authThrottle)
      .values({ key, windowStart: now, fails: 0 })
      .onDuplicateKeyUpdate({ set: { fails: sql`${authThrottle.fails}` } });
  const found = await tx
    .select()
    .from(authThrottle)
    .where(
      inArray(
        authThrottle.key,
        keys.map(({ key }) => key),
      ),
    );
  const waitMs = Math.max(...found.map((row) => (row.blockedUntil?.getTime() ?? 0) - now.getTime()));
  if (waitMs > 0) return waitMs;
  for (const { key, counted } of keys) {
    const row = found.find((candidate) => candidate.key.equals(key))!;
    const isOld = row.windowStart.getTime() < now.getTime() - WINDOW_MS;
    const fails = isOld ? 1 : row.fails + 1;
    const delayMs = delayAfterMs(fails, counted);
    await tx
      .update(authThrottle)
      .set({
        fails,
        windowStart: isOld ? now : row.windowStart,
        blockedUntil: delayMs ? new Date(now.getTime() + delayMs) : null,
      })
      .where(eq(authThrottle.key, key));
  }
  return 0;
}

/** A good password: the place is forgiven, and the try is taken back where it was counted together with others'. */
export async function forgive(db: Executor, secret: string, given: Try): Promise<void> {
  for (const { key, counted } of keysOf(secret, given)) {
    if (counted === "pair") await db.delete(authThrottle).where(eq(authThrottle.key, key));
    else
      await db
        .update(authThrottle)
        .set({ fails: sql`greatest(${authThrottle.fails} - 1, 0)` })
        .where(eq(authThrottle.key, key));
  }
}

/** Removes counts nobody needs any more; part of the product's housekeeping. */
export async function forgetOldTries(db: Executor, now: Date): Promise<void> {
  await db.delete(authThrottle).where(lt(authThrottle.windowStart, new Date(now.getTime() - 24 * WINDOW_MS)));
}
