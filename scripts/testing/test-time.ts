import { sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { appMeta } from "@/db/schema/dispatch";
import type { Clock } from "@/lib/time/clock";

const SHIFT = "test_shift";

/** The database's clock as all processes of a test see it: `speed` times faster since `epochMs`, moved by `passTime`. */
export function shiftedClock(db: Db, { speed = 1, epochMs = 0 }: { speed?: number; epochMs?: number } = {}): Clock {
  return async () => {
    const [rows] = await db.execute(
      sql`select cast(unix_timestamp(now(3)) * 1000 as signed) as ms, coalesce((select cast(value as signed) from app_meta where \`key\` = ${SHIFT}), 0) as shift`,
    );
    const [{ ms, shift }] = rows as unknown as [{ ms: number; shift: number }];
    return new Date(Math.round(epochMs + (Number(ms) - epochMs) * speed + Number(shift)));
  };
}

/** Moves the clock of every process of a test at once. */
export async function passTime(db: Db, ms: number): Promise<void> {
  await db
    .insert(appMeta)
    .values({ key: SHIFT, value: String(ms) })
    .onDuplicateKeyUpdate({ set: { value: sql`value + ${ms}` } });
}

/** Makes this process live faster: its monotonic clock and its timers. A pause of a second is then one of `speed` seconds. */
export function hurry(speed: number): void {
  if (speed === 1) return;
  const { setTimeout: wait, setInterval: repeat } = globalThis;
  const now = performance.now.bind(performance);
  const timeout = AbortSignal.timeout.bind(AbortSignal);
  performance.now = () => now() * speed;
  AbortSignal.timeout = (ms) => timeout(Math.ceil(ms / speed));
  type Work = (...given: unknown[]) => void;
  globalThis.setTimeout = ((work: Work, ms = 0, ...given: unknown[]) =>
    wait(work, ms / speed, ...given)) as typeof setTimeout;
  globalThis.setInterval = ((work: Work, ms = 0, ...given: unknown[]) =>
    repeat(work, ms / speed, ...given)) as typeof setInterval;
}
