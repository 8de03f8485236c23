import "server-only";
import { and, gt, inArray, sql } from "drizzle-orm";
import { sendBatches, solapiEvents } from "@/db/schema/messages";
import type { Runtime } from "@/lib/runtime";
import { webhookEvents } from "./webhook-events";

const ROWS = 500;

/**
 * What Solapi tells by itself: kept once, and it makes the next look at those groups come at once. It never ends a
 * recipient and never sends anything: the truth is read back (solapi.md §5).
 * @returns how many reports were in it
 */
export async function receiveWebhook(rt: Pick<Runtime, "db" | "clock">, body: unknown): Promise<number> {
  const events = webhookEvents(body);
  if (events.length === 0) return 0;
  const now = await rt.clock();
  for (let from = 0; from < events.length; from += ROWS) {
    const part = events.slice(from, from + ROWS);
    await rt.db
      .insert(solapiEvents)
      .values(part.map(({ key, payload }) => ({ eventKey: key, payload, receivedAt: now, processedAt: now })))
      .onDuplicateKeyUpdate({ set: { id: sql`${solapiEvents.id}` } });
  }
  const groups = [...new Set(events.flatMap(({ groupId }) => groupId ?? []))];
  if (groups.length > 0)
    await rt.db
      .update(sendBatches)
      .set({ pollAt: now })
      .where(and(inArray(sendBatches.groupId, groups), gt(sendBatches.pollAt, now)));
  return events.length;
}
