"use client";
import { Check, Info } from "lucide-react";
import { useTranslations } from "use-intl";
import { Note } from "@/components/ui/note";
import { hyphenate } from "@/lib/transports/phone-number";
import type { TenantChoice } from "./compose-types";

/** What the law asks of an advertisement, and that nobody here can switch it off (anchors §7). */
export function LawNote({ tenant }: { tenant: TenantChoice }) {
  const t = useTranslations("messageCompose.law");
  const isReady = tenant.adSenderName !== null && tenant.optOutNumber !== null;
  if (!isReady)
    return (
      <Note family="is-failed" icon={<Info aria-hidden />} title={t("missingTitle")}>
        {t("missing", { org: tenant.orgName })}
      </Note>
    );
  const rules = [t("prefix"), t("footer", { number: hyphenate(tenant.optOutNumber ?? "") }), t("consent"), t("night")];
  return (
    <Note family="is-deferred" icon={<Info aria-hidden />} title={t("title")}>
      <ul className="my-1 grid gap-1">
        {rules.map((rule) => (
          <li key={rule} className="flex items-start gap-1.5">
            <Check className="mt-[3px] size-3.5 shrink-0" aria-hidden />
            {rule}
          </li>
        ))}
      </ul>
      <p className="text-xs">{t("source")}</p>
    </Note>
  );
}
