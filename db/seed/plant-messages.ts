import { eq } from "drizzle-orm";
import type { Executor } from "../client";
import type { MessageLogStatus, PhoneChannel } from "../enums";
import { messageLogs, messages, sendBatches } from "../schema/messages";
import { messageTemplates } from "../schema/schedules";
import { creditLedger, tenants } from "../schema/tenants";
import { orgBySlug } from "./organisations";
import { type StoryFate, storyMessages } from "./past-messages";
import { storyPeople } from "./people";
import { openStoryCredit } from "./story-credit";
import { STORY_PF_ID, storyAlimtalk, storyPrices, storyTenants } from "./tenants";
import type { SeedTools, StoryCounts } from "./tools";

const PRICE: Record<PhoneChannel, string> = {
  sms: storyPrices.basePrice,
  lms: storyPrices.priceLms,
  mms: storyPrices.priceMms,
  alimtalk: storyPrices.priceAlimtalk,
};
const SECOND_MS = 1_000;
const DAY_MS = 86_400_000;
const cents = (won: string): number => Math.round(Number(won) * 100);
const after = (at: Date, seconds: number): Date => new Date(at.getTime() + seconds * SECOND_MS);
const isConfirmed = ({ status, providerCode }: StoryFate): boolean =>
  (status === "delivered" || status === "failed") && providerCode !== undefined;
const hasGone = ({ status }: StoryFate): boolean => ["sent", "delivered", "unknown"].includes(status);

/** The week's phone messages with every recipient's row, their batches and the ledger of what they cost. */
export async function plantMessages(tx: Executor, now: Date, openedAt: Date, tools: SeedTools): Promise<void> {
  const credit = openStoryCredit(openedAt);
  let logId = 0;
  for (const [index, story] of storyMessages.entries()) {
    const id = index + 1;
    const at = tools.kstInstant(now, -story.at[0], story.at[1]);
    const sendAt = story.sendAt ? tools.kstInstant(now, ...story.sendAt) : null;
    const fates = story.to.map(story.fate);
    const queued = fates.filter(({ status }) => status !== "skipped");
    const wentAt = queued.some(hasGone) ? after(at, 4) : null;
    const isOpen = fates.some(({ status }) => status === "queued");
    const isCancelled = fates.every(({ status }) => status === "cancelled");
    const price = PRICE[story.channel];
    const sender = storyTenants.find((tenant) => tenant.id === story.tenant)!.senders[0]!.number;
    const settled = fates.filter(({ status }) => status === "delivered" || status === "unknown").length;
    const statuses = Object.keys(COUNTERS) as MessageLogStatus[];
    const counts = Object.fromEntries(statuses.map((status) => [status, countOf(fates, status)])) as StoryCounts;
    await tx.insert(messages).values({
      id,
      tenantId: story.tenant,
      orgId: orgBySlug.get(story.org)!.id,
      messageMode: story.mode,
      purpose: story.purpose,
      subject: story.subject ?? null,
      rawBody: story.body,
      ...(story.template !== undefined && {
        templateId: await alimtalkId(tx, story.template),
        providerTemplateId: storyAlimtalk[story.template]!.templateId,
        kakaoPfId: STORY_PF_ID,
      }),
      sender,
      recipientNumbers: tools.sealNumbers(story.to.map((person) => person.digits!)),
      recipientCount: story.to.length,
      expectedCount: story.to.length,
      listedCount: story.to.length,
      recordedCount: story.to.length,
      confirmedCount: fates.filter(isConfirmed).length,
      ...Object.fromEntries(statuses.map((status) => [COUNTERS[status], counts[status]])),
      status: tools.messageStatus(counts),
      isTest: story.isTest ?? false,
      isSandbox: true,
      sendAt,
      requestedBy: storyPeople.find((person) => person.mbId === story.by)!.id,
      createdAt: at,
      sentAt: wentAt,
      completedAt: isOpen ? null : after(at, isCancelled ? 40 : 9),
    });
    await tx.insert(sendBatches).values({
      id,
      messageId: id,
      tenantId: story.tenant,
      channel: story.channel,
      size: queued.length,
      phase: isOpen ? "new" : isCancelled ? "cancelled" : "done",
      groupId: isOpen || isCancelled ? null : idOf("G4V", at, id),
      availableAt: isOpen ? (sendAt ?? at) : null,
      sendBefore: new Date((sendAt ?? at).getTime() + DAY_MS),
      reservedAmount: credit.reserve(story.tenant, id, queued.length * cents(price), at),
      ...(!isOpen && credit.end(story.tenant, id, settled * cents(price), after(at, 9))),
      createdAt: at,
      ...(wentAt && { committedAt: after(at, 3), sentAt: wentAt, doneAt: after(at, 9) }),
    });
    await tx.insert(messageLogs).values(
      story.to.map((person, ordinal) => {
        const fate = fates[ordinal]!;
        const { phoneKey, ...phone } = tools.sealPhone(person.digits!);
        const gone = hasGone(fate);
        return {
          id: ++logId,
          messageId: id,
          tenantId: story.tenant,
          batchId: fate.status === "skipped" ? null : id,
          customerId: person.id,
          recipientKey: phoneKey,
          ordinal,
          name: person.name,
          ...phone,
          channel: story.channel,
          sender,
          ...(story.template !== undefined && { variables: { 이름: person.name, 지점: "판교역점", 시간: "8시" } }),
          ...fate,
          amount: fate.status === "skipped" ? "0.00" : price,
          reservedAmount: fate.status === "skipped" ? "0.00" : price,
          solapiMessageId: gone || fate.providerCode ? idOf("M4V", at, logId) : null,
          createdAt: at,
          sentAt: gone ? wentAt : null,
          finalAt: fate.status === "queued" ? null : after(at, fate.status === "skipped" ? 0 : 9),
        };
      }),
    );
  }
  await tx.insert(creditLedger).values(credit.lines());
  for (const { id, ...sums } of credit.sums()) await tx.update(tenants).set(sums).where(eq(tenants.id, id));
}

const COUNTERS = {
  queued: "queuedCount",
  sending: "sendingCount",
  sent: "sentCount",
  delivered: "deliveredCount",
  failed: "failedCount",
  skipped: "skippedCount",
  unknown: "unknownCount",
  cancelled: "cancelledCount",
} as const satisfies Record<MessageLogStatus, string>;

const countOf = (fates: readonly StoryFate[], status: MessageLogStatus): number =>
  fates.filter((fate) => fate.status === status).length;

/** Kakao's and Solapi's ids look so: two letters, the kind, the Korean time, fifteen letters and digits. */
const idOf = (kind: "G4V" | "M4V", at: Date, n: number): string =>
  `${kind}${new Date(at.getTime() + 9 * 3_600_000).toISOString().replace(/\D/g, "").slice(0, 14)}STORY${String(n).padStart(10, "0")}`;

async function alimtalkId(tx: Executor, template: number): Promise<number> {
  const [row] = await tx
    .select({ id: messageTemplates.id })
    .from(messageTemplates)
    .where(eq(messageTemplates.solapiTemplateId, storyAlimtalk[template]!.templateId));
  return row!.id;
}
