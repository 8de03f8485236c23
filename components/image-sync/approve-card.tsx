"use client";
import { ShieldCheck } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import type { StageDto, SyncRunDto } from "@/lib/image-sync/run-dto";
import { syncActsInOrder } from "./acts";

type Props = { run: SyncRunDto; stage: StageDto; busy: boolean; onApprove: () => void };

/** What an approval would do, to the piece, and to which plan it is bound; until it is pressed nothing has changed. */
export function ApproveCard({ run, stage, busy, onApprove }: Props) {
  const t = useTranslations("imageRun.approve");
  const a = useTranslations("imageRun.acts");
  const acts = syncActsInOrder.filter((act) => stage.acts[act] > 0);
  return (
    <section aria-labelledby="approve" className="overflow-hidden rounded-xl border border-line-strong bg-surface">
      <header className="flex flex-wrap items-center gap-x-2 gap-y-1 border-line-strong border-b border-dashed px-4 py-[13px]">
        <ShieldCheck className="size-4 shrink-0" aria-hidden />
        <h2 id="approve" className="font-semibold text-base">
          {t("title", { stage: stage.stage, customers: stage.customers })}
        </h2>
        <span className="ms-auto text-ink-3 text-xs">{t("dry")}</span>
      </header>
      <div className="flex flex-wrap items-end gap-x-8 gap-y-4 px-4 py-3.5">
        <dl className="flex min-w-0 flex-[1_1_26em] flex-wrap gap-x-8 gap-y-3">
          {acts.map((act) => (
            <div key={act}>
              <dt className="text-ink-3 text-xs">{a(act)}</dt>
              <dd className="font-semibold text-[22px] leading-[30px] tabular-nums">
                {stage.acts[act].toLocaleString()}
              </dd>
            </div>
          ))}
        </dl>
        <Button
          variant={run.undecided > 0 ? "secondary" : "primary"}
          size="lg"
          busy={busy}
          onClick={onApprove}
          className="max-md:w-full"
        >
          {t("go", { stage: stage.stage, ops: stage.ops })}
        </Button>
      </div>
      <ul className="grid gap-1 border-line border-t px-4 py-3 text-ink-2 text-sm">
        <li>{t("backup")}</li>
        {stage.acts.set_aside > 0 && <li>{t("quarantine")}</li>}
        <li>{run.undecided > 0 ? t("doubtful", { count: run.undecided }) : t("undo")}</li>
      </ul>
      <footer className="flex flex-wrap gap-x-3 border-line-strong border-t border-dashed px-4 py-2.5 text-ink-3 text-xs">
        <span>{t("batch", { count: run.batchSize })}</span>
        <span title={run.planHash ?? undefined}>
          {t("bound")} <code className="font-medium text-ink-2">{run.planHash?.slice(0, 12)}</code>
        </span>
      </footer>
    </section>
  );
}
