import { and, eq, inArray } from "drizzle-orm";
import { type Db, isDuplicateKey } from "./client";
import { appMeta } from "./schema/dispatch";

/** What stands in app_meta under each of these keys, read at once; what was never taken is absent. */
export type Turns = ReadonlyMap<string, string>;

/** The last turns of several regular works in one statement: a pass that finds none of them due asks no more. */
export async function lastTurns(db: Pick<Db, "select">, keys: readonly string[]): Promise<Turns> {
  const rows = await db
    .select({ key: appMeta.key, value: appMeta.value })
    .from(appMeta)
    .where(inArray(appMeta.key, [...keys]));
  return new Map(rows.map(({ key, value }) => [key, value]));
}

/** Which turn was taken last; empty where none ever was. */
export async function lastTurn(db: Pick<Db, "select">, key: string): Promise<string> {
  return (await lastTurns(db, [key])).get(key) ?? "";
}

/**
 * True for the one caller, of all instances, that takes a turn of some regular work.
 * @param key names the work in app_meta; its value says which turn was taken last
 * @param next what the turn is called
 * @param isDue whether it may be taken after the last one
 * @param seen what was read a moment ago: a turn that wasn't due then isn't looked up
 */
export async function claimTurn(
  db: Db,
  key: string,
  next: string,
  isDue: (last: string) => boolean,
  seen?: Turns,
): Promise<boolean> {
  const known = seen?.get(key);
  if (known !== undefined && !isDue(known)) return false;
  const [last] = await db.select({ value: appMeta.value }).from(appMeta).where(eq(appMeta.key, key));
  if (!last)
    return db
      .insert(appMeta)
      .values({ key, value: next })
      .then(
        () => true,
        (error: unknown) => {
          if (isDuplicateKey(error)) return false;
          throw error;
        },
      );
  if (!isDue(last.value)) return false;
  const change = db.update(appMeta).set({ value: next });
  const [done] = await change.where(and(eq(appMeta.key, key), eq(appMeta.value, last.value)));
  return done.affectedRows === 1;
}
