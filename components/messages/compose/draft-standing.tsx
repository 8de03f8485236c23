"use client";
import { NotebookPen } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { formatTime } from "@/lib/time/format";
import type { Standing } from "./use-kept-draft";

type Props = { standing: Standing; others: number; onOpen: () => void };

/** That what is being written is kept, and the way to what was left before. */
export function DraftStanding({ standing, others, onOpen }: Props) {
  const t = useTranslations("messageCompose.drafts");
  const words =
    standing.is === "kept"
      ? t("kept", { time: formatTime(new Date(standing.at)) })
      : standing.is === "failed"
        ? t(`failed.${standing.why}`)
        : t(standing.is);
  return (
    <>
      <p
        role={standing.is === "failed" ? "alert" : undefined}
        className={standing.is === "failed" ? "self-center text-failed text-xs" : "self-center text-ink-3 text-xs"}
      >
        {words}
      </p>
      <Button onClick={onOpen} className="max-md:ms-auto">
        <NotebookPen aria-hidden />
        {others > 0 ? t("openCount", { count: others }) : t("open")}
      </Button>
    </>
  );
}
