import * as z from "zod";

const word = z
  .union([z.string(), z.number()])
  .transform((value) => String(value))
  .nullish()
  .catch(null);
const Report = z.object({ messageId: word, groupId: word, statusCode: word });
const Item = z.object({ eventDataId: word, data: Report.nullish().catch(null) }).and(Report);

/** What is kept of one report: ids and a code, never a number or a text. */
export type WebhookEvent = { key: string; groupId: string | null; payload: Record<string, string> };

/** More than Solapi tells at a time. */
const MOST = 2_000;
const PLAIN = /^[\x21-\x7e]{1,60}$/;

/**
 * The reports in a webhook's body: an array, each flat or under `data` (solapi.md §5). What can't be read is left out: it is
 * only a hint. The same report told again has the same key.
 */
export function webhookEvents(body: unknown): WebhookEvent[] {
  const items = Array.isArray(body) ? body : [body];
  const events = new Map<string, WebhookEvent>();
  for (const item of items.slice(0, MOST)) {
    const read = Item.safeParse(item);
    if (!read.success) continue;
    const { messageId, groupId, statusCode } = read.data.data ?? read.data;
    const words = { messageId, groupId, statusCode };
    const payload = Object.fromEntries(
      Object.entries(words).flatMap(([name, value]) => (value && PLAIN.test(value) ? [[name, value]] : [])),
    ) as Record<string, string>;
    const own = read.data.eventDataId;
    const key =
      own && PLAIN.test(own)
        ? own
        : [payload.messageId ?? payload.groupId, payload.statusCode].filter(Boolean).join(":");
    if (key) events.set(key, { key: key.slice(0, 100), groupId: payload.groupId ?? null, payload });
  }
  return [...events.values()];
}
