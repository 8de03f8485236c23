import "server-only";
import { inArray, lt, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { probeSlots, probeStates } from "@/db/schema/diagnosis";
import { DAY_MS } from "@/lib/time/kst";
import { SLOT_MS, slotOf } from "./probe-strip";
import type { ProbeRun } from "./run-probes";

const ROWS = 500;

/**
 * Writes down what a run saw: how each thing is and since when, and a mark in its half hour. What is no longer there to be
 * looked at is forgotten with its strip; what couldn't be asked stays as it was known.
 */
export async function storeProbes(
  db: Db,
  { looked, keys }: Pick<ProbeRun, "looked" | "keys">,
  now: Date,
): Promise<void> {
  const slotAt = slotOf(now);
  await retryDeadlocks(db, async (tx) => {
    const known = await tx.select().from(probeStates);
    const before = new Map(known.map((row) => [row.probeKey, row]));
    for (let from = 0; from < looked.length; from += ROWS) {
      const part = looked.slice(from, from + ROWS);
      const rows = part.map(({ key, ok, cause, figures, ms }) => {
        const last = before.get(key);
        const isSame = last !== undefined && last.ok === ok;
        return {
          ...{ probeKey: key, ok, cause, figures, ms, checkedAt: now },
          changedAt: isSame ? last.changedAt : now,
          lastGoodAt: ok ? now : (last?.lastGoodAt ?? null),
        };
      });
      await tx.insert(probeStates).values(rows).onDuplicateKeyUpdate({ set: given });
      await tx
        .insert(probeSlots)
        .values(part.map(({ key, ok }) => ({ probeKey: key, slotAt, good: ok ? 1 : 0, bad: ok ? 0 : 1 })))
        .onDuplicateKeyUpdate({ set: { good: sql`good + values(good)`, bad: sql`bad + values(bad)` } });
    }
    const gone = known.flatMap(({ probeKey }) => (keys.includes(probeKey) ? [] : [probeKey]));
    if (gone.length > 0) {
      await tx.delete(probeStates).where(inArray(probeStates.probeKey, gone));
      await tx.delete(probeSlots).where(inArray(probeSlots.probeKey, gone));
    }
  });
  await db.delete(probeSlots).where(lt(probeSlots.slotAt, new Date(now.getTime() - DAY_MS - SLOT_MS)));
}

const column = (name: string) => sql`values(${sql.identifier(name)})`;
const given = {
  ...{ ok: column("ok"), cause: column("cause"), figures: column("figures"), ms: column("ms") },
  ...{ changedAt: column("changed_at"), lastGoodAt: column("last_good_at"), checkedAt: column("checked_at") },
};
