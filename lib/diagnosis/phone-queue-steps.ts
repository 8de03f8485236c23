import { firstOf, isOpen, linesOf, type PhoneRecords, stepOf } from "./phone-step";
import { absence, lineOf, rowOf } from "./trail-step";
import type { XrayStep } from "./xray-dto";

/** Layer 2: the batch, whether it was told of, and what it waits for. */
export function queueSteps(records: PhoneRecords): XrayStep[] {
  const { facts } = records;
  const { batch, message } = facts;
  if (message.origin === "imported") return [];
  if (batch === null) {
    const evidence = absence("send_batches", { messageId: message.id });
    return [stepOf("queue", "never_queued", { at: null, ok: null, evidence })];
  }
  const told = firstOf(facts.trail, "queued");
  const size = records.batch?.size ?? 0;
  const values = { batch: batch.id, size };
  const evidence = told
    ? lineOf(told, { batch: batch.id, size })
    : rowOf("send_batches", batch.id, { size, createdAt: batch.createdAt });
  return [
    stepOf("queue", "queued", { at: batch.createdAt, ok: true, values, evidence }),
    ...tellingSteps(records),
    ...waitingSteps(records),
    ...deadlineSteps(records),
  ];
}

/** An outside queue has to be told of what is due (rulings 18); the table needs no telling. */
function tellingSteps({ facts }: PhoneRecords): XrayStep[] {
  const { batch, system, trail, now } = facts;
  const steps = linesOf(trail.filter(({ event }) => event === "not_published")).map(({ last, times }) =>
    stepOf("queue", "not_published", {
      ...{ at: last.at, ok: false, code: last.code, values: { times }, evidence: lineOf(last, { times }) },
    }),
  );
  if (batch === null || system.queueDriver !== "sqs" || !isOpen(facts)) return steps;
  const { id, publishedAt, availableAt, phase } = batch;
  if (publishedAt !== null)
    steps.push(
      stepOf("queue", "published", { at: publishedAt, ok: true, evidence: rowOf("send_batches", id, { publishedAt }) }),
    );
  else if (phase === "new" && availableAt !== null && availableAt <= now && steps.length === 0)
    steps.push(
      stepOf("queue", "not_told", { at: null, ok: false, evidence: absence("send_batches", { id, publishedAt }) }),
    );
  return steps;
}

function waitingSteps({ facts, ahead }: PhoneRecords): XrayStep[] {
  const { batch, now } = facts;
  if (batch === null || !isOpen(facts)) return [];
  const { id, availableAt, createdAt, phase } = batch;
  const evidence = rowOf("send_batches", id, { phase, availableAt });
  if (availableAt !== null && availableAt > now)
    return [
      stepOf("queue", "not_due", {
        ...{ at: createdAt, ok: null, values: { untilAt: availableAt.toISOString() }, evidence },
      }),
    ];
  if (ahead === null) return [];
  return [stepOf("queue", "ahead", { at: now, ok: null, values: { ahead }, evidence })];
}

function deadlineSteps({ facts }: PhoneRecords): XrayStep[] {
  const { batch } = facts;
  if (!batch?.sendBefore || (!isOpen(facts) && batch.phase !== "expired")) return [];
  const { id, sendBefore, phase, createdAt } = batch;
  const isOver = sendBefore <= facts.now;
  return [
    stepOf("queue", isOver ? "send_before_over" : "send_before", {
      ...{ at: isOver ? sendBefore : createdAt, ok: isOver ? false : null },
      values: { sendBeforeAt: sendBefore.toISOString() },
      evidence: rowOf("send_batches", id, { sendBefore, phase }),
    }),
  ];
}
