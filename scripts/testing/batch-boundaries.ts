import type { Db } from "@/db/client";
import type { PhoneProvider } from "@/lib/transports/phone-port";
import { watchBoundaries } from "./boundaries";

/**
 * Tells of every moment at which what is outside the process changes: each commit, each write that is one by itself, each
 * call to the provider. Call it before the database is used.
 * @param reach hears the moment's name; where it answers false the process is as good as dead
 */
export function watchBatchBoundaries(db: Db, phone: PhoneProvider, reach: (name: string) => boolean): PhoneProvider {
  let isDead = false;
  const passes = (name: string): boolean => {
    isDead ||= !reach(name);
    return !isDead;
  };
  watchBoundaries(db, () => null, passes);
  const never = new Promise<never>(() => {});
  const around =
    <A extends unknown[], R>(name: string, call: (...given: A) => Promise<R>) =>
    async (...given: A): Promise<R> => {
      if (!passes(`before ${name}`)) return never;
      const result = await call(...given);
      return passes(`after ${name}`) ? result : never;
    };
  return {
    ...phone,
    build: around("build", phone.build),
    fire: around("fire", phone.fire),
    drop: around("drop", phone.drop),
    remove: around("remove", phone.remove),
  };
}
