import { composeAd } from "@/lib/messages/ad-rules";
import { ownVariables, renderText, variablesOf } from "@/lib/messages/template";
import { type TextKind, textKind } from "@/lib/transports/text-kind";
import type { AlimtalkChoice, TenantChoice } from "./compose-types";
import type { Draft } from "./draft";

export type ComposedText = {
  /** As the first recipient's phone shows it. */
  text: string;
  subject: string | null;
  kind: TextKind;
  bytes: number;
  characters: number;
  /** What the law puts around an advertisement; null for anything else. */
  frame: { before: string; after: string } | null;
  /** Blanks nobody's columns fill. */
  blanks: string[];
};

/** The words as they will travel, by the very rules the server sends by. */
export function composeText(draft: Draft, tenant: TenantChoice, template: AlimtalkChoice | null): ComposedText {
  const isText = draft.kind === "text";
  const { adSenderName, optOutNumber } = tenant;
  const isAd = isText && draft.purpose === "ad" && adSenderName !== null && optOutNumber !== null;
  const raw = isText ? draft.text : (template?.body ?? "");
  const body = isAd ? composeAd(raw, { adSenderName, optOutNumber }) : raw;
  const first = draft.rows[0];
  const text = renderText({ rawBody: body }, ownVariables(first?.name ?? null, first?.variables ?? null));
  const subject = isText ? draft.subject.trim() || null : null;
  const kind = textKind({ text, subject, hasImage: isText && draft.picture !== null, alimtalk: !isText });
  const lines = isAd ? composeAd("", { adSenderName, optOutNumber }).split("\n") : [];
  return {
    text,
    subject: kind.channel === "lms" || kind.channel === "mms" ? subject : null,
    kind,
    bytes: kind.length,
    characters: [...text].length,
    frame: isAd ? { before: lines[0] ?? "", after: lines.at(-1) ?? "" } : null,
    blanks: blanksOf(raw, draft),
  };
}

/** A blank that some recipients fill and others don't is told of line by line; here are those that nobody could. */
function blanksOf(raw: string, { rows, lists, customers }: Draft): string[] {
  const own = new Set(["이름", "name"]);
  const columns = new Set(rows.flatMap((row) => Object.keys(row.variables ?? {})));
  const hasOthers = lists.length + customers.length > 0;
  return variablesOf(raw).filter((name) => !own.has(name) && (hasOthers || (rows.length > 0 && !columns.has(name))));
}
