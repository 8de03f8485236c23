import type { MessageLogStatus, MessageMode, MessageStatus } from "@/db/enums";
import type { BadLine } from "@/db/schema/coverage";
import { instantIn } from "@/lib/time/read-instant";
import { codeClass } from "@/lib/transports/solapi-codes";
import type { LogField, MessageField } from "./columns";
import { countOf, isYes, logStatusOf, messageStatusOf, modeOf } from "./old-words";
import { type OldRecipient, readOldList, readOldNumber } from "./read-recipients";

export type OldMessage = {
  line: number;
  legacyId: string;
  tenantCode: string | null;
  orgCode: string | null;
  mode: MessageMode;
  subject: string | null;
  body: string;
  sender: string;
  recipients: OldRecipient[] | null;
  sentCount: number | null;
  status: MessageStatus;
  groupId: string | null;
  isTest: boolean;
  createdAt: Date;
  sentAt: Date | null;
};

export type OldLog = {
  line: number;
  messageId: string;
  recipient: OldRecipient;
  status: MessageLogStatus;
  code: string | null;
  reason: string | null;
  solapiMessageId: string | null;
  at: Date | null;
};

/** A line that can't be taken is told by its number and what is wrong with it; it never stops the others. */
export type Bad = BadLine & { bad: true };
export const isBad = (read: OldMessage | OldLog | Bad): read is Bad => "bad" in read;

const KEY = /^[\x21-\x7e]{1,60}$/;
const bad = (line: number, reason: string, column?: string): Bad => ({
  bad: true,
  line,
  reason,
  ...(column && { column }),
});
const ascii = (text: string, most: number): string | null => {
  const plain = text.trim();
  return plain !== "" && plain.length <= most && KEY.test(plain) ? plain : null;
};

/** @param get the cell of a field, empty where the file has no such column */
export function readMessage(line: number, get: (field: MessageField) => string): OldMessage | Bad {
  const legacyId = ascii(get("id"), 60);
  if (!legacyId) return bad(line, "id_bad", "id");
  const status = messageStatusOf(get("status") || "sent");
  if (!status) return bad(line, "status_unknown", "status");
  const sentAt = instantIn(get("sentAt"));
  const createdAt = instantIn(get("createdAt")) ?? sentAt;
  if (!createdAt) return bad(line, "date_bad", "created_at");
  const mode = get("mode").trim() === "" ? "sms" : modeOf(get("mode"));
  if (!mode) return bad(line, "mode_unknown", "message_mode");
  const told = get("sentCount").trim() || get("recipientCount").trim();
  const sentCount = countOf(told);
  if (told !== "" && sentCount === null) return bad(line, "count_bad", "sent_count");
  return {
    line,
    legacyId,
    tenantCode: get("tenantCode").trim() || null,
    orgCode: get("orgCode").trim() || null,
    mode,
    subject: get("subject").trim().slice(0, 80) || null,
    body: get("body"),
    sender: get("sender").replace(/\D/g, "").slice(0, 20),
    recipients: readOldList(get("numbers")),
    sentCount,
    status,
    groupId: ascii(get("groupId"), 40),
    isTest: isYes(get("isTest")),
    createdAt,
    sentAt: sentAt ?? (status === "sent" || status === "partial" ? createdAt : null),
  };
}

/** @param get the cell of a field, empty where the file has no such column */
export function readLog(line: number, get: (field: LogField) => string): OldLog | Bad {
  const messageId = ascii(get("messageId"), 60);
  if (!messageId) return bad(line, "message_id_bad", "message_id");
  const recipient = readOldNumber(get("phone"), get("name").trim().slice(0, 60) || null);
  if (recipient.digits === null) return bad(line, "phone_unreadable", "phone");
  const code = ascii(get("code"), 20);
  const status = logStatusOf(get("status") || (code ? byCode(code) : "sent"));
  if (!status) return bad(line, "status_unknown", "status");
  return {
    line,
    messageId,
    recipient,
    status,
    code,
    reason: get("reason").trim().slice(0, 500) || null,
    solapiMessageId: ascii(get("solapiMessageId"), 40),
    at: instantIn(get("sentAt")) ?? instantIn(get("createdAt")),
  };
}

const byCode = (code: string): string => {
  const found = codeClass(code);
  return found === "S" ? "delivered" : found === "P" || found === "U" ? "unknown" : "failed";
};
