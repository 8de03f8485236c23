import type { Executor } from "../client";
import type { GapKind } from "../enums";
import { insertRows } from "../insert-rows";
import { messageRecipients } from "../schema/coverage";
import { messageLogs, messages } from "../schema/messages";
import { orgBySlug } from "./organisations";
import { type OldStory, oldFate, oldRecipients, oldStories } from "./past-history";
import { storyTenants } from "./tenants";
import type { SeedTools } from "./tools";

/** The messages of the system before this one, whom they were meant for, and the few rows it had kept. */
export async function plantHistory(tx: Executor, now: Date, tools: SeedTools): Promise<void> {
  for (const story of oldStories) {
    const at = tools.kstInstant(now, -story.days, "10:02");
    const sender = storyTenants.find(({ id }) => id === story.tenant)!.senders[0]!.number;
    const people = oldRecipients(story);
    const fates = people.slice(0, story.logged).map((_, n) => oldFate(story.status, n));
    const countOf = (status: string) => fates.filter((fate) => fate.status === status).length;
    await tx.insert(messages).values({
      id: story.id,
      tenantId: story.tenant,
      orgId: orgBySlug.get(story.org)!.id,
      messageMode: story.mode,
      subject: story.mode === "lms" ? story.title : null,
      rawBody: story.mode === "lms" ? story.body : `[새봄청과] ${story.title}. ${story.body}`,
      sender,
      ...(story.list !== null && { recipientNumbers: tools.sealNumbers(people.map(({ digits }) => digits)) }),
      recipientCount: story.list ?? story.sentCount,
      expectedCount: story.list ?? story.sentCount,
      listedCount: people.length,
      recordedCount: fates.length,
      confirmedCount: fates.filter(({ providerCode }) => providerCode !== null).length,
      sentCount: countOf("sent"),
      deliveredCount: countOf("delivered"),
      failedCount: countOf("failed"),
      gap: gapOf(story),
      status: story.status,
      origin: "imported",
      importSource: "legacy",
      legacyId: String(story.id),
      importedSentCount: story.sentCount,
      solapiGroupId: story.groupId,
      createdAt: at,
      sentAt: story.status === "failed" ? null : at,
      completedAt: at,
    });
    const keyed = people.map(({ digits, customer }, ordinal) => {
      const { phoneKey: recipientKey, ...phone } = tools.sealPhone(digits);
      return { recipientKey, ordinal, name: customer?.name ?? null, ...phone };
    });
    await insertRows(tx, messageRecipients, { messageId: story.id, source: "import" }, keyed);
    const shared = { messageId: story.id, tenantId: story.tenant, sender, source: "import" as const, createdAt: at };
    await insertRows(
      tx,
      messageLogs,
      { ...shared, channel: story.mode === "lms" ? "lms" : "sms", finalAt: at },
      fates.map((fate, n) => ({ ...keyed[n]!, ...fate, sentAt: fate.status === "failed" ? null : at })),
    );
  }
}

function gapOf({ list, logged }: OldStory): GapKind {
  if (list === null) return "unrecoverable";
  return logged === list ? "none" : logged > 0 ? "partial" : "missing";
}
