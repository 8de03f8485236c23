/** Longest texts, in characters. Apart from the schemas, so that a screen can have them without zod. */
export const CUSTOMER_NAME_MAX = 60;
export const CUSTOMER_CODE_MAX = 60;
export const MEMO_MAX = 200;
export const CONSENT_VIA_MAX = 60;
export const LIST_NAME_MAX = 60;
export const NOTE_MAX = 200;
export const REASON_MAX = 200;
