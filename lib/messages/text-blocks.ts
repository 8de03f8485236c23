import type { Issue } from "@/lib/errors";
import type { TextIssue } from "@/lib/transports/text-kind";
import { type AdSettings, composeAd, markOf } from "./ad-rules";
import { carriageOf } from "./channel";
import type { RequestReason } from "./reasons";
import type { MessageText } from "./recipients";
import { withoutVariables } from "./template";

/** Something that keeps a whole message from being sent: which reason, at which field of the body. */
export type Block = { reason: RequestReason; path?: string; params?: Record<string, string | number>; issue?: Issue };

const FIELD = { text: "raw_body", subject: "subject" } as const;

/**
 * What is wrong with a text whoever it goes to: too long even with every variable empty, or with characters no carrier
 * takes. What only a long name makes too long is that recipient's reason.
 */
export function textBlocks({ messageMode, rawBody, subject }: MessageText): Block[] {
  const { issues } = carriageOf(messageMode, withoutVariables(rawBody), subject);
  return issues.filter(({ key }) => key !== "phoneTextRequired").map(blockOf);
}

const REASONS: Record<TextIssue["key"], RequestReason> = {
  phoneTextRequired: "body_required",
  phoneTextCharacters: "unsupported_characters",
  smsTooLong: "text_too_long",
  lmsTooLong: "text_too_long",
  alimtalkTooLong: "text_too_long",
  subjectTooLong: "subject_too_long",
  subjectNotOnSms: "subject_not_allowed",
  subjectNotOnAlimtalk: "subject_not_allowed",
};

function blockOf(found: TextIssue): Block {
  const path = FIELD[found.field];
  const params = "params" in found ? found.params : undefined;
  const reason = REASONS[found.key];
  return {
    reason,
    path,
    ...(params && { params }),
    issue: { path: [path], message: found.key, ...(params && { params }) },
  };
}

/** The text as it will travel, and what of the law on advertisements stands against it (anchors §7). */
export function lawfulText(text: MessageText, { adSenderName, optOutNumber }: AdSettings): [string, Block[]] {
  const at = { path: "raw_body" };
  const mark = markOf(text.rawBody);
  if (text.purpose === "info") return [text.rawBody, mark === null ? [] : [{ reason: "ad_mark_on_info", ...at }]];
  const blocks: Block[] = [];
  if (text.messageMode === "alimtalk" || text.messageMode === "both")
    blocks.push({ reason: "ad_not_on_alimtalk", path: "message_mode" });
  if (mark === "variant") blocks.push({ reason: "ad_mark_variant", ...at });
  if (!adSenderName || !optOutNumber) return [text.rawBody, [...blocks, { reason: "ad_settings_missing" }]];
  return [composeAd(text.rawBody, { adSenderName, optOutNumber }), blocks];
}
