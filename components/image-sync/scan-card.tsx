"use client";
import { Play } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import { ProgressBar } from "@/components/ui/progress-bar";
import { Card, CardBody } from "@/components/ui/surface";
import type { SyncRunDto } from "@/lib/image-sync/run-dto";

type Props = {
  run: SyncRunDto;
  isMine: boolean;
  isCut: boolean;
  /** Goes on with it from here; absent where it isn't this page's to do. */
  onGoOn?: (() => void) | undefined;
};

/** A scan under way: which part of it, how far, and that it can be left alone. */
export function ScanCard({ run, isMine, isCut, onGoOn }: Props) {
  const t = useTranslations("imageSync.scan");
  const { rows = 0, expectedRows = 0, files = 0 } = run.totals ?? {};
  return (
    <Card aria-label={t("underWay")}>
      <CardBody className="grid gap-3">
        <ProgressBar
          label={t(`phases.${run.phase}`)}
          value={run.phase === "walk" || run.phase === "preflight" ? rows : expectedRows}
          max={Math.max(1, expectedRows)}
          left={
            <span className="tabular-nums" aria-live="polite">
              {t("progress", { rows, expected: expectedRows, files })}
            </span>
          }
          actions={
            !isMine &&
            onGoOn && (
              <Button size="sm" onClick={onGoOn}>
                <Play aria-hidden />
                {t("goOn")}
              </Button>
            )
          }
        />
        <p className="text-ink-3 text-xs">{t("leave")}</p>
        {isCut && (
          <Note family="is-deferred" role="alert">
            {t("cut")}
          </Note>
        )}
      </CardBody>
    </Card>
  );
}
