"use client";
import { ArrowRight, CornerDownLeft } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import { Why } from "@/components/ui/why";
import type { FindingDto } from "@/lib/image-sync/run-dto";
import { isPair, isReport } from "../run-rules";
import type { ReviewKey } from "./use-review-keys";

type Props = {
  finding: FindingDto;
  /** Both sides are rows, so one of them may be chosen. */
  hasTwo: boolean;
  canUndo: boolean;
  busy: boolean;
  /** It is what a person is asked now; else something else on the page is. */
  isAsked: boolean;
  /** Why nothing can be decided any more. */
  reason: string | undefined;
  onKey: (key: ReviewKey) => void;
};

/** The decisions on one finding, each with its key. */
export function JudgeBar({ finding, hasTwo, canUndo, busy, isAsked, reason, onKey }: Props) {
  const t = useTranslations("imageReview.judge");
  const pair = isPair(finding.verdict) && hasTwo;
  const report = isReport(finding) && !pair;
  if (reason)
    return (
      <p className="text-sm">
        <Why>{reason}</Why>
      </p>
    );
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap gap-2 max-md:grid max-md:grid-cols-2">
        <Button
          variant={isAsked ? "primary" : "secondary"}
          size="lg"
          busy={busy}
          aria-keyshortcuts="Enter"
          onClick={() => onKey("first")}
        >
          {t(pair ? "left" : report ? "seen" : `approve.${finding.action as "delete_row"}`)}
          <Kbd className="max-md:hidden">
            <CornerDownLeft aria-hidden />
          </Kbd>
        </Button>
        {pair && (
          <Button size="lg" aria-keyshortcuts="ArrowRight" onClick={() => onKey("second")}>
            {t("right")}
            <Kbd className="max-md:hidden">
              <ArrowRight aria-hidden />
            </Kbd>
          </Button>
        )}
        {!report && (
          <Button size="lg" aria-keyshortcuts="b" onClick={() => onKey("both")}>
            {t(pair ? "both" : "keep")}
            <Kbd className="max-md:hidden">B</Kbd>
          </Button>
        )}
        <Button size="lg" variant="ghost" aria-keyshortcuts="s" onClick={() => onKey("later")}>
          {t("later")}
          <Kbd className="max-md:hidden">S</Kbd>
        </Button>
        {canUndo && (
          <Button size="lg" variant="ghost" onClick={() => onKey("undo")} className="md:hidden">
            {t("undo")}
          </Button>
        )}
      </div>
      <p className="flex flex-wrap items-center gap-x-1.5 gap-y-1 text-ink-3 text-xs max-md:hidden">
        <Kbd>U</Kbd> {t("undo")} <Kbd className="ms-1.5">Space</Kbd> {t("large")} <Kbd className="ms-1.5">J</Kbd>
        <Kbd>K</Kbd> {t("move")}
      </p>
    </div>
  );
}
