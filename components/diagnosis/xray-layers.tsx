import { cn } from "@/components/ui/cn";
import { Status } from "@/components/ui/status";
import { type Layer, layers } from "@/db/enums";
import type { Xray } from "@/lib/diagnosis/xray-dto";
import { words } from "@/lib/i18n/words";
import { type ColumnState, columnLook, columnState } from "./xray-look";
import { Step } from "./xray-step";
import { causeText, tookText, type XrayTranslate } from "./xray-words";

const FRAME: Record<ColumnState, string> = {
  passed: "border border-line",
  broken: "is-failed border-2 border-(--c-mark)",
  unsure: "is-unknown border-2 border-(--c-mark)",
  here: "is-sending border border-(--c-mark)",
  not_reached: "border border-line-strong border-dashed",
  never: "border border-line-strong border-dashed",
  no_record: "border border-line-strong border-dashed",
};
/** The line to the next column: whole behind what passed, broken before what is stuck, dotted where nothing went. */
const LINE = {
  whole: "bg-arrived-mark",
  unsure:
    "bg-[repeating-linear-gradient(90deg,var(--unknown-mark)_0_4px,transparent_4px_8px)] max-lg:bg-[repeating-linear-gradient(var(--unknown-mark)_0_4px,transparent_4px_7px)]",
  broken:
    "bg-[repeating-linear-gradient(90deg,var(--failed-mark)_0_4px,transparent_4px_8px)] max-lg:bg-[repeating-linear-gradient(var(--failed-mark)_0_4px,transparent_4px_7px)]",
  dotted:
    "bg-[repeating-linear-gradient(90deg,var(--line-strong)_0_3px,transparent_3px_8px)] max-lg:bg-[repeating-linear-gradient(var(--line-strong)_0_3px,transparent_3px_7px)]",
};
const lineAfter = (here: ColumnState, next: ColumnState) => {
  if (here !== "passed") return LINE.dotted;
  if (next === "broken" || next === "unsure") return LINE[next];
  return next === "passed" || next === "here" ? LINE.whole : LINE.dotted;
};

/** API → 대기열 → 워커 → 공급자: what happened in each, the first broken one framed. */
export async function Layers({ xray, firstAt }: { xray: Xray; firstAt: string }) {
  const [t, c] = await Promise.all([words("xray"), words("diagnosisCauses")]);
  const states = layers.map((layer) => columnState(xray, layer));
  return (
    <ol aria-label={t("columns.label")} className="grid grid-cols-4 max-lg:grid-cols-1 max-lg:gap-y-[18px]">
      {layers.map((layer, i) => {
        const state = states[i]!;
        const next = states[i + 1];
        const steps = xray.steps.filter((step) => step.layer === layer);
        const isBroken = state === "broken" || state === "unsure";
        return (
          <li
            key={layer}
            aria-current={isBroken || state === "here" ? "step" : undefined}
            className={cn(
              "relative flex min-w-0 flex-col rounded-xl bg-surface not-last:me-7 max-lg:not-last:me-0",
              FRAME[state],
            )}
          >
            {next && (
              <i
                aria-hidden
                className={cn(
                  "absolute top-[31px] left-full h-0.5 w-7 max-lg:top-full max-lg:left-7 max-lg:h-[18px] max-lg:w-0.5",
                  lineAfter(state, next),
                )}
              />
            )}
            <div
              className={cn(
                "grid gap-0.5 border-b px-3.5 pt-[13px] pb-[11px]",
                isBroken ? "rounded-t-[10px] border-(--c-border) bg-(--c-surface)" : "border-line",
              )}
            >
              <div className="flex min-h-6 flex-wrap items-center justify-between gap-x-2">
                <h3 className="font-semibold text-base">
                  <span className="me-2 text-ink-3" aria-hidden>
                    {i + 1}
                  </span>
                  {t(`layers.${layer}`)}
                </h3>
                <Status kind={columnLook[state]}>{t(`states.${state}`)}</Status>
              </div>
              <p className={cn("text-sm", state === "passed" || isBroken ? "text-ink-2" : "text-ink-3")}>
                {sentence(layer, state)}
              </p>
            </div>
            {steps.length > 0 ? (
              <ul className="px-3.5 pt-1.5 pb-2.5 text-sm">
                {steps.map((step, n) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: steps have no identity and never change their order
                  <Step key={`${step.event}-${n}`} step={step} firstAt={firstAt} />
                ))}
              </ul>
            ) : (
              <p className="px-3.5 py-3 text-ink-3 text-sm">{t("columns.none")}</p>
            )}
          </li>
        );
      })}
    </ol>
  );

  function sentence(layer: Layer, state: ColumnState): string {
    if (state === "broken" || state === "unsure")
      return causeText(xray.verdict.cause, "title", c) ?? t("columns.broken");
    if (state === "passed" || state === "here") return timed(xray, layer, state, t);
    return t(`columns.${state}`);
  }
}

/** How long a layer had it, by its bars; bars that overlap count once. */
function timed(xray: Xray, layer: Layer, state: "passed" | "here", t: XrayTranslate): string {
  const bars = xray.spans
    .filter((span) => span.layer === layer)
    .map(({ from, to }) => [Date.parse(from), Date.parse(to ?? xray.now)] as const)
    .sort((a, b) => a[0] - b[0]);
  if (bars.length === 0) return t(`columns.${state}`);
  let until = Number.NEGATIVE_INFINITY;
  const ms = bars.reduce((sum, [from, to]) => {
    const added = Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
    return sum + added;
  }, 0);
  return t(state === "here" ? "columns.hereFor" : "columns.took", { took: tookText(ms, t) });
}
