/** 광고 수신 동의 with its evidence, and the one for the night, which there isn't without the first (anchors §7). */
export type Consent = {
  adConsent: boolean;
  adConsentAt: Date | null;
  adConsentVia: string | null;
  nightConsent: boolean;
  nightConsentAt: Date | null;
};
export type ConsentChange = { [K in keyof Consent]?: Consent[K] | undefined };

export const noConsent: Consent = {
  adConsent: false,
  adConsentAt: null,
  adConsentVia: null,
  nightConsent: false,
  nightConsentAt: null,
};

/** What stands after a change. A consent without a date was given now; taking it back takes its evidence and the night's along. */
export function consentAfter(before: Consent, change: ConsentChange, now: Date): Consent {
  if (!(change.adConsent ?? before.adConsent)) return noConsent;
  const isNight = change.nightConsent ?? before.nightConsent;
  return {
    adConsent: true,
    adConsentAt: change.adConsentAt ?? before.adConsentAt ?? now,
    adConsentVia: change.adConsentVia ?? before.adConsentVia,
    nightConsent: isNight,
    nightConsentAt: isNight ? (change.nightConsentAt ?? before.nightConsentAt ?? now) : null,
  };
}

/** What is wrong with a consent that was asked for: a key of the `errors` catalogue per field. */
export function consentIssues(
  after: Consent,
  change: ConsentChange,
  now: Date,
): Partial<Record<keyof Consent, string>> {
  return {
    ...(change.nightConsent && !after.adConsent && { nightConsent: "nightNeedsAd" }),
    ...(change.adConsent && after.adConsent && !after.adConsentVia && { adConsentVia: "consentViaRequired" }),
    ...(after.adConsentAt && after.adConsentAt > now && { adConsentAt: "consentInFuture" }),
    ...(after.nightConsentAt && after.nightConsentAt > now && { nightConsentAt: "consentInFuture" }),
  };
}

export const sameConsent = (a: Consent, b: Consent): boolean =>
  a.adConsent === b.adConsent &&
  a.adConsentAt?.getTime() === b.adConsentAt?.getTime() &&
  a.adConsentVia === b.adConsentVia &&
  a.nightConsent === b.nightConsent &&
  a.nightConsentAt?.getTime() === b.nightConsentAt?.getTime();

/** Consent to advertisements is to be confirmed again every two years (anchors §7). */
const CONSENT_YEARS = 2;

/** Consents given before this have to be asked for again. */
export function consentOverBefore(now: Date): Date {
  const over = new Date(now);
  over.setUTCFullYear(over.getUTCFullYear() - CONSENT_YEARS);
  return over;
}
