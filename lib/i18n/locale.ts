export const locales = ["ko", "en"] as const;
export type Locale = (typeof locales)[number];

/** Korean unless English was asked for. */
export const toLocale = (value: string | null | undefined): Locale =>
  value?.toLowerCase().startsWith("en") ? "en" : "ko";

export const LOCALE_COOKIE = "locale";
export const TIME_ZONE = "Asia/Seoul";
