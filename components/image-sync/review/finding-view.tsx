"use client";
import { CircleCheck, CircleQuestionMark } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { cn } from "@/components/ui/cn";
import { Skeleton } from "@/components/ui/states";
import type { CandidateDto, FindingDetailDto, FindingDto } from "@/lib/image-sync/run-dto";
import { isPair, sidesOf } from "../run-rules";
import { CandidateCard } from "./candidate-card";
import { EvidenceChips } from "./evidence-chips";
import { nameOf, useWhy } from "./finding-words";
import { JudgeBar } from "./judge-bar";
import type { ReviewKey } from "./use-review-keys";

type Props = {
  finding: FindingDto;
  /** Its two sides, once they are there. */
  detail: FindingDetailDto | null;
  now: Date;
  canUndo: boolean;
  busy: boolean;
  isAsked: boolean;
  reason: string | undefined;
  onKey: (key: ReviewKey) => void;
};

/** Of two alike the later one; null where that says nothing. */
const newestOf = ({ verdict, candidates }: FindingDetailDto): CandidateDto | null => {
  const [first, second] = candidates;
  if (!isPair(verdict) || !first?.uploadedAt || !second?.uploadedAt || first.uploadedAt === second.uploadedAt)
    return null;
  return first.uploadedAt > second.uploadedAt ? first : second;
};

/** One finding: what it is, whose, what speaks for it, the sides next to each other, and what to say to it. */
export function FindingView({ finding, detail, now, canUndo, busy, isAsked, reason, onKey }: Props) {
  const t = useTranslations("imageReview");
  const why = useWhy();
  const isCertain = finding.certainty === "certain";
  const candidates = detail && sidesOf(detail);
  const newest = detail && newestOf(detail);
  const hasTwo = (candidates?.filter(({ imageId }) => imageId !== null).length ?? 0) > 1;
  return (
    <section aria-labelledby="finding" className="grid gap-4">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="min-w-0 flex-[1_1_16em]">
          <h3 id="finding" aria-live="polite" className="font-semibold text-xl">
            {t(`headlines.${finding.verdict}`)}
          </h3>
          <p className="text-ink-2 text-sm [overflow-wrap:anywhere]">
            {finding.customerId !== null && (
              <>
                <Link href={`/customers/${finding.customerId}`} prefetch={false} className="hover:underline">
                  {t("customer", { name: finding.customerName || finding.customerCode || "–" })}
                </Link>{" "}
                ·{" "}
              </>
            )}
            <span translate="no">{nameOf(finding)}</span>
          </p>
        </div>
        {detail && <EvidenceChips finding={detail} />}
      </div>
      <p
        className={cn(
          "flex items-start gap-2 text-sm [&_svg]:mt-0.5 [&_svg]:size-4 [&_svg]:shrink-0",
          isCertain ? "is-arrived" : "is-unknown",
        )}
      >
        {isCertain ? (
          <CircleCheck className="text-(--c)" aria-hidden />
        ) : (
          <CircleQuestionMark className="text-(--c)" aria-hidden />
        )}
        <span>
          <b className="font-semibold text-(--c)">{t(isCertain ? "certain" : "doubtful")}</b>{" "}
          <span className="text-ink-2">{why(finding)}</span>
        </span>
      </p>
      <div className={cn("grid gap-4 max-sm:gap-2", (candidates?.length ?? 2) > 1 && "grid-cols-2")}>
        {candidates
          ? candidates.map((candidate, i) => (
              <CandidateCard
                key={candidate.imageId ?? candidate.filePath}
                candidate={candidate}
                label={t(candidates.length === 2 ? (i === 0 ? "left" : "right") : "side", { side: i + 1 })}
                isAlone={candidates.length === 1}
                isNewer={candidate === newest}
                now={now}
                onLarge={() => onKey("large")}
              />
            ))
          : [1, 2].map((side) => (
              <div key={side} className="overflow-hidden rounded-xl border border-line bg-surface">
                <Skeleton className="aspect-[4/3] h-auto rounded-none" />
                <div className="grid gap-3.5 p-4">
                  {[1, 2, 3, 4, 5].map((line) => (
                    <Skeleton key={line} className="w-3/4" />
                  ))}
                </div>
              </div>
            ))}
      </div>
      <JudgeBar
        finding={finding}
        hasTwo={hasTwo}
        canUndo={canUndo}
        busy={busy}
        isAsked={isAsked}
        reason={reason}
        onKey={onKey}
      />
      {finding.op?.why && <p className="text-ink-2 text-sm">{t("opWhy", { why: opWhy(t, finding.op.why) })}</p>}
    </section>
  );
}

function opWhy(t: ReturnType<typeof useTranslations<"imageReview">>, why: string): string {
  const key = `opReasons.${why}` as "opReasons.row_changed";
  return t.has(key) ? t(key) : why;
}
