"use client";
import { ArrowRight, CircleCheck } from "lucide-react";
import { useTranslations } from "use-intl";
import { ButtonLink } from "@/components/ui/button";
import { Glyph } from "@/components/ui/glyph";
import { Card } from "@/components/ui/surface";
import { josa } from "@/lib/i18n/josa";
import type { SyncRunDto } from "@/lib/image-sync/run-dto";
import { runLooks } from "./run-looks";
import { isAtWork, stageToApprove } from "./run-rules";

/** The next step of a clean-up, so that nobody has to look for it (S4-51). */
export function NextCard({ run }: { run: SyncRunDto }) {
  const t = useTranslations("imageSync.next");
  const stage = stageToApprove(run);
  const key = isAtWork(run.state)
    ? "working"
    : run.state === "paused"
      ? "paused"
      : stage
        ? run.undecided > 0
          ? "decide"
          : "approve"
        : run.undecided > 0
          ? "onlyDoubt"
          : "nothing";
  const values = {
    id: run.id,
    undecided: run.undecided,
    stage: stage?.stage ?? 1,
    customers: stage?.customers ?? 0,
    ops: stage?.ops ?? 0,
  };
  return (
    <Card aria-label={t("label")}>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3 px-4 py-3.5">
        <Glyph kind={key === "nothing" ? "arrived" : runLooks[run.state]}>
          {key === "nothing" ? <CircleCheck aria-hidden /> : undefined}
        </Glyph>
        <div className="min-w-0 flex-[1_1_18em]">
          <h2 className="font-semibold text-base">{josa(t(`${key}.title`, values))}</h2>
          <p className="text-ink-2 text-sm">{t(`${key}.text`, values)}</p>
        </div>
        <ButtonLink
          href={`/images/runs/${run.id}`}
          variant={key === "nothing" ? "secondary" : "primary"}
          className="max-md:grow"
        >
          {t(`${key}.go`)}
          <ArrowRight aria-hidden />
        </ButtonLink>
      </div>
    </Card>
  );
}
