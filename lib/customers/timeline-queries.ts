import "server-only";
import { and, desc, eq } from "drizzle-orm";
import type { Executor } from "@/db/client";
import type { MessageLogStatus, PhoneChannel } from "@/db/enums";
import { messageLogs, messages } from "@/db/schema/messages";
import { orgs } from "@/db/schema/orgs";
import { inScope, type OrgScope } from "@/lib/access/scope";

export type ReceivedMessage = {
  id: number;
  messageId: number;
  channel: PhoneChannel;
  status: MessageLogStatus;
  reasonCode: string | null;
  /** The subject, or how the text begins. */
  title: string;
  /** Won, as `12.00`. */
  amount: string;
  isTest: boolean;
  at: string;
};

const MOST = 30;
const TITLE_CHARS = 40;

/** What was sent to a customer lately, newest first, of the messages in scope. */
export async function messagesOfCustomer(
  db: Executor,
  scope: OrgScope,
  customerId: number,
): Promise<ReceivedMessage[]> {
  const rows = await db
    .select({
      id: messageLogs.id,
      messageId: messageLogs.messageId,
      channel: messageLogs.channel,
      status: messageLogs.status,
      reasonCode: messageLogs.reasonCode,
      subject: messages.subject,
      rawBody: messages.rawBody,
      amount: messageLogs.amount,
      isTest: messages.isTest,
      createdAt: messageLogs.createdAt,
    })
    .from(messageLogs)
    .innerJoin(messages, eq(messages.id, messageLogs.messageId))
    .innerJoin(orgs, eq(orgs.id, messages.orgId))
    .where(and(eq(messageLogs.customerId, customerId), inScope(scope)))
    .orderBy(desc(messageLogs.createdAt), desc(messageLogs.id))
    .limit(MOST);
  return rows.map(({ subject, rawBody, createdAt, ...row }) => ({
    ...row,
    title: subject || [...rawBody.replace(/\s+/g, " ").trim()].slice(0, TITLE_CHARS).join(""),
    at: createdAt.toISOString(),
  }));
}
