import "server-only";
import { and, asc, eq, isNotNull } from "drizzle-orm";
import { alertNotices } from "@/db/schema/alerts";
import type { Runtime } from "@/lib/runtime";

/** Longer than a call may take: whoever dies in one leaves the notice to others after this. */
const LEASE_MS = 30_000;
const FIRST_WAIT_MS = 60_000;
const MOST_WAIT_MS = 60 * 60_000;
export const MOST_ATTEMPTS = 10;
/** One check tells so many at most; the next goes on. */
const BATCH = 10;

/** How long after the failed attempt `attempts` (1 = the first) the next is made, or null when it was the last. */
export const noticeDelayMs = (attempts: number): number | null =>
  attempts >= MOST_ATTEMPTS ? null : Math.min(MOST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempts - 1));

/**
 * Tells the webhook what is due, each notice by one instance at a time and those of one alert in their order. What isn't
 * taken is tried again with back-off and stays on record. Without a webhook nothing happens.
 */
export async function deliverNotices(
  rt: Pick<Runtime, "db" | "clock" | "webhook">,
): Promise<{ sent: number; failed: number }> {
  const count = { sent: 0, failed: 0 };
  if (!rt.webhook) return count;
  const now = await rt.clock();
  const waiting = await rt.db
    .select()
    .from(alertNotices)
    .where(isNotNull(alertNotices.nextAttemptAt))
    .orderBy(asc(alertNotices.id))
    .limit(BATCH * 10);
  const first = waiting.filter((notice, i) => waiting.findIndex((one) => one.alertId === notice.alertId) === i);
  const due = first.filter(({ nextAttemptAt }) => nextAttemptAt !== null && nextAttemptAt <= now).slice(0, BATCH);
  for (const notice of due) {
    const attempts = notice.attempts + 1;
    const startedAt = await rt.clock();
    const [claimed] = await rt.db
      .update(alertNotices)
      .set({ attempts, nextAttemptAt: new Date(startedAt.getTime() + LEASE_MS) })
      .where(
        and(
          eq(alertNotices.id, notice.id),
          eq(alertNotices.attempts, notice.attempts),
          isNotNull(alertNotices.nextAttemptAt),
        ),
      );
    if (claimed.affectedRows !== 1) continue;
    const answer = await rt.webhook.send({ ...notice.body, id: notice.id });
    const at = await rt.clock();
    const delayMs = answer.ok ? null : noticeDelayMs(attempts);
    await rt.db
      .update(alertNotices)
      .set({
        state: answer.ok ? "sent" : delayMs === null ? "failed" : "pending",
        nextAttemptAt: delayMs === null ? null : new Date(at.getTime() + delayMs),
        detail: answer.ok ? null : `${answer.reason}: ${answer.detail}`.slice(0, 200),
        sentAt: answer.ok ? at : null,
      })
      .where(and(eq(alertNotices.id, notice.id), eq(alertNotices.attempts, attempts)));
    if (answer.ok) {
      count.sent++;
      continue;
    }
    count.failed++;
    // Whoever can't be reached at all isn't knocked at ten times in a row.
    if (answer.reason !== "status") break;
  }
  return count;
}
