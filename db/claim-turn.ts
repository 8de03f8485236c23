import { and, eq } from "drizzle-orm";
import { type Db, isDuplicateKey } from "./client";
import { appMeta } from "./schema/dispatch";

/**
 * True for the one caller, of all instances, that takes a turn of some regular work.
 * @param key names the work in app_meta; its value says which turn was taken last
 * @param next what the turn is called
 * @param isDue whether it may be taken after the last one
 */
export async function claimTurn(db: Db, key: string, next: string, isDue: (last: string) => boolean): Promise<boolean> {
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
