"use client";
import { useTranslations } from "use-intl";
import { Status } from "@/components/ui/status";
import { consentOverBefore } from "@/lib/customers/consent";
import type { CustomerDto } from "@/lib/customers/customer-dto";

type Facts = Pick<CustomerDto, "adConsent" | "adConsentAt" | "optedOut">;

export const isConsentOver = ({ adConsent, adConsentAt }: Facts, now: Date): boolean =>
  adConsent && adConsentAt !== null && new Date(adConsentAt) < consentOverBefore(now);

/** Whether an advertisement may go to them: a refusal stands above every consent. */
export function ConsentStatus({ customer, now }: { customer: Facts; now: Date }) {
  const t = useTranslations("customers.consent");
  if (customer.optedOut) return <Status kind="skipped">{t("refused")}</Status>;
  if (!customer.adConsent) return <span className="text-ink-3">{t("none")}</span>;
  if (isConsentOver(customer, now)) return <Status kind="unknown">{t("over")}</Status>;
  return <Status kind="arrived">{t("yes")}</Status>;
}
