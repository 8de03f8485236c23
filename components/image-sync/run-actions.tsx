"use client";
import { Download, Pause, Play, Trash2, Undo2 } from "lucide-react";
import { useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Menu } from "@/components/ui/menu";
import { josa } from "@/lib/i18n/josa";
import { toLocale } from "@/lib/i18n/locale";
import { purgeWords } from "@/lib/image-sync/purge-words";
import { formatDate } from "@/lib/time/format";
import { canPause, canPurge, canUndo } from "./run-rules";
import type { useSyncRun } from "./use-sync-run";

type Props = { hand: ReturnType<typeof useSyncRun>; now: Date };

/** What a hand can do with a run: hold it, go on, take it back, keep its report, in the end erase what it set aside. */
export function RunActions({ hand, now }: Props) {
  const t = useTranslations("imageRun.actions");
  const locale = toLocale(useLocale());
  const [asking, setAsking] = useState<"undo" | "purge" | null>(null);
  const { run, driving } = hand;
  const take = (format: "json" | "csv") => () =>
    window.location.assign(`/api/image-sync/runs/${run.id}/report?format=${format}`);
  const purgeReason =
    run.state === "done" && run.purgeAfter && !canPurge(run, now)
      ? t("purgeLater", { date: formatDate(new Date(run.purgeAfter), locale) })
      : undefined;
  return (
    <>
      {canPause(run) && (
        <Button busy={hand.asking === "pause"} onClick={hand.pause}>
          <Pause aria-hidden />
          {t("pause")}
        </Button>
      )}
      {run.state === "approved" && driving === null && (
        <Button variant="primary" busy={hand.asking === "approve"} onClick={hand.goOn}>
          <Play aria-hidden />
          {t("start")}
        </Button>
      )}
      {run.state === "paused" && (
        <Button variant="primary" busy={driving === "execute"} onClick={hand.goOn}>
          <Play aria-hidden />
          {t("resume")}
        </Button>
      )}
      {canUndo(run) && (
        <Button busy={driving === "undo"} onClick={() => setAsking("undo")}>
          <Undo2 aria-hidden />
          {t("undo")}
        </Button>
      )}
      {run.totals && run.state !== "scanning" && (
        <Menu
          label={t("report")}
          align="end"
          items={[
            { id: "csv", label: t("reportCsv"), onSelect: take("csv") },
            { id: "json", label: t("reportJson"), onSelect: take("json") },
            ...(run.state === "done" && run.ops.done > 0
              ? [
                  "line" as const,
                  {
                    id: "purge",
                    label: t("purge"),
                    icon: <Trash2 aria-hidden />,
                    danger: true,
                    disabledReason: purgeReason,
                    onSelect: () => setAsking("purge"),
                  },
                ]
              : []),
          ]}
        >
          <Button>
            <Download aria-hidden />
            {t("report")}
          </Button>
        </Menu>
      )}
      <ConfirmDialog
        open={asking === "undo"}
        onOpenChange={(open) => setAsking(open ? "undo" : null)}
        title={josa(t("undoTitle", { id: run.id, done: run.ops.done }))}
        description={t("undoText", { done: run.ops.done })}
        confirmLabel={t("undoGo", { done: run.ops.done })}
        onConfirm={hand.undo}
      >
        <ul className="grid list-disc gap-1 ps-4 text-ink-2 text-sm">
          <li>{t("undoRows")}</li>
          <li>{t("undoFiles")}</li>
          <li>{t("undoConflicts")}</li>
        </ul>
      </ConfirmDialog>
      <ConfirmDialog
        open={asking === "purge"}
        onOpenChange={(open) => setAsking(open ? "purge" : null)}
        title={t("purgeTitle", { id: run.id })}
        description={t("purgeText")}
        phrase={purgeWords(run.id)}
        onConfirm={() => hand.purge(purgeWords(run.id))}
      />
    </>
  );
}
