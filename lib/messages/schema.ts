import * as z from "zod/mini";
import { messageModes, messagePurposes } from "@/db/enums";
import { cleanBody, cleanLine, textLength } from "@/lib/deliveries/text";
import { parseKstDateTime } from "@/lib/time/kst";

/** Of one message: what a person can oversee, and one transaction can write. */
export const RECIPIENTS_MAX = 50_000;
export const NAME_MAX = 60;
export const VALUE_MAX = 300;
export const VARIABLES_MAX = 30;
/** Characters of a text field; what a channel really takes is counted in bytes afterwards. */
export const BODY_MAX = 4_000;
export const SUBJECT_MAX = 80;

// In zod's small dialect, because the form carries it to the browser. Every message is a key of the errors catalogue.
const rowId = z.int({ error: "badValue" }).check(z.positive({ error: "badValue" }));
const ids = z._default(
  z.array(rowId, { error: "badValue" }).check(z.maxLength(RECIPIENTS_MAX, { error: "tooManyRecipients" })),
  [],
);

const optionalLine = (max: number, tooLong: string) =>
  z
    .pipe(
      z.nullish(z.string({ error: "notText" })),
      z.transform((value) => (value ? cleanLine(value) || null : null)),
    )
    .check(z.refine((value) => value === null || textLength(value) <= max, { error: tooLong }));

const variables = z.nullish(
  z.record(
    z.string().check(z.maxLength(40, { error: "badValue" })),
    z.pipe(
      z.string({ error: "notText" }).check(z.maxLength(VALUE_MAX, { error: "variableTooLong" })),
      z.transform((value) => cleanBody(value) ?? ""),
    ),
    { error: "badValue" },
  ),
);

/** A person typed or pasted in. A number that can't be used is no mistake of the request: its row says so (S3-10). */
export const RecipientInput = z.strictObject({
  phone: z.nullish(z.string({ error: "notText" }).check(z.maxLength(40, { error: "badValue" }))),
  name: optionalLine(NAME_MAX, "nameTooLong"),
  variables,
});
export type RecipientInput = z.output<typeof RecipientInput>;

export const sendTargets = ["recipient", "student", "parent"] as const;

const bodyFields = {
  recipient_ids: ids,
  /** S1's own name for recipient_ids. */
  student_ids: ids,
  recipients: z._default(
    z.array(RecipientInput, { error: "badValue" }).check(z.maxLength(RECIPIENTS_MAX, { error: "tooManyRecipients" })),
    [],
  ),
  list_ids: z._default(z.array(rowId, { error: "badValue" }).check(z.maxLength(100, { error: "badValue" })), []),
  customer_filter: z.nullish(
    z.strictObject({
      orgId: z.optional(rowId),
      q: z.optional(
        z.pipe(
          z.string({ error: "notText" }).check(z.maxLength(100, { error: "badValue" })),
          z.transform((text) => text.normalize("NFC").trim() || undefined),
        ),
      ),
      listId: z.optional(rowId),
      adConsent: z.optional(z.boolean({ error: "badValue" })),
      nightConsent: z.optional(z.boolean({ error: "badValue" })),
    }),
  ),
  /** Whom S1 calls student or parent is the customer here (C-24). */
  send_to: z._default(z.enum(sendTargets, { error: "badValue" }), "recipient"),
  message_mode: z.enum(messageModes, { error: "messageModeRequired" }),
  /** Empty is told by its own reason, not as a missing field (S3-09). */
  raw_body: z
    .pipe(
      z.nullish(z.string({ error: "notText" })),
      z.transform((value) => (value ? cleanBody(value) : null)),
    )
    .check(z.refine((value) => value === null || textLength(value) <= BODY_MAX, { error: "messageTooLong" })),
  subject: optionalLine(SUBJECT_MAX, "subjectLong"),
  template_id: z.nullish(rowId),
  sender: z.nullish(z.string({ error: "notText" }).check(z.maxLength(40, { error: "badValue" }))),
  purpose: z._default(z.enum(messagePurposes, { error: "badValue" }), "info"),
  image_key: z.nullish(
    z.string({ error: "badImageKey" }).check(z.regex(/^[\w][\w./-]{0,159}$/, { error: "badImageKey" })),
  ),
  /** KST wall time; nothing = now. */
  send_at: z.nullish(
    z
      .string({ error: "badDateTime" })
      .check(z.refine((text) => parseKstDateTime(text) !== null, { error: "badDateTime" })),
  ),
  is_test: z._default(z.boolean({ error: "badValue" }), false),
};

const camel = ({ recipient_ids, student_ids, ...body }: z.output<z.ZodMiniObject<typeof bodyFields>>) => ({
  customerIds: [...recipient_ids, ...student_ids],
  recipients: body.recipients,
  listIds: body.list_ids,
  customerFilter: body.customer_filter ?? null,
  sendTo: body.send_to,
  messageMode: body.message_mode,
  rawBody: body.raw_body,
  subject: body.subject,
  templateId: body.template_id ?? null,
  sender: body.sender?.trim() || null,
  purpose: body.purpose,
  imageKey: body.image_key ?? null,
  sendAt: body.send_at ? parseKstDateTime(body.send_at) : null,
  isTest: body.is_test,
});

/** The one body of `POST /api/v1/messaging/send` and of its preview (S1-06, C-24), in the seed's snake_case. */
export const SendBody = z.strictObject(bodyFields);
/** What a client sends. */
export type SendBody = z.input<typeof SendBody>;

/** The same, read: what a message is to be. */
export const SendRequest = z.pipe(SendBody, z.transform(camel));
export type SendRequest = z.output<typeof SendRequest>;
