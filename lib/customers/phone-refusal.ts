import type { PhoneRefusal } from "@/lib/transports/phone-number";

/** Keys of the `errors` catalogue for a number that can't get a text (C-21). */
export const phoneErrors = {
  empty: "phoneRequired",
  too_short: "phoneShort",
  landline: "phoneLandline",
  foreign: "phoneForeign",
  invalid: "phoneInvalid",
} as const satisfies Record<PhoneRefusal, string>;
