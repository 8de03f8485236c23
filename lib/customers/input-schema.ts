import * as z from "zod/mini";
import { displayName } from "@/lib/orgs/display-name";
import { instantOf, parseDate } from "@/lib/time/kst";
import { normaliseKoreanNumber } from "@/lib/transports/phone-number";
import { CONSENT_VIA_MAX, CUSTOMER_CODE_MAX, CUSTOMER_NAME_MAX, MEMO_MAX } from "./lengths";
import { phoneErrors } from "./phone-refusal";

// In zod's small dialect, because the form carries it to the browser. Every message is a key of the errors catalogue
// that needs no parameters, so a form can show it with t(message).
const tidy = (max: number, tooLong: string) =>
  z.pipe(
    z.pipe(z.string({ error: "notText" }), z.transform(displayName)),
    z.string().check(z.refine((text) => [...text].length <= max, { error: tooLong })),
  );
const emptyIsNull = (max: number, tooLong: string) =>
  z.pipe(
    z.nullable(tidy(max, tooLong)),
    z.transform((text) => text || null),
  );

/** Digits of a mobile number, from any writing of it; null for none. */
const phone = z.pipe(
  z.nullable(z.string({ error: "notText" }).check(z.maxLength(60, { error: "phoneInvalid" }))),
  z.transform((text, context) => {
    const reading = normaliseKoreanNumber(text);
    if (reading.kind === "mobile") return reading.number;
    if (reading.reason !== "empty")
      context.issues.push({ code: "custom", message: phoneErrors[reading.reason], input: text });
    return null;
  }),
);

/** `2026-11-20` of Korea, or an instant with its zone. */
const day = z.pipe(
  z.nullable(z.string({ error: "badDate" })),
  z.transform((text, context) => {
    if (text === null || text === "") return null;
    const dayNumber = parseDate(text.slice(0, 10));
    const isInstant = /^.{10}T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/.test(text);
    const at = isInstant ? new Date(text) : dayNumber === null ? null : instantOf(dayNumber);
    if (dayNumber !== null && at && !Number.isNaN(at.getTime()) && (isInstant || text.length === 10)) return at;
    context.issues.push({ code: "custom", message: "badDate", input: text });
    return null;
  }),
);

export const customerFields = {
  orgId: z.int({ error: "ownerRequired" }).check(z.positive({ error: "ownerRequired" })),
  /** Left out, one is made from the number. */
  code: z.pipe(
    z.nullable(
      z
        .string({ error: "notText" })
        .check(
          z.trim(),
          z.maxLength(CUSTOMER_CODE_MAX, { error: "customerCodeBad" }),
          z.regex(/^[\x21-\x7e]*$/, { error: "customerCodeBad" }),
        ),
    ),
    z.transform((text) => text || null),
  ),
  name: tidy(CUSTOMER_NAME_MAX, "customerNameTooLong").check(z.minLength(1, { error: "customerNameRequired" })),
  phone,
  memo: emptyIsNull(MEMO_MAX, "memoTooLong"),
  adConsent: z.boolean({ error: "badValue" }),
  adConsentAt: day,
  adConsentVia: emptyIsNull(CONSENT_VIA_MAX, "consentViaTooLong"),
  nightConsent: z.boolean({ error: "badValue" }),
  nightConsentAt: day,
};

/** A customer to add. */
export const CustomerInput = z.strictObject({
  ...customerFields,
  code: z.optional(customerFields.code),
  phone: z.optional(customerFields.phone),
  memo: z.optional(customerFields.memo),
  adConsent: z.optional(customerFields.adConsent),
  adConsentAt: z.optional(customerFields.adConsentAt),
  adConsentVia: z.optional(customerFields.adConsentVia),
  nightConsent: z.optional(customerFields.nightConsent),
  nightConsentAt: z.optional(customerFields.nightConsentAt),
});
export type CustomerInput = z.output<typeof CustomerInput>;
