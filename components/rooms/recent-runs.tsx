"use client";
import { useTranslations } from "use-intl";
import { ResultStrip, type StripResult } from "@/components/ui/result-strip";
import type { RecentRun } from "@/lib/rooms/queries";
import { resultLook } from "@/lib/schedules/recent-results";

/** How the last runs of a room went, as a strip and in words. */
export function RecentRuns({ runs }: { runs: readonly RecentRun[] }) {
  const t = useTranslations("rooms.detail");
  const status = useTranslations("common.status");
  const looks = runs.flatMap((run): StripResult[] => {
    const look = resultLook({
      ...run,
      scheduledAt: new Date(run.scheduledAt),
      startedAt: run.startedAt ? new Date(run.startedAt) : null,
    });
    return look === null ? [] : [look === "partial" ? "failed" : look];
  });
  if (looks.length === 0) return t("noRuns");
  const words = [...new Set(looks)]
    .map((look) => `${status(look === "late" ? "deferred" : look)} ${looks.filter((one) => one === look).length}`)
    .join(" · ");
  return (
    <span className="flex items-center gap-3 text-ink-2">
      <ResultStrip results={looks} label={words} />
      {words}
    </span>
  );
}
