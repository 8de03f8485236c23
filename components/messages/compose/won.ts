"use client";
import { useTranslations } from "use-intl";
import { parseMoney, wonText } from "@/lib/tenants/money";

/** Decimal text as a sum people read: `4,092원`, `13.5원`. */
export function useWon(): (amount: string) => string {
  const t = useTranslations("messageCompose.bill");
  return (amount) => t("won", { amount: wonText(parseMoney(amount) ?? 0n) });
}
