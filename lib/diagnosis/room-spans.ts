import type { Layer } from "@/db/enums";
import { callsMade, isOpen, type RoomRecords } from "./room-step";
import type { RoomSpanEvent } from "./room-step-events";
import { downtimeOf, isBeforeCall } from "./room-worker-steps";
import type { Verdict } from "./verdict-shape";
import type { XraySpan } from "./xray-dto";

type More = { values?: Record<string, string | number>; isBroken?: boolean };

/** How long each layer had it: from one record to another, and open where the second isn't there yet. */
export function roomSpans(records: RoomRecords, { layer: brokenAt }: Verdict): XraySpan[] {
  const { facts, run, parts } = records;
  const { scheduledAt, createdAt, startedAt, completedAt, outcomeAt, status } = run.log;
  const spans: XraySpan[] = [];
  const add = (layer: Layer, event: RoomSpanEvent, from: Date | null, to: Date | null | undefined, more: More = {}) => {
    if (from === null || to === undefined || (to !== null && to < from)) return;
    const isBroken = more.isBroken ?? (to === null && brokenAt === layer);
    const state = isBroken ? "broken" : to === null ? "here" : "passed";
    const values = more.values && { values: more.values };
    spans.push({ layer, event, from: from.toISOString(), to: to?.toISOString() ?? null, state, ...values });
  };

  if (run.log.kind === "schedule") add("api", "not_written", scheduledAt, createdAt);
  const stood = downtimeOf(records);
  if (stood) add("worker", "downtime", stood.from, stood.to, { isBroken: brokenAt === "worker" });
  const ended = completedAt ?? outcomeAt;
  if (run.log.expiresAt !== null)
    add("queue", "in_line", createdAt, startedAt ?? (isOpen(facts) ? null : (ended ?? undefined)), {
      ...(startedAt === null && !isOpen(facts) && { isBroken: brokenAt === "queue" }),
    });

  for (const { part, attempt, tookMs, outcome, at } of callsMade(records).filter((call) => !isBeforeCall(call)))
    if (at)
      add("provider", "calling", new Date(at.getTime() - tookMs), at, {
        ...{ values: { part, attempt }, isBroken: outcome !== "accepted" && brokenAt === "provider" },
      });
  for (const [i, part] of parts.entries()) {
    if (part.status === "sending")
      add("provider", "calling", part.startedAt, null, { values: { part: part.seq + 1, attempt: part.attempt } });
    const before = parts[i - 1];
    if (before?.finishedAt && part.startedAt && before.status === "sent")
      add("worker", "between", before.finishedAt, part.startedAt, { values: { part: part.seq + 1 } });
  }
  if (status === "unknown") add("provider", "undecided", outcomeAt, null, { isBroken: true });
  return spans;
}
