import "server-only";
import type { Executor } from "@/db/client";
import type { OrgScope } from "@/lib/access/scope";
import { AppError } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { availableOf } from "@/lib/tenants/credit";
import { moneyOf, moneyText } from "@/lib/tenants/money";
import { priceOf } from "@/lib/tenants/price-of";
import { standingOf } from "@/lib/tenants/sender-status";
import type { PhoneFacts, SystemFacts, TrailFact } from "./facts";
import {
  batchesByIds,
  messageForXray,
  parkReasonOfTenant,
  readGroups,
  readTrails,
  rowsByIds,
  rowsOfRecipient,
  type TrailSubject,
  type XrayBatch,
  type XrayMessage,
  type XrayRow,
} from "./phone-queries";
import { readWatch, type Watch } from "./read-watch";

/** What is known of a message whoever of its recipients is looked at. */
export type PhoneGround = {
  now: Date;
  found: XrayMessage;
  parkReason: string | null;
  watch: Watch;
  queueDriver: SystemFacts["queueDriver"];
};

/** One recipient, or one that stands for `count` of whom the same is true. */
export type PhoneCase = {
  count: number;
  row: XrayRow | null;
  batch: XrayBatch | null;
  trail: readonly TrailFact[];
  facts: PhoneFacts;
};

type FactsRuntime = { db: Executor } & Pick<Runtime, "env" | "queue">;

/**
 * @param seen who passes by, where somebody has just looked
 * @throws AppError not_found, the same for a foreign and an absent message
 */
export async function phoneGround(
  rt: FactsRuntime,
  scope: OrgScope,
  id: number,
  now: Date,
  seen?: Watch,
): Promise<PhoneGround> {
  const found = await messageForXray(rt.db, scope, id);
  const [parkReason, watch] = await Promise.all([
    parkReasonOfTenant(rt.db, found.message.tenantId),
    seen ?? readWatch(rt, now),
  ]);
  return { now, found, parkReason, watch, queueDriver: rt.queue.isTold ? "sqs" : "mysql" };
}

/**
 * One recipient by one of their rows, with all their rows, the one that stands first.
 * @throws AppError not_found where the row isn't one of this message
 */
export async function recipientCase(
  db: Executor,
  ground: PhoneGround,
  recipient: number,
): Promise<{ one: PhoneCase; rows: XrayRow[] }> {
  const rows = await rowsOfRecipient(db, ground.found.message.id, recipient);
  const row = rows[0];
  if (!row) throw new AppError("not_found");
  const [one] = await casesOf(db, ground, [{ row, count: 1 }]);
  return { one: one!, rows };
}

/** All recipients of a message, put together where nothing tells them apart; those nobody wrote a row for are one more. */
export async function messageCases(db: Executor, ground: PhoneGround): Promise<PhoneCase[]> {
  const { message } = ground.found;
  const groups = await readGroups(db, message.id);
  const rows = await rowsByIds(
    db,
    groups.map(({ sample }) => sample),
  );
  const rowOf = new Map(rows.map((row) => [row.id, row]));
  const cases = await casesOf(
    db,
    ground,
    groups.flatMap(({ sample, count }) => {
      const row = rowOf.get(sample);
      return row ? [{ row, count }] : [];
    }),
  );
  const missing = Math.max(0, message.expectedCount - message.recordedCount);
  if (missing > 0 || cases.length === 0)
    cases.push(caseOf(ground, { row: null, batch: null, trail: [], count: missing }));
  return cases;
}

async function casesOf(
  db: Executor,
  ground: PhoneGround,
  samples: readonly { row: XrayRow; count: number }[],
): Promise<PhoneCase[]> {
  const batchIds = [...new Set(samples.flatMap(({ row }) => row.batchId ?? []))];
  const subjects: TrailSubject[] = [
    ...batchIds.slice(0, MOST_TRAILS).map((id) => ({ kind: "batch" as const, id })),
    ...(samples.length === 1 ? samples.map(({ row }) => ({ kind: "message_log" as const, id: row.id })) : []),
  ];
  const [batches, lines] = await Promise.all([
    batchIds.length > 0 ? batchesByIds(db, batchIds) : [],
    readTrails(db, subjects),
  ]);
  const batchOf = new Map(batches.map((batch) => [batch.id, batch]));
  return samples.map(({ row, count }) => {
    const trail = lines.flatMap(({ subject: { kind, id }, fact }) =>
      (kind === "batch" && id === row.batchId) || (kind === "message_log" && id === row.id) ? [fact] : [],
    );
    const batch = row.batchId === null ? null : (batchOf.get(row.batchId) ?? null);
    return caseOf(ground, { row, batch, trail, count });
  });
}

/** Batches of one message whose trail is read at once; 50,000 recipients make a handful. */
const MOST_TRAILS = 100;

function caseOf(
  { now, found, parkReason, watch, queueDriver }: PhoneGround,
  { row, batch, trail, count }: Omit<PhoneCase, "facts">,
): PhoneCase {
  const { message, tenant, sender } = found;
  const { id, status, reasonCode, origin, sendAt, createdAt, isSandbox } = message;
  const price = row ? priceOf(tenant, row.channel) : null;
  const isOpen = batch !== null && (batch.availableAt !== null || batch.pollAt !== null);
  const facts: PhoneFacts = {
    subject: "phone",
    now,
    message: { id, status, reasonCode, origin, sendAt, createdAt, isSandbox },
    row: row && rowFacts(row),
    batch: batch && batchFacts(batch),
    trail,
    tenant: {
      isActive: tenant.isActive,
      price: price === null ? null : moneyText(price),
      available: moneyText(availableOf({ balance: moneyOf(tenant.balance), reserved: moneyOf(tenant.reserved) })),
      sender: message.sender === "" ? null : message.sender,
      senderStatus: sender?.status ? standingOf({ status: sender.status, expiresAt: sender.expiresAt }, now) : null,
      senderAtProvider: sender?.providerStatus ?? null,
      parkReason,
    },
    system: {
      lastPassAt: watch.pass?.at ?? null,
      // What has come to its end waits for no pass.
      isStopped: isOpen && watch.isSilent,
      workers: watch.workers,
      queueDriver,
    },
  };
  return { row, batch, trail, count, facts };
}

const rowFacts = ({ batchId: _, amount: _amount, ...row }: XrayRow): PhoneFacts["row"] => row;

const batchFacts = (b: XrayBatch): PhoneFacts["batch"] => ({
  ...{ id: b.id, phase: b.phase, heldReason: b.heldReason, attempt: b.attempt, lostBuilds: b.lostBuilds },
  ...{ hasGroup: b.groupId !== null, availableAt: b.availableAt, sendBefore: b.sendBefore, leaseUntil: b.leaseUntil },
  ...{ publishedAt: b.publishedAt, createdAt: b.createdAt, committedAt: b.committedAt, sentAt: b.sentAt },
  ...{ doneAt: b.doneAt, polls: b.polls, pollAt: b.pollAt },
});
