"use client";
import { useTranslations } from "use-intl";
import { Legend, StackedBar } from "@/components/ui/stacked-bar";
import { Card, CardBody } from "@/components/ui/surface";
import { pctOf, pctText } from "@/lib/coverage/coverage";
import type { RunDto, Share } from "@/lib/recovery/run-dto";

/** The same people before and after: what is there, what is proven, what is inferred, what nobody can name any more. */
export function CompareCard({ run }: { run: RunDto }) {
  const t = useTranslations("recovery.compare");
  const { before, rows, proven, unrecoverable } = run;
  // What the plan comes to, whatever of it stands at this moment.
  const recorded = before.recorded + rows;
  const after: Share = { expected: before.expected, recorded, pct: pctOf(recorded, before.expected) };
  const isDone = run.state !== "planned" && run.state !== "stale";
  const left = before.expected - after.recorded - unrecoverable;
  return (
    <Card aria-label={t("title")}>
      <CardBody className="grid gap-4">
        <div className="grid gap-2">
          <Line label={t(isDone ? "beforeDone" : "before")} share={before} />
          <StackedBar
            tall
            label={t("before")}
            parts={[
              { label: t("recorded"), value: before.recorded, family: "is-handed" },
              { label: t("empty"), value: before.expected - before.recorded, family: "is-skipped", look: "outline" },
            ]}
          />
        </div>
        <div className="grid gap-2">
          <Line label={t("after")} share={after} strong />
          <StackedBar
            tall
            label={t("after")}
            parts={[
              { label: t("recorded"), value: before.recorded, family: "is-handed" },
              { label: t("proven"), value: proven, family: "is-handed", look: "restorable" },
              { label: t("inferred"), value: rows - proven, family: "is-unknown", look: "outline" },
              { label: t("left"), value: Math.max(0, left), family: "is-skipped", look: "outline" },
              { label: t("unrecoverable"), value: unrecoverable, family: "is-skipped" },
            ]}
          />
          <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
            <Legend
              items={[
                { label: <Count words={t("recorded")} count={before.recorded} />, family: "is-handed" },
                { label: <Count words={t("proven")} count={proven} />, family: "is-handed", look: "restorable" },
                { label: <Count words={t("inferred")} count={rows - proven} />, family: "is-unknown", look: "outline" },
                { label: <Count words={t("unrecoverable")} count={unrecoverable} />, family: "is-skipped" },
              ]}
            />
            <span className="text-ink-3 text-xs">{t("fixed", { expected: before.expected })}</span>
          </div>
        </div>
      </CardBody>
    </Card>
  );
}

const Count = ({ words, count }: { words: string; count: number }) => (
  <>
    {words} <b className="font-medium text-ink tabular-nums">{count.toLocaleString()}</b>
  </>
);

function Line({ label, share, strong = false }: { label: string; share: Share; strong?: boolean }) {
  const t = useTranslations("recovery.compare");
  return (
    <p className="flex flex-wrap items-baseline justify-between gap-2">
      <b className="font-semibold">{label}</b>
      <span className="text-ink-2 text-sm tabular-nums">
        {t("of", { recorded: share.recorded.toLocaleString(), expected: share.expected.toLocaleString() })} ·{" "}
        <b className={strong ? "text-ink" : "font-medium"}>{pctText(share.pct)}%</b>
      </span>
    </p>
  );
}
