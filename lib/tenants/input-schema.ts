import * as z from "zod/mini";
import { phoneChannels, senderStatuses } from "@/db/enums";
import { displayName } from "@/lib/orgs/display-name";
import { readSenderNumber } from "@/lib/transports/sender-number";
import { MOST_MONEY, moneyText, parseMoney } from "./money";

// In zod's small dialect, because the forms carry it to the browser. Every message is a key of the errors catalogue.
const bodyId = (error: string) => z.int({ error }).check(z.positive({ error }));

/** What people read, or null where nothing is left of it. */
const optionalLine = (max: number, tooLong: string) =>
  z.pipe(
    z.nullable(z.string({ error: "notText" })),
    z.transform((text, context) => {
      const shown = displayName(text ?? "");
      if ([...shown].length > max) context.issues.push({ code: "custom", message: tooLong, input: text });
      return shown || null;
    }),
  );

/** `"12.34"`, however it was written: `12.34`, `"12.340"` is none, and neither is a float with more behind the point. */
const won = (most: bigint, bad: string, tooLarge: string, isSigned = false) =>
  z.pipe(
    z.union([z.string(), z.number()], { error: bad }),
    z.transform((given, context) => {
      const money = parseMoney(String(given).trim());
      const message =
        money === null || (money < 0n && !isSigned) ? bad : (money < 0n ? -money : money) > most ? tooLarge : null;
      if (message) context.issues.push({ code: "custom", message, input: given });
      return moneyText(money ?? 0n);
    }),
  );

/** More for one message is a slip of the pen. */
const MOST_PRICE = 10_000_000n;
const price = z.nullable(won(MOST_PRICE, "priceBad", "priceTooLarge"));
/** Null = not configured, which refuses; 0 = free (C-22). */
export const PricesInput = z.partial(
  z.strictObject(
    Object.fromEntries(phoneChannels.map((channel) => [channel, price])) as Record<
      (typeof phoneChannels)[number],
      typeof price
    >,
  ),
);

/** Digits of a number a text may come from. */
const senderNumber = z.pipe(
  z.string({ error: "senderNumberRequired" }),
  z.transform((text, context) => {
    const reading = readSenderNumber(text);
    if (!reading.ok) context.issues.push({ code: "custom", message: reading.issue, input: text });
    return reading.ok ? reading.number : "";
  }),
);

/** The free number an advertisement ends with begins with 080 (정보통신망법 §50). */
const optOutNumber = z.pipe(
  z.nullable(z.string({ error: "optOutBad" })),
  z.transform((text, context) => {
    if (text === null || text.trim() === "") return null;
    const reading = readSenderNumber(text);
    const isFree = reading.ok && reading.number.startsWith("080");
    if (!isFree) context.issues.push({ code: "custom", message: "optOutBad", input: text });
    return isFree ? reading.number : null;
  }),
);

/** What Kakao calls a channel: `KA01PF…`. */
const kakaoPfId = z.pipe(
  z.nullable(z.string({ error: "pfIdBad" })),
  z.transform((text, context) => {
    const id = text?.trim() ?? "";
    if (!/^[A-Za-z0-9_-]{0,64}$/.test(id)) context.issues.push({ code: "custom", message: "pfIdBad", input: text });
    return id || null;
  }),
);

export const tenantFields = {
  orgId: bodyId("noSuchOrg"),
  code: z
    .string({ error: "required" })
    .check(
      z.trim(),
      z.minLength(1, { error: "required", abort: true }),
      z.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/, { error: "badCode" }),
    ),
  messagingSender: z.nullable(senderNumber),
  prices: PricesInput,
  messagingIsActive: z.boolean({ error: "badValue" }),
  kakaoPfId,
  adSenderName: optionalLine(40, "adNameTooLong"),
  optOutNumber,
};

/** A new tenant. Its numbers are asked for afterwards. */
export const TenantInput = z.strictObject({
  orgId: tenantFields.orgId,
  code: tenantFields.code,
  prices: z._default(tenantFields.prices, {}),
});
export type TenantInput = z.output<typeof TenantInput>;

export const senderFields = {
  number: senderNumber,
  label: z._default(optionalLine(40, "labelTooLong"), null),
};
export const SenderInput = z.strictObject(senderFields);

export const decisionFields = {
  status: z.enum(senderStatuses, { error: "badValue" }),
  reason: z._default(optionalLine(200, "reasonTooLong"), null),
  /** When a number has to be proved again; null = never, left out = as it was. */
  expiresAt: z.optional(z.nullable(z.iso.datetime({ error: "badDateTime" }))),
};

/** Written, never read back. */
const secretWord = (shape: RegExp, error: string) => z.string({ error }).check(z.trim(), z.regex(shape, { error }));
export const keyFields = {
  apiKey: secretWord(/^[A-Za-z0-9]{16}$/, "apiKeyBad"),
  apiSecret: secretWord(/^[A-Za-z0-9]{16,64}$/, "apiSecretBad"),
};
export const KeyInput = z.strictObject(keyFields);

export const creditFields = {
  kind: z.enum(["charge", "adjust"], { error: "badValue" }),
  /** Only an adjustment may be negative. */
  amount: won(MOST_MONEY, "moneyBad", "moneyTooLarge", true),
  note: z._default(optionalLine(200, "noteTooLong"), null),
  /** Chosen by whoever asks: the same one twice is one entry. */
  requestId: z.string({ error: "requestIdBad" }).check(z.regex(/^[A-Za-z0-9-]{8,50}$/, { error: "requestIdBad" })),
};
