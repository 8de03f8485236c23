"use client";
import { useTranslations } from "use-intl";
import type { MessageMode, MessageStatus } from "@/db/enums";
import type { RunDto } from "@/lib/recovery/run-dto";
import { kstDate } from "@/lib/time/kst";

/** What a run was asked for, in a few words. */
export function useScopeWords(): (scope: RunDto["scope"], orgName?: string | null) => string {
  const t = useTranslations("recovery.scopes");
  const m = useTranslations("messages");
  return (scope, orgName) => {
    if (scope.kind === "messages") return t("messages", { count: scope.ids?.length ?? 0 });
    if (scope.kind === "phone") return t("phone", { last4: scope.phoneLast4 ?? "" });
    if (scope.kind === "all") return t("all");
    const day = (at: string | undefined) => (at ? kstDate(new Date(at)).replaceAll("-", ".") : "");
    const rules = [
      orgName,
      scope.from || scope.to ? `${day(scope.from)}–${day(scope.to)}` : null,
      scope.mode && m(`modes.${scope.mode as MessageMode}`),
      scope.status && m(`looks.${scope.status as MessageStatus}`),
    ].filter(Boolean);
    return rules.length > 0 ? t("filterOf", { rules: rules.join(" · ") }) : t("filter");
  };
}
