"use client";
import { Lock } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { StackedBar } from "@/components/ui/stacked-bar";
import { Status } from "@/components/ui/status";
import type { StageDto, SyncRunDto } from "@/lib/image-sync/run-dto";
import { type Pace, rateText } from "./pace";
import { stageLooks } from "./run-looks";
import { handledIn, isAtWork } from "./run-rules";

type Props = {
  run: SyncRunDto;
  pace: Pace | null;
  /** Drives it from here; absent while this page does so already. */
  onGoOn?: (() => void) | undefined;
};

/** The gates 10 → 50 → rest: what is done, what goes on, and why the next one is locked (S4-21…S4-23). */
export function StagesBar({ run, pace, onGoOn }: Props) {
  const t = useTranslations("imageRun.stages");
  return (
    <section
      aria-label={t("label")}
      className="grid grid-cols-[minmax(0,1fr)_minmax(0,1.3fr)_minmax(0,1fr)] divide-x divide-line rounded-xl border border-line bg-surface max-md:grid-cols-1 max-md:divide-x-0 max-md:divide-y"
    >
      {run.stages.map((stage) => (
        <Stage key={stage.stage} stage={stage} run={run} pace={pace} onGoOn={onGoOn} />
      ))}
    </section>
  );
}

function Stage({ stage, run, pace, onGoOn }: Props & { stage: StageDto }) {
  const t = useTranslations("imageRun.stages");
  const line = useStageLine(run, stage, pace);
  const { state, done, skipped, failed, ops } = stage;
  const isGoing = run.stage === stage.stage && isAtWork(run.state) && run.state !== "undoing";
  const left = Math.max(0, ops - handledIn(stage));
  return (
    <div className="grid content-start gap-2 px-4 pt-3 pb-3.5" aria-current={isGoing ? "step" : undefined}>
      <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-0.5">
        <b className="font-semibold">
          {t(stage.stage === 3 ? "rest" : "name", { stage: stage.stage, customers: stage.customers })}
        </b>
        {state === "locked" ? (
          <span className="inline-flex items-center gap-[5px] whitespace-nowrap font-medium text-ink-3 text-sm">
            <Lock className="size-[15px]" aria-hidden />
            {t("states.locked")}
          </span>
        ) : (
          <Status kind={stageLooks[state]}>
            {t(ops === 0 && state === "passed" ? "states.empty" : `states.${state}`)}
          </Status>
        )}
      </div>
      <p className="text-ink-2 text-sm tabular-nums">{line}</p>
      <StackedBar
        label={t("bar")}
        parts={[
          { label: t("done"), value: ops === 0 && state === "passed" ? 1 : done, family: "is-arrived" },
          { label: t("skipped"), value: skipped, family: "is-skipped" },
          { label: t("failed"), value: failed, family: "is-failed" },
          // A thin stretch of blue at the front of what is done: something moves there.
          {
            label: t("now"),
            value: isGoing && left > 0 ? Math.min(left, Math.max(1, ops * 0.03)) : 0,
            family: "is-sending",
          },
          { label: t("left"), value: isGoing ? left : Math.max(left, state === "passed" ? 0 : 1), family: "opacity-0" },
        ]}
      />
      {isGoing && onGoOn && (
        <div>
          <Button size="sm" onClick={onGoOn}>
            {t("goOn")}
          </Button>
        </div>
      )}
    </div>
  );
}

/** What stands under the name of a stage: the figures of its state. */
function useStageLine(run: SyncRunDto, stage: StageDto, pace: Pace | null): string {
  const t = useTranslations("imageRun.stages.lines");
  const { state, ops, done, skipped, failed, leftover } = stage;
  const isHere = run.stage === stage.stage;
  const timing =
    pace && isHere && (state === "executing" || state === "approved")
      ? ` · ${t("rate", { rate: rateText(pace.perSecond) })} · ${
          pace.secondsLeft >= 90
            ? t("minutes", { count: Math.ceil(pace.secondsLeft / 60) })
            : t("seconds", { count: Math.max(1, pace.secondsLeft) })
        }`
      : "";
  switch (state) {
    case "locked": {
      const before = run.stages.find((one) => one.stage === stage.stage - 1);
      return t(before?.state === "failed" ? "lockedFailed" : "locked", { before: stage.stage - 1 });
    }
    case "open":
      return ops > 0 ? t("open", { ops }) : t("empty");
    case "approved":
    case "executing":
      return t("going", { done: handledIn(stage), ops }) + timing;
    case "verifying":
      return t("verifying", { done });
    case "passed":
      return ops === 0 ? t("empty") : t("passed", { done, skipped: skipped + failed });
    case "failed":
      return leftover === null ? t("broken", { failed }) : t("failed", { leftover });
  }
}
