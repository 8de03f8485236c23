import * as z from "zod";
import { messagePurposes } from "@/db/enums";
import { BODY_MAX } from "./schema";

/** Text message, Alimtalk, or the first where the second can't arrive. */
export const draftKinds = ["text", "alimtalk", "both"] as const;
export type DraftKind = (typeof draftKinds)[number];

/** Drafts of one person; the one left alone the longest makes room for another. */
export const DRAFTS_MAX = 20;
/** A draft nobody touches any more is forgotten: it holds numbers of people who may never be written to. */
export const DRAFT_DAYS = 30;
/** Rows a draft keeps; what more makes of a request is refused by its size. */
const ROWS_MAX = 10_000;

const text = (max: number) => z.string({ error: "notText" }).max(max, { error: "badValue" });
const rowId = z.int({ error: "badValue" }).positive({ error: "badValue" });
const key = z.string({ error: "badValue" }).regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, { error: "badValue" });

export const DraftKey = z.strictObject({ key });
export type DraftKey = z.output<typeof DraftKey>;

/** As it stands in the form, finished or not: only sizes and shapes are looked at. */
const content = {
  tenantCode: text(60),
  kind: z.enum(draftKinds, { error: "badValue" }),
  sender: text(20),
  sendAt: z
    .strictObject({
      date: z.string({ error: "badValue" }).regex(/^\d{4}-\d{2}-\d{2}$/, { error: "badValue" }),
      time: z.string({ error: "badValue" }).regex(/^\d{2}:\d{2}$/, { error: "badValue" }),
    })
    .nullable(),
  purpose: z.enum(messagePurposes, { error: "badValue" }),
  subject: text(200),
  /** More than can be sent: what is too long is still somebody's work. */
  text: text(BODY_MAX * 5),
  templateId: rowId.nullable(),
  picture: z
    .strictObject({
      key: z.string({ error: "badImageKey" }).regex(/^[\w][\w./-]{0,159}$/, { error: "badImageKey" }),
      name: text(300),
    })
    .nullable(),
  rows: z
    .array(
      z.strictObject({
        phone: text(300),
        name: text(300).optional(),
        variables: z.record(text(300), text(2_000)).optional(),
      }),
      { error: "badValue" },
    )
    .max(ROWS_MAX, { error: "tooManyRecipients" }),
  lists: z
    .array(z.strictObject({ id: rowId, name: text(100), size: z.int().nonnegative() }), { error: "badValue" })
    .max(100, { error: "badValue" }),
  customers: z
    .array(z.strictObject({ id: rowId, name: text(100) }), { error: "badValue" })
    .max(ROWS_MAX, { error: "tooManyRecipients" }),
};
export const DraftContent = z.strictObject(content);
export type DraftContent = z.output<typeof DraftContent>;

export const KeepDraftInput = z.strictObject({ key, ...content });
export type KeepDraftInput = z.output<typeof KeepDraftInput>;

/** A line of the list of drafts. */
export type DraftSummary = {
  key: string;
  kind: DraftKind;
  /** The first words of it, or of its subject; empty while there are none. */
  firstLine: string;
  recipients: number;
  updatedAt: string;
};
