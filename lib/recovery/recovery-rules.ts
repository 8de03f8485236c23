import type { MessageLogStatus, MessageStatus } from "@/db/enums";

/**
 * What a recipient without a row becomes where nobody saw what happened (S0-29, C-05): failed as the message failed, sent as it
 * was sent. Of one that went in part nobody can say who got it, so theirs is unknown, never sent — the one deviation from the old
 * system's rule, which made up successes.
 */
export function inferredStatusOf(message: MessageStatus): Extract<MessageLogStatus, "sent" | "failed" | "unknown"> {
  if (message === "failed") return "failed";
  return message === "sent" ? "sent" : "unknown";
}
