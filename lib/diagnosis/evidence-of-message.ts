import "server-only";
import type { UserActor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { isSelfOrBelow } from "@/lib/access/org-path";
import { scopeOf } from "@/lib/access/scope";
import type { KeptAnswer } from "@/lib/messages/repeat-answer";
import type { Runtime } from "@/lib/runtime";
import type { EvidenceBundle, EvidenceGap } from "./evidence-bundle";
import { readBatches, readRequest, readRows } from "./evidence-message-rows";
import type { MessageEvidenceInput } from "./evidence-schema";
import { tenantEvidence } from "./evidence-tenant";
import { safeText } from "./evidence-text";
import { workerEvidence } from "./evidence-worker";
import { messageForXray, readTrails } from "./phone-queries";
import { xrayMessage } from "./xray-message";

/** Those the answer left out are told one by one up to here. */
const SKIPPED = 200;

/**
 * Everything that is kept of a message to phones, masked: what was answered, where it stands, its trail, the worker around it,
 * who pays then and now, and what the provider said (S1-30…S1-33). Whoever may read the message may take it; that they did is
 * written down before anything leaves.
 * @throws AppError not_found, the same for a foreign and an absent message, and for a row of another one
 */
export async function evidenceOfMessage(
  rt: Pick<Runtime, "db" | "clock" | "env" | "queue">,
  actor: UserActor,
  { id, recipient, format }: MessageEvidenceInput,
): Promise<EvidenceBundle> {
  const { db } = rt;
  const madeAt = await rt.clock();
  const xray = await xrayMessage(rt, actor, { id, recipient });
  const { message, payerPath } = await messageForXray(db, scopeOf(actor), id);
  await writeAudit(db, actor, madeAt, {
    action: "message.evidence",
    subject: `message:${id}`,
    orgId: message.orgId,
    after: { format, recipient: recipient ?? null },
  });
  const [request, batches, rows] = await Promise.all([
    readRequest(db, id),
    readBatches(db, id),
    readRows(db, id, recipient),
  ]);
  // Of one recipient only the way they went.
  const own =
    recipient === undefined ? batches : batches.filter((batch) => rows.some((row) => row.batchId === batch.id));
  const subjects = [
    ...own.map((batch) => ({ kind: "batch" as const, id: batch.id })),
    ...(recipient === undefined ? [] : [{ kind: "message_log" as const, id: recipient }]),
  ];
  const trail = (await readTrails(db, subjects)).map(({ subject, fact }) => ({
    ...fact,
    subject: `${subject.kind}:${subject.id}`,
    detail: fact.detail && safeText(fact.detail),
  }));
  const isPayer = isSelfOrBelow(payerPath, actor.org.path);
  const tenant = await tenantEvidence(db, {
    ...{ tenantId: message.tenantId, sender: message.sender, at: message.createdAt, isPayer },
    batchIds: own.map((batch) => batch.id),
  });
  const worker = await workerEvidence(db, [message.createdAt, ...trail.map(({ at }) => at)]);
  const { response, isKnown } = responseOf(id, request.answer as KeptAnswer | null);
  const gaps: [EvidenceGap, boolean][] = [
    ["worker_log", true],
    ["response_unknown", !isKnown],
    ["tenant_then", Object.values(tenant.whenAccepted).some(({ known }) => !known)],
    ["balance_not_yours", !isPayer],
    ["rows_cut", recipient === undefined && rows.length < xray.groups.reduce((sum, group) => sum + group.count, 0)],
    ["passes_cut", worker.isCut],
  ];
  const { answer: _, ...asked } = request;
  return {
    subject: { kind: "message", id, recipient: recipient ?? null },
    madeAt,
    verdict: xray.verdict,
    files: {
      response: { request: asked, response },
      xray,
      trail,
      queue: { driver: rt.queue.isTold ? "sqs" : "mysql", batches: own },
      recipients: { groups: xray.groups, rows },
      worker,
      tenant,
      provider: providerWords(trail, own, rows),
    },
    gaps: gaps.flatMap(([gap, is]) => (is ? [gap] : [])),
  };
}

/** What the one who sent it was answered (S1-30): status and body, as far as the row keeps it. */
function responseOf(id: number, kept: KeptAnswer | null) {
  if (kept === null) return { isKnown: false, response: null };
  if ("refused" in kept)
    return { isKnown: true, response: { status: 409, body: { code: "conflict", reason: kept.refused } } };
  const { requested, enqueued, skipped } = kept;
  const reasons: Record<string, number> = {};
  for (const { reason } of skipped) reasons[reason] = (reasons[reason] ?? 0) + 1;
  const body = { message_id: id, requested, enqueued, skipped: skipped.slice(0, SKIPPED) };
  return { isKnown: true, response: { status: 202, body, skippedByReason: reasons } };
}

type Trail = { layer: string; event: string; code: string | null; httpStatus: number | null; at: Date }[];
type Batches = Awaited<ReturnType<typeof readBatches>>;
type Rows = Awaited<ReturnType<typeof readRows>>;

/** What Solapi answered, as far as it is kept: statuses and codes, the groups' and messages' names there. */
const providerWords = (trail: Trail, batches: Batches, rows: Rows) => ({
  answers: trail.filter(({ layer, httpStatus }) => layer === "provider" || httpStatus !== null),
  groups: batches.map(({ id, groupId, sentAt, polls }) => ({ batch: id, groupId, sentAt, polls })),
  codes: rows.flatMap(({ id, providerCode, solapiMessageId }) =>
    providerCode === null && solapiMessageId === null ? [] : [{ row: id, providerCode, solapiMessageId }],
  ),
});
