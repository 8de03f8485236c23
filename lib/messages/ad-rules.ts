import { DAY_MS, instantOf, kstDayNumber } from "@/lib/time/kst";
import { hyphenate } from "@/lib/transports/phone-number";
import type { RequestReason, SkipReason } from "./reasons";

/** What Korean law asks of advertisements (anchors §7): each rule with the law it stands on and the reason it refuses with. */
export const adRules = [
  { id: "mark", law: "정보통신망법 §50④", reason: "ad_mark_variant" },
  { id: "unmarked", law: "정보통신망법 §50④", reason: "ad_mark_on_info" },
  { id: "sender_and_opt_out", law: "정보통신망법 §50④, 시행령 §61③", reason: "ad_settings_missing" },
  { id: "consent", law: "정보통신망법 §50①", reason: "ad_consent_missing" },
  { id: "refusal", law: "정보통신망법 §50②", reason: "opted_out" },
  { id: "night", law: "정보통신망법 §50③", reason: "night_consent_missing" },
  { id: "night_for_all", law: "정보통신망법 §50③", reason: "night_ban" },
  { id: "alimtalk", law: "카카오 알림톡 운영정책", reason: "ad_not_on_alimtalk" },
] as const satisfies readonly { id: string; law: string; reason: RequestReason | SkipReason }[];

/** The law behind a reason, to be named where it blocks; null for a reason of another kind. */
export const lawOf = (reason: string): string | null => adRules.find((rule) => rule.reason === reason)?.law ?? null;

export const AD_MARK = "(광고)";
const NIGHT_FROM_HOUR = 21;
const NIGHT_TO_HOUR = 8;

export type AdSettings = { adSenderName: string | null; optOutNumber: string | null };

const OPENS = "([{<〈《「『【〔（［｛＜";
const CLOSES = ")\\]}>〉》」』】〕）］｝＞";
/** Brackets at the very start, and what stands in them. */
const BRACKETED = new RegExp(`^[${OPENS.replace("[", "\\[")}]([^${CLOSES}\\n]{1,12})[${CLOSES}]`);

/**
 * How a text begins: with the mark the law names, with something made to look like it, `(광 고)` `[광고]` `(대출광고)`, or
 * with neither.
 */
export function markOf(text: string): "mark" | "variant" | null {
  const start = text.trimStart();
  if (start.startsWith(AD_MARK)) return "mark";
  const inside = BRACKETED.exec(start)?.[1];
  if (inside === undefined) return null;
  return inside.replace(/[^\p{L}]/gu, "").includes("광고") ? "variant" : null;
}

const optOutLine = (number: string) => `무료수신거부 ${hyphenate(number)}`;

/** The last line when it already says how to opt out by this number. */
function endsWithOptOut(text: string, number: string): boolean {
  const last = text.slice(text.lastIndexOf("\n") + 1);
  return /무료\s*(수신\s*)?거부/.test(last) && last.replace(/\D/g, "").endsWith(number.replace(/\D/g, ""));
}

/**
 * An advertisement as it has to travel: `(광고)` and the sender's name first, the free way to opt out last. What a person
 * wrote of it already isn't said twice, so composing again changes nothing.
 */
export function composeAd(body: string, { adSenderName, optOutNumber }: Record<keyof AdSettings, string>): string {
  let text = body.trim();
  if (text.startsWith(AD_MARK)) text = text.slice(AD_MARK.length).trimStart();
  if (text.startsWith(adSenderName)) text = text.slice(adSenderName.length).trimStart();
  const head = `${AD_MARK}${adSenderName}`;
  const foot = endsWithOptOut(text, optOutNumber) ? [] : [optOutLine(optOutNumber)];
  return [head, ...(text === "" ? [] : [text]), ...foot].join("\n");
}

/** 21:00 to 08:00 on the Korean clock, when an advertisement needs a consent of its own; 08:00 itself is day. */
export function isAdNight(at: Date): boolean {
  const hour = (at.getTime() - instantOf(kstDayNumber(at)).getTime()) / 3_600_000;
  return hour >= NIGHT_FROM_HOUR || hour < NIGHT_TO_HOUR;
}

/** The next 08:00 at which an advertisement may go; the instant itself by day. */
export function nextAdDay(at: Date): Date {
  if (!isAdNight(at)) return at;
  const morning = instantOf(kstDayNumber(at), NIGHT_TO_HOUR * 60);
  return morning > at ? morning : new Date(morning.getTime() + DAY_MS);
}

export type Consent = { adConsent: boolean; nightConsent: boolean; optedOut: boolean };

/** Why a person may not get an advertisement now, or null. A refusal stands above every consent. */
export function adRefusalOf({ adConsent, nightConsent, optedOut }: Consent, isNight: boolean): SkipReason | null {
  if (optedOut) return "opted_out";
  if (!adConsent) return "ad_consent_missing";
  return isNight && !nightConsent ? "night_consent_missing" : null;
}
