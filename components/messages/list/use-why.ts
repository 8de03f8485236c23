"use client";
import { useTranslations } from "use-intl";

type Row = { providerCode: string | null; reasonCode: string | null; failureReason: string | null };

/** Why a recipient's row stands as it does: by Solapi's code, else by our reason, else as it was written down. */
export function useWhy(): (row: Row) => string | null {
  const r = useTranslations("reasons");
  const k = useTranslations("solapiCodes");
  return ({ providerCode, reasonCode, failureReason }) => {
    const meaning = `meaning.c${providerCode ?? ""}` as Parameters<typeof k>[0];
    if (providerCode && k.has(meaning)) return k(meaning);
    const reason = reasonCode as Parameters<typeof r>[0] | null;
    return reason && r.has(reason) ? r(reason) : failureReason;
  };
}
