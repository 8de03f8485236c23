import type { MessagePurpose } from "@/db/enums";
import type { DraftContent } from "@/lib/messages/draft-schema";
import type { RecipientRow } from "@/lib/messages/recipient-rows";

/** Text message, Alimtalk, or the first where the second can't arrive. */
export const composeKinds = ["text", "alimtalk", "both"] as const satisfies readonly DraftContent["kind"][];
export type ComposeKind = (typeof composeKinds)[number];

export type PickedList = { id: number; name: string; size: number };
export type PickedCustomer = { id: number; name: string };
export type PickedPicture = { key: string; name: string; thumbUrl: string };

/** A message while it is being written. Full numbers live here and in requests, nowhere else in the browser. */
export type Draft = {
  tenantCode: string;
  kind: ComposeKind;
  sender: string;
  /** Null = now. Korean wall time otherwise. */
  sendAt: { date: string; time: string } | null;
  purpose: MessagePurpose;
  subject: string;
  text: string;
  templateId: number | null;
  picture: PickedPicture | null;
  rows: readonly RecipientRow[];
  lists: readonly PickedList[];
  customers: readonly PickedCustomer[];
};

/** Something in it would have to be done again. */
export const isWorthKeeping = (draft: Draft): boolean =>
  hasRecipients(draft) || [draft.text, draft.subject].some((words) => words.trim() !== "") || draft.picture !== null;

/** What is kept of it: everything but what is worked out again. */
export const contentOf = ({ picture, ...draft }: Draft): Omit<Draft, "picture"> & Pick<DraftContent, "picture"> => ({
  ...draft,
  picture: picture && { key: picture.key, name: picture.name },
});

export const hasRecipients = (draft: Draft): boolean =>
  draft.rows.length + draft.lists.length + draft.customers.length > 0;

/** How many it is meant for, as far as the browser knows. */
export const meantFor = (draft: Draft): number =>
  draft.rows.length + draft.customers.length + draft.lists.reduce((sum, list) => sum + list.size, 0);

/** The channel is chosen for each rendered text by its length and picture; LMS is how the API is told so (rulings 15). */
const modeOf = (draft: Draft) => (draft.kind === "text" ? (draft.picture ? "mms" : "lms") : draft.kind);

/** What `POST /api/v1/messaging/send` and the preview take (S1 §1). Empty fields stay away. */
export function bodyOf(draft: Draft, over: Record<string, unknown> = {}): Record<string, unknown> {
  const isText = draft.kind === "text";
  return {
    message_mode: modeOf(draft),
    purpose: isText ? draft.purpose : "info",
    sender: draft.sender,
    // The words of an Alimtalk are its template's.
    ...(isText && { raw_body: draft.text }),
    ...(isText && draft.subject.trim() !== "" && { subject: draft.subject.trim() }),
    ...(!isText && draft.templateId !== null && { template_id: draft.templateId }),
    ...(isText && draft.picture && { image_key: draft.picture.key }),
    ...(draft.sendAt && { send_at: `${draft.sendAt.date}T${draft.sendAt.time}` }),
    ...(draft.rows.length > 0 && { recipients: draft.rows }),
    ...(draft.lists.length > 0 && { list_ids: draft.lists.map((list) => list.id) }),
    ...(draft.customers.length > 0 && { recipient_ids: draft.customers.map((customer) => customer.id) }),
    ...over,
  };
}
