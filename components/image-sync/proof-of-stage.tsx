"use client";
import { useLocale, useTranslations } from "use-intl";
import { ProofCard } from "@/components/ui/proof-card";
import { toLocale } from "@/lib/i18n/locale";
import type { StageDto, SyncRunDto } from "@/lib/image-sync/run-dto";
import { formatDateTime } from "@/lib/time/format";

/** What the look afterwards found, of the stage that was looked at last: planned, done, left alone, still there. */
export function StageProof({ run }: { run: SyncRunDto }) {
  const t = useTranslations("imageRun.proof");
  const locale = toLocale(useLocale());
  const seen = run.stages.filter(
    (one): one is StageDto & { verifiedAt: string } => one.verifiedAt !== null && one.ops > 0,
  );
  const stage = seen.at(-1);
  if (!stage || run.state === "undone" || run.state === "undoing") return null;
  const { ops, done, skipped, failed, leftover, customers, approvedBy } = stage;
  const rest = leftover ?? 0;
  return (
    <ProofCard
      title={t("title", { stage: stage.stage })}
      until={t("at", { at: formatDateTime(new Date(stage.verifiedAt), locale) })}
      figures={[
        { label: t("planned"), value: ops.toLocaleString() },
        { label: t("done"), value: done.toLocaleString(), kind: "arrived" },
        {
          label: t("left"),
          value: (skipped + failed).toLocaleString(),
          ...(failed > 0 && { kind: "failed" as const }),
        },
        { label: t("leftover"), value: rest.toLocaleString(), ...(rest > 0 && { kind: "failed" as const }) },
      ]}
      reasons={[
        { kind: rest === 0 ? "arrived" : "failed", text: t(rest === 0 ? "clean" : "notClean", { customers, rest }) },
        { kind: "handed", text: t("backup", { done }) },
        ...(skipped > 0 ? [{ kind: "skipped" as const, text: t("skipped", { count: skipped }) }] : []),
      ]}
      foot={t("foot", { id: run.id, by: approvedBy ?? "–" })}
    />
  );
}
