"use client";
import { Check, RefreshCw } from "lucide-react";
import { useTranslations } from "use-intl";
import { cn } from "@/components/ui/cn";
import type { FindingDetailDto } from "@/lib/image-sync/run-dto";
import { chipsOf } from "./evidence";

/** What was seen, each a word of its own: green speaks for it, violet leaves it open, grey is how it was looked. */
export function EvidenceChips({ finding }: { finding: FindingDetailDto }) {
  const t = useTranslations("imageReview.evidence");
  return (
    <ul aria-label={t("label")} className="flex flex-wrap gap-1.5">
      {chipsOf(finding).map(({ key, tone, values }) => (
        <li
          key={key}
          className={cn(
            "inline-flex h-6 items-center gap-1 whitespace-nowrap rounded-full border border-(--c-border) bg-(--c-surface) ps-[7px] pe-[9px] font-medium text-(--c) text-xs [&_svg]:size-3.5",
            tone === "for" ? "is-arrived" : tone === "open" ? "is-unknown" : "is-scheduled",
          )}
        >
          {tone === "for" ? (
            <Check aria-hidden />
          ) : tone === "open" ? (
            <span aria-hidden>?</span>
          ) : (
            <RefreshCw aria-hidden />
          )}
          {t(key, values)}
        </li>
      ))}
    </ul>
  );
}
