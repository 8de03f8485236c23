"use client";
import { useTranslations } from "use-intl";

/** Words for a reason code; the code itself where the catalogue has none. */
export function useSayReason(): (reason: string) => string {
  const r = useTranslations("reasons");
  return (reason) => {
    const key = reason as Parameters<typeof r>[0];
    return r.has(key) ? r(key) : reason;
  };
}
