"use client";
import Link from "next/link";
import { usePathname, useSearchParams } from "next/navigation";
import { useTranslations } from "use-intl";
import { cn } from "@/components/ui/cn";
import { StatusIcon, statusFamily } from "@/components/ui/status-icon";
import type { Cause } from "./causes";

/** What stands in the way, each once, with the next step; no link to where the reader already is. */
export function CauseList({ causes }: { causes: readonly Cause[] }) {
  const t = useTranslations("forecast");
  const here = usePathname();
  const opened = useSearchParams().get("room");
  const isHere = (href: string) => href === here || href === `${here}?room=${opened}`;
  return (
    <ul className="grid gap-2">
      {causes.map((cause) => {
        const kind = cause.outcome === "block" ? "blocked" : "deferred";
        return (
          <li
            key={cause.key}
            className={cn(
              "flex gap-2 rounded-md border border-(--c-border) bg-(--c-surface) px-3 py-2 text-ink text-sm",
              statusFamily(kind),
            )}
          >
            <StatusIcon kind={kind} className="mt-[3px] size-3.5 shrink-0 text-(--c)" />
            <p className="min-w-0">
              <span className="font-medium text-(--c)">{t("why.times", { count: cause.count })}</span>{" "}
              <Words cause={cause} />
              {cause.fix && !isHere(cause.fix.href) && (
                <>
                  {" "}
                  <Link href={cause.fix.href} className="link whitespace-nowrap">
                    {t(`fix.${cause.fix.to}`)}
                  </Link>
                </>
              )}
            </p>
          </li>
        );
      })}
    </ul>
  );
}

function Words({ cause: { why, outcome } }: { cause: Cause }) {
  const t = useTranslations("forecast.why");
  const levels = useTranslations("common.levels");
  if (typeof why === "string") return t(why);
  const { limit, value, origin } = why;
  const from =
    origin.kind === "org"
      ? t("from.org", { name: origin.name, level: levels(origin.level) })
      : t(`from.${origin.kind}`);
  return [t(`limit.${limit}`, { value }), from, ...(outcome === "block" ? [t("givenUp")] : [])].join(" ");
}
