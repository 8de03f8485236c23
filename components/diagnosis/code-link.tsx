"use client";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { cn } from "@/components/ui/cn";
import type { CodeKind } from "@/lib/diagnosis/codes-book";
import { codePath } from "./code-path";

type Props = {
  code: string;
  kind?: CodeKind;
  /** Where its words stand beside it already: only a way to them. */
  quiet?: boolean;
  className?: string;
};

/** A code as it came, leading to what it means; looks like a `Tag`, and can be pressed inside a row that is a link itself. */
export function CodeLink({ code, kind, quiet = false, className }: Props) {
  const t = useTranslations("common");
  const label = t("codeMeaning", { code });
  return (
    <Link
      href={codePath(code, kind)}
      prefetch={false}
      title={label}
      aria-label={label}
      className={cn(
        "relative z-1 inline-flex h-5 max-w-full items-center whitespace-nowrap rounded-[5px] border border-line bg-sunken px-[7px] align-middle font-medium text-ink-2 text-xs leading-none underline decoration-line-strong underline-offset-2 touch:after:absolute touch:after:-inset-y-3 touch:after:inset-x-0 hover:border-line-strong hover:text-ink",
        className,
      )}
    >
      <span className="truncate leading-5">{quiet ? t("meaning") : code}</span>
    </Link>
  );
}
