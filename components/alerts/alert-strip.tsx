import { ButtonLink } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { statusFamily } from "@/components/ui/status-icon";
import type { AlertDto } from "@/lib/alerts/queries";
import { sayAlert } from "@/lib/alerts/say-alert";
import { requestLocale, words } from "@/lib/i18n/words";
import { AlertGlyph, alertStatus } from "./alert-looks";

/** Above everything else on Home: the most pressing alert in words, and how many more there are. */
export async function AlertStrip({ alerts }: { alerts: readonly AlertDto[] }) {
  const [t, locale] = await Promise.all([words("alerts"), requestLocale()]);
  const first = alerts[0];
  if (!first) return null;
  const { title, text } = sayAlert(locale, first.kind, first.facts);
  const more = alerts.length - 1;
  return (
    <section
      aria-label={t("strip.label")}
      className={cn(
        "flex items-center gap-3 rounded-xl border border-(--c-border) bg-(--c-surface) px-4 py-3 max-md:flex-wrap",
        statusFamily(alertStatus(first.kind)),
      )}
    >
      <AlertGlyph kind={first.kind} />
      <div className="min-w-0 grow max-md:w-[calc(100%-44px)]">
        <h2 className="font-semibold text-(--c) text-base">
          {title}
          {more > 0 && (
            <small className="ms-2 font-medium text-ink-2 text-sm">{t("strip.more", { count: more })}</small>
          )}
        </h2>
        <p className="text-ink-2 text-sm">{text}</p>
      </div>
      <ButtonLink href="/settings/alerts" size="sm" className="max-md:ms-11 max-md:grow">
        {t("strip.open")}
      </ButtonLink>
    </section>
  );
}
