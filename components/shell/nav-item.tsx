"use client";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { cn } from "@/components/ui/cn";
import type { Destination } from "./destinations";

type Props = { item: Destination; here: boolean; count?: number; onGo?: () => void };

const ROW =
  "flex h-8 items-center gap-2.5 rounded-sm px-2 text-sm touch:h-11 max-md:text-base [&_svg]:size-4 [&_svg]:shrink-0";

/** One line of the menu. What isn't built yet stays in sight and says so; it is never a dead link. */
export function NavItem({ item, here, count = 0, onGo }: Props) {
  const t = useTranslations("shell");
  const { icon: Icon, key, href } = item;
  if (!href)
    return (
      <span className={cn(ROW, "cursor-default font-normal text-ink-3")}>
        <Icon aria-hidden />
        <span className="grow">{t(`to.${key}`)}</span>
        <small className="text-xs">{t("soon")}</small>
      </span>
    );
  return (
    <Link
      href={href}
      {...(onGo && { onClick: onGo })}
      aria-current={here ? "page" : undefined}
      className={cn(ROW, here ? "bg-pressed font-semibold text-ink" : "font-medium text-ink-2 hover:bg-hover")}
    >
      <Icon className={here ? "text-accent-ink" : "text-ink-3"} aria-hidden />
      <span className="grow">{t(`to.${key}`)}</span>
      {count > 0 && (
        <span className="font-semibold text-ink-2 text-xs">
          <span aria-hidden>{count}</span>
          <span className="sr-only">{t("waiting", { count })}</span>
        </span>
      )}
    </Link>
  );
}
