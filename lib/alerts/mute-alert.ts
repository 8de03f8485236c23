import "server-only";
import { and, eq, gte, isNotNull } from "drizzle-orm";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { alertNotices, alerts } from "@/db/schema/alerts";
import type { Actor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { mayEver } from "@/lib/access/can";
import { AppError } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { instantOf, kstDayNumber } from "@/lib/time/kst";
import type { MuteInput } from "./schema";

const TWO_HOURS_MS = 2 * 3_600_000;
const NINE_OCLOCK = 9 * 60;
const MUTED = "muted";

/** When a mute chosen at `now` ends. */
export const muteEnd = (until: "hours2" | "tomorrow", now: Date): Date =>
  until === "hours2" ? new Date(now.getTime() + TWO_HOURS_MS) : instantOf(kstDayNumber(now) + 1, NINE_OCLOCK);

/**
 * Keeps an alert that is on quiet for a while, also where it goes and comes back, or lets it speak again. Headquarters alone.
 * @throws AppError forbidden; not_found; conflict where it is off by now
 */
export async function muteAlert(
  rt: Pick<Runtime, "db" | "clock">,
  actor: Actor,
  { id, until }: MuteInput,
): Promise<{ id: number; mutedUntil: string | null }> {
  if (!mayEver(actor, "alert.write")) throw new AppError("forbidden");
  const now = await rt.clock();
  const mutedUntil = until === "stop" ? null : muteEnd(until, now);
  await retryDeadlocks(rt.db, async (tx) => {
    const [row] = await tx.select().from(alerts).where(eq(alerts.id, id)).for("update");
    if (!row) throw new AppError("not_found");
    if (row.state === "off") throw new AppError("conflict", { message: "alertOver" });
    const mutedBy = mutedUntil && actor.kind === "user" ? actor.userId : null;
    await tx
      .update(alerts)
      .set({ state: mutedUntil ? "muted" : "on", mutedUntil, mutedBy, version: row.version + 1 })
      .where(eq(alerts.id, id));
    // What waits to be told waits no longer; where the mute is taken back, it is told after all.
    const told = eq(alertNotices.alertId, id);
    await (mutedUntil
      ? tx
          .update(alertNotices)
          .set({ state: "failed", nextAttemptAt: null, detail: MUTED })
          .where(and(told, isNotNull(alertNotices.nextAttemptAt)))
      : tx
          .update(alertNotices)
          .set({ state: "pending", nextAttemptAt: now, detail: null })
          .where(and(told, eq(alertNotices.detail, MUTED), gte(alertNotices.createdAt, row.notifiedAt ?? now))));
    await writeAudit(tx, actor, now, {
      action: mutedUntil ? "alert.mute" : "alert.unmute",
      subject: `alert:${id}`,
      before: { mutedUntil: row.mutedUntil },
      after: { kind: row.kind, about: row.subject, mutedUntil },
    });
  });
  return { id, mutedUntil: mutedUntil?.toISOString() ?? null };
}
