"use client";
import { Pause, Play } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import { ProgressBar } from "@/components/ui/progress-bar";
import { Card, CardBody } from "@/components/ui/surface";
import type { useRun } from "./use-run";

type Props = {
  hand: ReturnType<typeof useRun>;
  /** Goes on with what is under way. */
  onGoOn: () => void;
  /** Why it can't. */
  reason: string | undefined;
};

/** A run under way: how far, how fast, how long still, and the hand that holds it. */
export function RunWork({ hand: { run, driving, pace, isCut, pause }, onGoOn, reason }: Props) {
  const t = useTranslations("recovery");
  const isUndo = run.state === "undoing";
  const isHeld = run.state === "paused";
  const all = isUndo ? run.applied : run.rows;
  const done = isUndo ? run.undone + run.conflicts : run.applied;
  const label = isHeld ? t("work.held") : driving ? t(isUndo ? "work.undo" : "work.apply") : t("work.waiting");
  const left =
    pace &&
    driving &&
    (pace.secondsLeft >= 120
      ? t("work.leftMinutes", { minutes: Math.ceil(pace.secondsLeft / 60) })
      : t("work.left", { seconds: pace.secondsLeft }));
  return (
    <Card>
      <CardBody className="grid gap-3">
        <ProgressBar
          label={label}
          value={done}
          max={all}
          family={isHeld ? "is-deferred" : "is-sending"}
          left={
            <span className="tabular-nums" aria-live="polite">
              {t("work.count", { done, all })}
              {pace && driving && ` · ${t("work.rate", { rate: pace.rate })}`}
            </span>
          }
          right={left}
          actions={
            driving === null ? (
              <Button size="sm" variant="primary" reason={reason} onClick={onGoOn}>
                <Play aria-hidden />
                {t("actions.resume")}
              </Button>
            ) : (
              driving === "apply" && (
                <Button size="sm" onClick={pause}>
                  <Pause aria-hidden />
                  {t("actions.pause")}
                </Button>
              )
            )
          }
        />
        {isCut && (
          <Note family="is-deferred" role="alert">
            {t("work.stopped")}
          </Note>
        )}
      </CardBody>
    </Card>
  );
}
