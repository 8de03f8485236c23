"use client";
import { CircleX, Clock, Pause, Undo2 } from "lucide-react";
import { useCallback } from "react";
import { useLocale, useTranslations } from "use-intl";
import { Note } from "@/components/ui/note";
import { toLocale } from "@/lib/i18n/locale";
import type { SyncRunDto } from "@/lib/image-sync/run-dto";
import { formatDateTime, formatTime } from "@/lib/time/format";
import { stageNow } from "./run-rules";

/** Why something stopped and what to do, for the key the server gives. */
export function useStopWords(): (error: string | null) => string {
  const t = useTranslations("imageSync.stops");
  return useCallback(
    (error) => {
      const key = error as Parameters<typeof t>[0] | null;
      return key && t.has(key) ? t(key) : t("other", { error: error ?? "–" });
    },
    [t],
  );
}

/** The same of an execution that was stopped or stopped itself. */
function useHoldWords(): (error: string) => string {
  const t = useTranslations("imageRun.holds");
  return (error) => {
    const key = error as Parameters<typeof t>[0];
    return t.has(key) ? t(key) : t("other", { error });
  };
}

/** The one thing to know of a run that doesn't go on by itself: why, and what comes next. */
export function RunNote({ run, now }: { run: SyncRunDto; now: Date }) {
  const t = useTranslations("imageRun.note");
  const stop = useStopWords();
  const hold = useHoldWords();
  const locale = toLocale(useLocale());
  const stage = stageNow(run);
  if (run.state === "aborted")
    return (
      <Note
        family="is-failed"
        role="alert"
        icon={<CircleX aria-hidden />}
        title={t(run.ops.done > 0 ? "abortedDone" : "aborted", { done: run.ops.done })}
      >
        {run.stage > 0 && run.error ? hold(run.error) : stop(run.error)}
      </Note>
    );
  if (run.state === "paused")
    return (
      <Note
        family={run.error ? "is-failed" : "is-deferred"}
        role="status"
        icon={run.error ? <CircleX aria-hidden /> : <Pause aria-hidden />}
        title={run.error ? t("stopped") : t("paused")}
      >
        {run.error ? hold(run.error) : t("pausedText")}
      </Note>
    );
  if (stage?.state === "failed")
    return (
      <Note
        family="is-failed"
        role="alert"
        icon={<CircleX aria-hidden />}
        title={t("failed", { stage: stage.stage, leftover: stage.leftover ?? 0 })}
      >
        {t("failedText")}
      </Note>
    );
  if (run.waitUntil && run.state === "executing" && Date.parse(run.waitUntil) > now.getTime())
    return (
      <Note icon={<Clock aria-hidden />} title={t("waiting", { at: formatTime(new Date(run.waitUntil)) })}>
        {t("waitingText")}
      </Note>
    );
  if (run.state === "undone")
    return (
      <Note
        icon={<Undo2 aria-hidden />}
        {...(run.ops.conflicts > 0 && { family: "is-deferred" })}
        title={run.undoneAt ? t("undone", { at: formatDateTime(new Date(run.undoneAt), locale) }) : t("undoneNow")}
      >
        {run.ops.conflicts > 0 ? t("conflicts", { count: run.ops.conflicts }) : t("undoneText")}
      </Note>
    );
  return null;
}
