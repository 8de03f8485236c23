"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import { ChoiceChip } from "@/components/schedules/choice-chip";
import { Chip } from "@/components/ui/chip";
import { Tabs } from "@/components/ui/tabs";
import { imageVerdicts } from "@/db/enums";
import type { SyncRunDto } from "@/lib/image-sync/run-dto";
import { type ReviewAddress, type ReviewView, reviewAddressOf, reviewViews } from "./review-address";

type Props = { run: SyncRunDto; view: ReviewView; address: ReviewAddress };

/** Which findings the review shows; the address says it too. */
export function ReviewFilters({ run, view, address }: Props) {
  const t = useTranslations("imageReview");
  const router = useRouter();
  const { verdict, customer } = address;
  const go = (next: Partial<ReviewAddress>) =>
    router.replace(reviewAddressOf(run.id, { ...address, view, ...next, finding: null }), { scroll: false });
  const name = run.top.find(({ code }) => code === customer)?.name;
  return (
    <div className="flex flex-wrap items-end gap-x-4 gap-y-2">
      <Tabs
        label={t("views.label")}
        className="grow"
        tabs={reviewViews.map((one) => ({
          href: reviewAddressOf(run.id, { verdict, customer, view: one }),
          label: t(`views.${one}`),
          ...(one === "ask" && { count: run.undecided.toLocaleString() }),
          current: view === one,
        }))}
      />
      <div className="flex flex-wrap gap-1.5 max-md:w-full">
        <ChoiceChip
          single
          name={t("filters.verdict")}
          options={imageVerdicts.map((value) => ({ value, label: t(`verdicts.${value}`) }))}
          chosen={verdict ? [verdict] : []}
          onChange={([chosen]) => go({ verdict: imageVerdicts.find((one) => one === chosen) ?? null })}
        />
        {customer && (
          <Chip on end="remove" value={name || customer} onClick={() => go({ customer: null })}>
            {t("filters.customer")}
          </Chip>
        )}
      </div>
    </div>
  );
}
