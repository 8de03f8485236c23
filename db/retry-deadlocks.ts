import { type Db, errnoOf, type Tx } from "./client";

/** Deadlock, lock wait time-out, MariaDB's snapshot conflict: the server undid everything, doing it again is right. */
const UNDONE = new Set([1213, 1205, 1020]);
const ATTEMPTS = 6;

/** True when the server rolled a transaction back for reasons of other transactions only. */
export const isUndone = (error: unknown): boolean => UNDONE.has(errnoOf(error) ?? 0);

/** Runs a transaction, again where the server chose it as the victim of a lock conflict. `work` must hold no effect outside the database. */
export const retryDeadlocks = <R>(db: Db, work: (tx: Tx) => Promise<R>): Promise<R> =>
  retryUndone(() => db.transaction(work));

/** The same for what is a transaction by itself: a single statement. */
export async function retryUndone<R>(work: () => Promise<R>): Promise<R> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= ATTEMPTS || !isUndone(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * 2 ** attempt));
    }
  }
}
